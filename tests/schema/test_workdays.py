"""W(a, b) of clarifications Q1–Q3, against a table written by hand and a count day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.workdays import WorkCalendar, state_offices
from tests.schema.anything import DAYS, calm

W = state_offices().between
OFF = {
    # 2025: New Year, Tết, the Hùng kings, 30/4–2/5 (2/5 in exchange), National Day
    *((2025, 1, day) for day in (1, 27, 28, 29, 30, 31)),
    *((2025, 4, day) for day in (7, 30)),
    *((2025, 5, day) for day in (1, 2)),
    *((2025, 9, day) for day in (1, 2)),
    # 2026: New Year with 2/1 in exchange, Tết, the Hùng kings (a Sunday), 30/4–1/5, National Day
    *((2026, 1, day) for day in (1, 2)),
    *((2026, 2, day) for day in (16, 17, 18, 19, 20)),
    *((2026, 4, day) for day in (27, 30)),
    (2026, 5, 1),
    (2026, 8, 31),
    *((2026, 9, day) for day in (1, 2)),
}
WORKED = {(2025, 4, 26), (2026, 1, 10), (2026, 8, 22)}
GOLDEN = st.dates(date(2025, 1, 1), date(2026, 12, 31))


def works(day: date) -> bool:
    plain = (day.year, day.month, day.day)
    return (day.weekday() < 5 and plain not in OFF) or plain in WORKED


def test_every_day_of_2025_and_2026() -> None:
    first = date(2025, 1, 1)
    days = [first + timedelta(days=n) for n in range(730)]
    assert [day for day in days if state_offices().is_working(day) != works(day)] == []


def test_due_friday_done_monday_is_one_day_late() -> None:
    assert W(date(2026, 6, 5), date(2026, 6, 8)) == 1


def test_due_friday_done_saturday_is_late_by_no_working_day() -> None:
    assert W(date(2026, 6, 5), date(2026, 6, 6)) == 0


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        (date(2025, 4, 25), date(2025, 4, 26), 1),  # the Saturday worked for 2/5
        (date(2025, 4, 29), date(2025, 5, 5), 1),  # 30/4–4/5 are off
        (date(2025, 12, 31), date(2026, 1, 5), 1),  # 1/1 and 2/1 are off
        (date(2026, 1, 9), date(2026, 1, 10), 1),  # the Saturday worked for 2/1
        (date(2026, 2, 13), date(2026, 2, 23), 1),  # Tết
        (date(2026, 8, 21), date(2026, 8, 22), 1),  # the Saturday worked for 31/8
        (date(2026, 8, 28), date(2026, 9, 3), 1),  # National Day
        (date(2026, 10, 8), date(2026, 10, 13), 3),
    ],
)
def test_spans_over_holidays(a: date, b: date, days: int) -> None:
    assert W(a, b) == days
    assert W(b, a) == -days


@calm
@given(GOLDEN, GOLDEN)
def test_the_same_as_counting_day_by_day(a: date, b: date) -> None:
    low, high = min(a, b), max(a, b)
    span = (low + timedelta(days=n + 1) for n in range((high - low).days))
    assert abs(W(a, b)) == sum(map(works, span))


@calm
@given(DAYS, DAYS, DAYS)
def test_it_adds_up_and_turns_its_sign(a: date, b: date, c: date) -> None:
    assert W(a, a) == 0
    assert W(b, a) == -W(a, b)
    assert W(a, b) + W(b, c) == W(a, c)


@calm
@given(DAYS, st.integers(0, 60))
def test_the_first_day_within_is_the_first(due: date, near: int) -> None:
    calendar = state_offices()
    first = calendar.first_day_within(near, due)
    assert calendar.between(first, due) <= near
    if first > date(1990, 1, 1):
        assert calendar.between(first - timedelta(days=1), due) > near


@pytest.mark.parametrize(
    ("day", "working_days", "found"),
    [
        (date(2026, 6, 5), 1, date(2026, 6, 8)),  # Friday to Monday
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # Saturday, too
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # the Saturday worked for 31/8
        (date(2026, 8, 28), 2, date(2026, 9, 4)),  # over National Day
    ],
)
def test_the_day_so_many_working_days_after(day: date, working_days: int, found: date) -> None:
    assert state_offices().after(day, working_days) == found
    assert W(day, found) == working_days
    assert W(day, found - timedelta(days=1)) == working_days - 1


def test_outside_the_table_only_four_days_are_off() -> None:
    calendar = state_offices()
    off = [date(2035, 1, 1), date(2035, 4, 30), date(2035, 5, 1)]
    assert not any(map(calendar.is_working, off))
    assert calendar.is_working(date(2035, 2, 8))  # Tết of that year is not in the table


@pytest.mark.parametrize("far", [date.min, date(1989, 12, 31), date(2100, 1, 1), date.max])
def test_days_beyond_the_table_count_as_its_edge(far: date) -> None:
    edge = date(1989, 12, 31) if far < date(1990, 1, 1) else date(2099, 12, 31)
    assert W(far, date(2026, 6, 1)) == W(edge, date(2026, 6, 1))


def test_the_table_begins_and_ends_with_its_years() -> None:
    """1/1/1990 is a Monday and off, 31/12/2099 a Thursday and worked; nothing counts outside."""
    assert W(date.min, date(1990, 1, 1)) == W(date(1989, 12, 29), date(1990, 1, 1)) == 0
    assert W(date.min, date(1990, 1, 2)) == W(date(1990, 1, 1), date(1990, 1, 2)) == 1
    assert W(date(2099, 12, 30), date(2099, 12, 31)) == 1
    assert W(date(2099, 12, 31), date.max) == 0


def test_a_week_without_exceptions_has_five_days() -> None:
    calendar = WorkCalendar(version=1, off=[], worked=[])
    week = [calendar.is_working(date(2026, 6, day)) for day in range(8, 15)]
    assert week == [True] * 5 + [False] * 2
    assert calendar.is_working(date(2099, 12, 31)) and not calendar.is_working(date(2100, 1, 1))


def test_the_shipped_table_read_again_is_the_same() -> None:
    assert state_offices.__wrapped__().table == state_offices().table


def test_a_table_of_its_own() -> None:
    calendar = WorkCalendar(version=7, off=[date(2026, 6, 1)], worked=[date(2026, 6, 6)])
    assert calendar.version == 7
    assert calendar.between(date(2026, 5, 31), date(2026, 6, 7)) == 5


def test_the_shipped_table_is_read_once() -> None:
    assert state_offices() is state_offices()
    assert state_offices().version == 1
