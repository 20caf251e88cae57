"""The same fact under a second id: kind, subject, unit, value and local day are alike (Q68)."""

from __future__ import annotations

import pytest

from schema.fields import Evidence
from schema.update import EvidenceAdded, SlotNil, Update
from tests.builders import (
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    progress,
    report,
    returned,
    world,
)
from tests.memory_log import MemoryLog


def marks(first: Update, *others: Update, unit: str = "vn.15.04465") -> tuple[str, ...]:
    """What is marked of the last one."""
    log = MemoryLog(world())
    log.fold([report(assigned(coordinators=[OTHER]), unit=PROVINCE), report(first)])
    for other in others:
        log.fold([report(other, unit=unit)])
    return log.verdict(others[-1].id).marks


def evidence(days: float, digit: str = "a") -> EvidenceAdded:
    return EvidenceAdded(
        id=new_id(), subject=TASK, occurred_at=at(days), evidence=[Evidence(hash=digit * 64)]
    )


def nil(days: float) -> SlotNil:
    return SlotNil(id=new_id(), subject=TASK, occurred_at=at(days), subjects=[TASK])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (progress(0.4, 1), progress(0.4, 1.1)),
        (completed(1), completed(1.1)),
        (evidence(1), evidence(1.1)),
        (nil(1), nil(1.1)),
    ],
)
def test_the_same_on_the_same_day_is_no_news(first: Update, second: Update) -> None:
    assert marks(first, second) == ("duplicate_fact",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (progress(0.4, 1), progress(0.5, 1.1)),
        (progress(0.4, 1), progress(0.4, 2)),
        (evidence(1), evidence(1.1, "b")),
        (progress(0.4, 1, period="2026-W23"), progress(0.4, 1.1)),
        (progress(1.0, 1, reason="r"), completed(1.1)),
    ],
)
def test_another_value_day_or_kind_is_another_fact(first: Update, second: Update) -> None:
    assert marks(first, second) == ()


def test_it_is_remembered_over_what_was_said_in_between() -> None:
    between = progress(0.5, 1.05)
    assert marks(progress(0.4, 1), between, progress(0.4, 1.1, reason="r")) == ("duplicate_fact",)


def test_another_unit_says_it_for_itself() -> None:
    assert marks(progress(0.4, 1), progress(0.4, 1.1), unit=OTHER) == ()


def test_a_claim_after_a_verdict_of_the_day_answers_it() -> None:
    log = MemoryLog(world())
    again = completed(1.2)
    log.each([report(assigned(), unit=PROVINCE), report(completed(1))])
    log.each([report(returned(1.1), unit=PROVINCE), report(again)])
    assert log.verdict(again.id).marks == ()
