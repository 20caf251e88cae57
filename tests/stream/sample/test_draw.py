"""Fates lead to their state by the rules of the fold, whatever day 0 is."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from schema.states import State
from stream.sample.draw import fate
from stream.sample.fate import FIRST, Fate
from tests.stream.sample.small import days

DRAWS = 400
DAYS0 = (date(2025, 12, 4), date(2026, 2, 25), date(2026, 5, 16), date(2026, 11, 22))
"""An ordinary day, the end of Tết, Tết right at the beginning of history, a Sunday."""
DONE = (State.DONE_ON_TIME, State.DONE_LATE)


def drawn(state: State, day0: date) -> list[Fate]:
    rng, around = Random(3), days(day0)
    return [fate(state, around, rng) for _ in range(DRAWS)]


@pytest.mark.parametrize("day0", DAYS0, ids=str)
@pytest.mark.parametrize("state", [s for s in State if s not in (State.RECURRING, State.UNKNOWN)])
def test_nothing_happens_before_history_or_out_of_order(state: State, day0: date) -> None:
    for one in drawn(state, day0):
        assert FIRST <= one.assigned <= -1
        assert one.start <= one.due_0
        for claim in one.claims:
            assert one.assigned < claim.day <= claim.reported <= -1
            assert claim.verdict is None or claim.reported < claim.judged <= -1
        if one.revision is not None and one.revision.decision == "approved":
            assert one.assigned < one.revision.asked < one.revision.decided <= -1


@pytest.mark.parametrize("day0", DAYS0, ids=str)
def test_done_on_time_counts_from_a_day_that_is_believed(day0: date) -> None:
    around = days(day0)
    for one in drawn(State.DONE_ON_TIME, day0):
        last = one.claims[-1]
        assert last.verdict == "verified"
        assert last.day <= one.due
        assert around.between(last.day, last.reported) <= 3


@pytest.mark.parametrize("day0", DAYS0, ids=str)
def test_done_late_is_late_or_was_said_too_late_to_be_believed(day0: date) -> None:
    around = days(day0)
    for one in drawn(State.DONE_LATE, day0):
        last = one.claims[-1]
        believed = last.day if around.between(last.day, last.reported) <= 3 else last.reported
        assert believed > one.due
        assert last.verdict == "verified"


@pytest.mark.parametrize("day0", DAYS0, ids=str)
def test_dates_of_the_open_states(day0: date) -> None:
    around = days(day0)
    assert all(one.due < 0 for one in drawn(State.OVERDUE, day0))
    assert all(0 <= around.between(0, one.due) <= 7 for one in drawn(State.DUE_SOON, day0))
    assert all(one.start <= 0 <= one.due for one in drawn(State.DUE_SOON, day0))
    assert all(around.between(0, one.due) > 7 for one in drawn(State.IN_TIME, day0))
    assert all(one.start <= 0 for one in drawn(State.IN_TIME, day0))
    assert all(one.start > 0 for one in drawn(State.NOT_STARTED, day0))
    assert all(one.claims[-1].day <= one.due for one in drawn(State.AWAITING, day0))


@pytest.mark.parametrize("state", [State.IN_TIME, State.DUE_SOON, *DONE])
def test_a_granted_date_was_asked_for_in_time(state: State) -> None:
    revised = [one for one in drawn(state, DAYS0[0]) if one.due != one.due_0]
    for one in revised:
        assert one.revision is not None
        assert one.revision.asked <= one.due_0
        assert one.revision.new_due == one.due
    assert revised or state is State.DONE_LATE


def test_the_faults_of_dates_are_there() -> None:
    overdue = drawn(State.OVERDUE, DAYS0[0])
    late_requests = [one for one in overdue if one.revision is not None]
    assert all(one.revision and one.revision.asked > one.due for one in late_requests)
    assert late_requests
    assert any(claim.taken_back for one in overdue for claim in one.claims)
    assert any(one.jumped for one in drawn(State.DONE_ON_TIME, DAYS0[0]))
    assert any(len(one.claims) > 1 for one in drawn(State.DONE_ON_TIME, DAYS0[0]))


def test_a_silent_task_is_known_from_the_first_day_and_nothing_follows() -> None:
    rng = Random(3)
    for state in (State.OVERDUE, State.IN_TIME):
        one = fate(state, days(), rng, silent=True)
        assert (one.assigned, one.claims, one.revision) == (FIRST, (), None)
