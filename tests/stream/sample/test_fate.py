"""How long a task is worked on."""

from __future__ import annotations

from msgspec.structs import replace

from schema.states import State
from stream.sample.fate import Claim, Fate

OPEN = Fate(state=State.IN_TIME, assigned=-40, start=-40, due_0=10, due=10)
CLAIM = Claim(day=-9, reported=-9, verdict="verified", judged=-5)


def test_an_open_task_is_worked_on_until_today() -> None:
    assert OPEN.last_work == 0


def test_a_claimed_one_until_the_eve_of_its_claim() -> None:
    assert replace(OPEN, claims=(CLAIM,)).last_work == -10
    assert replace(OPEN, claims=(replace(CLAIM, verdict=None),)).last_work == -10


def test_a_claim_sent_or_taken_back_ends_nothing() -> None:
    assert replace(OPEN, claims=(replace(CLAIM, verdict="returned"),)).last_work == 0
    assert replace(OPEN, claims=(replace(CLAIM, taken_back=-2),)).last_work == 0
