"""Reporting slots: cadence × calendar, a grammar of ours where the wire leaves it open (Q63, N)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.workdays import state_offices
from stream.core.slots import Slot, closed_before_window, has_slots, period_name, period_of, slots
from stream.core.task import Done, ExtraSlot, TaskState
from tests.stream.kpi.test_planning import task

CALENDAR = state_offices()
START = date(2026, 6, 1)
"""The Monday on which the task begins."""


def cadenced(cadence: str, **fields: object) -> TaskState:
    """A recurring task with a cadence; `first`, `grace` and `start` as given."""
    of_assignment = {k: fields.pop(k) for k in ("first", "grace", "start") if k in fields}
    one = task(recurring=fields.pop("recurring", True), **fields)
    assert one.assignment is not None
    given = msgspec.structs.replace(one.assignment, cadence=cadence, **of_assignment)
    return msgspec.structs.replace(one, assignment=given)


@pytest.mark.parametrize(
    ("cadence", "name"),
    [
        ("daily", "2025-12-01"),
        ("weekly", "2025-W49"),
        ("monthly", "2025-12"),
        ("quarterly", "2025-Q4"),
    ],
)
def test_periods_have_names(cadence: str, name: str) -> None:
    assert period_name(date(2025, 12, 1), cadence) == name


def test_a_week_has_one_name_over_the_turn_of_the_year() -> None:
    first, last = date(2025, 12, 29), date(2026, 1, 4)
    assert period_name(first, "weekly") == period_name(last, "weekly") == "2026-W01"


def test_a_week_is_due_on_its_sunday_which_moves_to_the_next_working_day() -> None:
    first, second = slots(cadenced("weekly"), date(2026, 6, 14), CALENDAR)
    assert first == Slot("2026-W23", START, date(2026, 6, 8), date(2026, 6, 8))
    assert second == Slot("2026-W24", date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 15))


def test_grace_is_in_working_days_and_does_not_move_the_due_day() -> None:
    """Offices rest from 29/8 to 2/9: August is due on Thursday 3/9, its grace ends on Monday."""
    monthly = cadenced("monthly", grace=2, first=date(2026, 8, 1))
    (slot,) = slots(monthly, date(2026, 8, 31), CALENDAR)
    assert (slot.due, slot.closes) == (date(2026, 9, 3), date(2026, 9, 7))


def test_the_first_slot_opens_on_first_and_none_lies_before_it() -> None:
    weekly = cadenced("weekly", first=date(2026, 6, 17))
    found = slots(weekly, date(2026, 6, 30), CALENDAR)
    assert [(one.period, one.opens) for one in found] == [
        ("2026-W25", date(2026, 6, 17)),
        ("2026-W26", date(2026, 6, 22)),
        ("2026-W27", date(2026, 6, 29)),
    ]


def test_a_daily_cadence_has_no_slot_on_a_day_off() -> None:
    found = slots(cadenced("daily"), date(2026, 6, 8), CALENDAR)
    days = [one.due for one in found]
    assert days == [date(2026, 6, day) for day in (1, 2, 3, 4, 5, 8)]
    assert all(one.opens == one.due == one.closes for one in found)


def test_quarters() -> None:
    (slot,) = slots(cadenced("quarterly", first=date(2026, 4, 1)), date(2026, 6, 29), CALENDAR)
    assert slot == Slot("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 30))


def test_the_window_is_90_days_by_the_due_day() -> None:
    weekly = cadenced("weekly", first=date(2026, 1, 5))
    due = slots(weekly, date(2026, 8, 31), CALENDAR)[0].due
    assert date(2026, 8, 31) - timedelta(days=89) <= due < date(2026, 6, 15)
    late = date.fromordinal(due.toordinal() + 89)
    assert slots(weekly, late, CALENDAR)[0].due == due
    assert slots(weekly, late + timedelta(days=1), CALENDAR)[0].due > due


def test_nothing_is_asked_after_a_task_was_done() -> None:
    done = cadenced("weekly", recurring=False, done=Done("c", date(2026, 6, 10)))
    assert [one.period for one in slots(done, date(2026, 6, 30), CALENDAR)] == ["2026-W23"]
    due = cadenced("weekly", recurring=False, done=Done("c", date(2026, 6, 15)))
    assert len(slots(due, date(2026, 6, 30), CALENDAR)) == 2, "on its due day it was still asked"


def test_extra_slots_stand_beside_and_take_the_place_of_a_derived_one() -> None:
    extra = (
        ExtraSlot("đợt 1", date(2026, 6, 3), date(2026, 6, 6), 1, ()),
        ExtraSlot("2026-W23", START, date(2026, 6, 5), 0, ()),
    )
    both = cadenced("weekly", extra_slots=extra)
    assert slots(both, date(2026, 6, 7), CALENDAR) == [
        Slot("2026-W23", START, date(2026, 6, 5), date(2026, 6, 5)),
        Slot("đợt 1", date(2026, 6, 3), date(2026, 6, 6), date(2026, 6, 8)),
    ]
    assert has_slots(both) and has_slots(task(extra_slots=extra)) and not has_slots(task())


def test_extra_slots_are_in_the_window_from_their_opening_for_90_days() -> None:
    """By due day, then by name, as all are."""
    due, soon = date(2026, 6, 3), date(2026, 6, 5)
    extra = (
        ExtraSlot("b", START, due, 0, ()),
        ExtraSlot("a", START, due, 0, ()),
        ExtraSlot("0", date(2026, 6, 4), soon, 0, ()),
    )

    def there(today: date) -> list[str]:
        return [one.period for one in slots(task(extra_slots=extra), today, CALENDAR)]

    assert there(date(2026, 6, 3)) == ["a", "b"]
    assert there(date(2026, 6, 4)) == there(due + timedelta(days=89)) == ["a", "b", "0"]
    assert there(due + timedelta(days=90)) == ["0"]
    assert slots(task(assignment=None), due, CALENDAR) == []


def test_an_extra_slot_without_grace_closes_on_its_day_off() -> None:
    """Due on Sunday 7/6, and closed with it: no earlier, and no later."""
    extra = (ExtraSlot("x", START, date(2026, 6, 7), 0, ()),)
    (slot,) = slots(task(extra_slots=extra), date(2026, 6, 7), CALENDAR)
    assert slot.closes == date(2026, 6, 7)


def test_a_day_belongs_to_the_slot_that_is_due_first() -> None:
    """On Monday the week before is due: that is what one reports of."""
    weekly = cadenced("weekly")
    assert period_of(weekly, date(2026, 6, 8), CALENDAR) == "2026-W23"
    assert period_of(weekly, date(2026, 6, 9), CALENDAR) == "2026-W24"
    assert period_of(weekly, START, CALENDAR) == "2026-W23", "its first day too"
    assert period_of(weekly, date(2026, 5, 31), CALENDAR) is None


@given(
    st.sampled_from(["daily", "weekly", "monthly", "quarterly"]),
    st.integers(0, 5),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
)
def test_slots_cover_every_working_day_and_name_their_own_period(
    cadence: str, grace: int, today: date
) -> None:
    one = cadenced(cadence, grace=grace, start=date(2024, 1, 1))
    found = slots(one, today, CALENDAR)
    older = closed_before_window(one, today, CALENDAR)
    closed = [slot for slot in found if slot.closes < today]
    assert (older is None) is bool(closed), "there is always a newest closed one"
    assert older is None or (cadence == "quarterly" and older.due < today - timedelta(days=89))
    assert len({slot.period for slot in found}) == len(found)
    for slot in found:
        assert slot.opens <= slot.due <= slot.closes and CALENDAR.is_working(slot.due)
        assert CALENDAR.between(slot.due, slot.closes) == grace
        assert period_name(slot.opens, cadence) == slot.period
    if CALENDAR.is_working(today):
        assert any(slot.opens <= today <= slot.due for slot in found)
