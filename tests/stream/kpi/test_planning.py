"""Planning states: mission §4.3 with Q1, Q5, Q16, Q26–28; each boundary from both sides."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.states import State
from schema.workdays import state_offices
from stream.core.task import Assignment, Claim, Done, TaskState
from stream.kpi.planning import NEVER, days_late, next_change, overdue_0_from, planning_state

CALENDAR = state_offices()
DUE = date(2026, 6, 19)  # a Friday


def task(**fields: object) -> TaskState:
    given = Assignment(
        lead="vn.15",
        assigned_by="vn",
        coordinators=(),
        programme="nq57",
        plan="",
        objective="",
        field="",
        title="x",
        recurring=bool(fields.pop("recurring", False)),
        start=date(2026, 6, 1),
        due_0=DUE,
        weight=None,
        milestones=(),
        secrecy="none",
        in_charge="",
        max_age_days=30,
    )
    base = TaskState(code="vn.15.t0001", assignment=given, due=DUE)
    return msgspec.structs.replace(base, **fields)


def claim(day: date) -> Claim:
    return Claim("c", day, day, day)


@pytest.mark.parametrize(
    ("fields", "today", "state"),
    [
        ({}, date(2026, 5, 31), State.NOT_STARTED),
        ({}, date(2026, 6, 1), State.IN_TIME),
        ({}, date(2026, 6, 9), State.IN_TIME),  # W = 8
        ({}, date(2026, 6, 10), State.DUE_SOON),  # W = 7
        ({}, DUE, State.DUE_SOON),
        ({}, DUE + timedelta(days=1), State.OVERDUE),
        ({"done": Done("c", DUE)}, date(2026, 7, 1), State.DONE_ON_TIME),
        ({"done": Done("c", DUE + timedelta(days=1))}, date(2026, 7, 1), State.DONE_LATE),
        ({"claim": claim(DUE)}, date(2026, 9, 1), State.AWAITING),
        ({"claim": claim(DUE + timedelta(days=1))}, date(2026, 7, 1), State.OVERDUE),
        ({"withdrawn": "suspended", "done": Done("c", DUE)}, DUE, State.SUSPENDED),
        ({"withdrawn": "cancelled"}, DUE + timedelta(days=9), State.CANCELLED),
        ({"recurring": True}, DUE + timedelta(days=9), State.RECURRING),
        ({"assignment": None}, DUE, State.UNKNOWN),
    ],
)
def test_the_first_state_that_holds(fields: dict[str, object], today: date, state: State) -> None:
    assert planning_state(task(**fields), today, CALENDAR) is state


def test_due_soon_is_tested_after_not_started() -> None:
    near = task(due=date(2026, 6, 2))
    assert planning_state(near, date(2026, 5, 31), CALENDAR) is State.NOT_STARTED
    assert planning_state(near, date(2026, 6, 1), CALENDAR) is State.DUE_SOON


def test_due_friday_done_monday_is_one_working_day_late_and_saturday_none() -> None:
    for day, late in ((date(2026, 6, 20), 0), (date(2026, 6, 22), 1)):
        done = task(done=Done("c", day))
        assert planning_state(done, day, CALENDAR) is State.DONE_LATE
        assert days_late(done, State.DONE_LATE, day, CALENDAR) == late


def test_days_late_of_an_overdue_task_run_with_working_days() -> None:
    assert days_late(task(), State.OVERDUE, date(2026, 6, 21), CALENDAR) == 0
    assert days_late(task(), State.OVERDUE, date(2026, 6, 23), CALENDAR) == 2
    assert days_late(task(), State.IN_TIME, date(2026, 6, 3), CALENDAR) == 0


def test_what_is_not_late_is_late_by_no_day() -> None:
    done = task(done=Done("c", DUE - timedelta(days=3)))
    assert days_late(done, State.DONE_ON_TIME, date(2026, 7, 1), CALENDAR) == 0
    each = task(due=None, recurring=True)
    assert days_late(each, State.RECURRING, date(2026, 7, 1), CALENDAR) == 0


@pytest.mark.parametrize(
    ("fields", "today", "wakes"),
    [
        ({}, date(2026, 5, 30), date(2026, 6, 1)),  # it starts
        ({"due": date(2026, 5, 31)}, date(2026, 5, 30), date(2026, 6, 1)),
        ({"due": date(2026, 5, 28)}, date(2026, 5, 20), date(2026, 5, 29)),  # brought forward
        ({}, date(2026, 6, 1), date(2026, 6, 10)),  # W = 7
        ({}, date(2026, 6, 10), date(2026, 6, 20)),
        ({}, date(2026, 6, 24), date(2026, 6, 25)),  # a day more of lateness
        ({"done": Done("c", DUE)}, date(2026, 6, 24), None),
        ({"claim": claim(DUE)}, date(2026, 6, 24), None),
        ({"withdrawn": "suspended"}, date(2026, 6, 3), None),
        ({"recurring": True, "due": None}, date(2026, 6, 3), None),
        ({"assignment": None}, date(2026, 6, 3), None),
        ({"assignment": None, "due": None}, date(2026, 6, 3), None),
    ],
)
def test_the_next_day_that_changes_it(
    fields: dict[str, object], today: date, wakes: date | None
) -> None:
    one = task(**fields)
    found = next_change(one, planning_state(one, today, CALENDAR), today, CALENDAR)
    assert found == (wakes.toordinal() if wakes else NEVER)


def test_a_claim_ahead_of_the_clock_is_late_by_no_day_yet() -> None:
    ahead = task(claim=claim(DUE + timedelta(days=1)))
    assert planning_state(ahead, DUE - timedelta(days=3), CALENDAR) is State.OVERDUE
    assert days_late(ahead, State.OVERDUE, DUE - timedelta(days=3), CALENDAR) == 0


@given(
    due=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    begin=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 60),
)
def test_nothing_changes_before_the_day_it_is_said_to(due: date, begin: date, length: int) -> None:
    """Walk from any day: state and days late stay as they are until `next_change`."""
    one = task(due=due)
    state = planning_state(one, begin, CALENDAR)
    late = days_late(one, state, begin, CALENDAR)
    wake = next_change(one, state, begin, CALENDAR)
    assert wake > begin.toordinal()
    for ordinal in range(begin.toordinal(), min(wake, begin.toordinal() + length)):
        day = date.fromordinal(ordinal)
        assert planning_state(one, day, CALENDAR) is state
        assert days_late(one, state, day, CALENDAR) == late


def test_lateness_by_the_original_date_begins_the_day_after_it() -> None:
    assert overdue_0_from(task()) == (DUE + timedelta(days=1)).toordinal()
    assert overdue_0_from(task(assignment=None)) == NEVER
    given = task().assignment
    assert given is not None
    undated = msgspec.structs.replace(given, due_0=None)
    assert overdue_0_from(task(assignment=undated)) == NEVER
