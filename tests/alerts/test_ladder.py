"""When steps go out (Q92)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.ladder import reached, step_at, step_day
from alerts.rules import Office, Step
from schema.alert import Severity
from schema.clock import TZ
from schema.workdays import state_offices
from tests.alerts.builders import DUE_SOON, OVERDUE

CALENDAR = state_offices()
FRIDAY = date(2026, 11, 27)


def step(day: int) -> Step:
    return Step(day=day, to=Office.LEAD, severity=Severity.REMINDER)


@pytest.mark.parametrize(
    ("day", "due", "expected"),
    [
        (-7, FRIDAY, date(2026, 11, 20)),  # calendar days before
        (-3, FRIDAY, date(2026, 11, 24)),
        (-3, date(2026, 12, 1), date(2026, 11, 30)),  # T-3 is a Saturday: the Monday after
        (0, FRIDAY, FRIDAY),
        (0, date(2026, 11, 29), date(2026, 11, 30)),
        (1, FRIDAY, date(2026, 11, 30)),  # working days after: the weekend does not count
        (7, FRIDAY, date(2026, 12, 8)),
        (30, FRIDAY, date(2027, 1, 11)),  # 1 January is off
    ],
)
def test_the_day_of_a_step(day: int, due: date, expected: date) -> None:
    assert step_day(step(day), due, CALENDAR) == expected


def test_the_hour_of_a_step_is_local() -> None:
    at = step_at(step(-3), FRIDAY, CALENDAR, 8)
    assert at == datetime(2026, 11, 24, 1, tzinfo=UTC)


def test_steps_reached_grow_with_time() -> None:
    at = datetime(2026, 12, 8, 8, 0, tzinfo=TZ)
    assert reached(OVERDUE, FRIDAY, at - timedelta(seconds=1), CALENDAR, 8) == 1
    assert reached(OVERDUE, FRIDAY, at, CALENDAR, 8) == 2


def test_the_whole_ladder_is_reached_in_the_end() -> None:
    at = datetime(2027, 12, 8, tzinfo=UTC)
    assert reached(OVERDUE, FRIDAY, at, CALENDAR, 8) == len(OVERDUE.steps)
    assert reached(DUE_SOON, FRIDAY, at, CALENDAR, 8) == len(DUE_SOON.steps)


@pytest.mark.parametrize("due", [date.min, date.max])
def test_absurd_due_dates_end_too(due: date) -> None:
    assert CALENDAR.is_working(step_day(step(30), due, CALENDAR))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-30, 30))
def test_a_step_goes_out_on_a_working_day_not_before_its_own(due: date, day: int) -> None:
    goes_out = step_day(step(day), due, CALENDAR)
    assert CALENDAR.is_working(goes_out)
    if day > 0:
        assert CALENDAR.between(due, goes_out) == day
    else:
        assert 0 <= (goes_out - due).days - day <= 14
