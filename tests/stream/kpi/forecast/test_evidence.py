"""What is seen of a task on a day, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stream.kpi.forecast.evidence import Evidence, evidence, is_silent, newest
from stream.kpi.forecast.parameters import PARAMETERS
from stream.kpi.forecast.record import Point, Signals
from tests.stream.kpi.forecast.asked import CALENDAR

START = date(2026, 6, 1)  # a Monday
DUE = date(2026, 6, 19)  # the Friday three weeks on: a plan of 15 working days


def seen(today: date, *history: Point) -> Evidence:
    return evidence(history, START, DUE, today, Signals(), CALENDAR, PARAMETERS)[0]


@pytest.mark.parametrize(
    ("today", "left", "overdue", "ahead"),
    [
        (date(2026, 5, 29), 16.0, 0, 1),  # the Friday before
        (START, 15.0, 0, 0),
        (date(2026, 6, 13), 5.0, 0, 0),  # a Saturday
        (DUE, 1.0, 0, 0),
        (date(2026, 6, 20), 0.0, 0, 0),  # late, and no working day has passed
        (date(2026, 6, 23), 0.0, 1, 0),
    ],
)
def test_time_is_counted_with_today_and_the_due_day(
    today: date, left: float, overdue: int, ahead: int
) -> None:
    one = seen(today)
    assert (one.left, one.overdue, one.ahead) == (left, overdue, ahead)
    assert one.planned == 15.0


def test_a_due_day_off_has_half_a_day_left() -> None:
    sunday = date(2026, 6, 21)
    one, _ = evidence((), START, sunday, sunday, Signals(), CALENDAR, PARAMETERS)
    assert (one.left, one.planned) == (0.5, 15.5)


def test_work_is_the_last_word_and_pace_begins_with_nothing() -> None:
    one = seen(date(2026, 6, 12), Point(date(2026, 6, 5), 3_000))
    assert one.progress == 0.3
    assert one.pace == pytest.approx(0.3 / 5)  # Monday to Friday: five working days
    assert (one.paced, one.told, one.age) == (1, 1, 4)


def test_without_a_report_there_is_neither_pace_nor_age() -> None:
    one = seen(date(2026, 6, 12))
    assert (one.pace, one.paced, one.told, one.age, one.progress) == (0.0, 0, 0, 0, 0.0)


def test_what_was_said_on_a_day_off_before_the_start_is_where_the_pace_begins() -> None:
    """20 % on Saturday, 50 % on Monday, 20 % on Tuesday: up and down, in the middle nothing."""
    said = ((date(2026, 5, 30), 2_000), (START, 5_000), (date(2026, 6, 2), 2_000))
    assert seen(date(2026, 6, 12), *(Point(day, share) for day, share in said)).pace == 0.0


def test_a_fall_is_no_pace() -> None:
    falls = (Point(date(2026, 6, 5), 3_000), Point(date(2026, 6, 8), 2_000))
    assert seen(date(2026, 6, 12), *falls).pace >= 0.0


def test_work_before_the_start_moves_the_start() -> None:
    early = Point(date(2026, 5, 22), 1_000)  # a Friday, five working days before
    one = seen(date(2026, 6, 12), early)
    assert one.planned == 21.0
    assert one.paced == 1


def test_the_last_reports_of_days_up_to_today() -> None:
    days = [START + timedelta(days=n) for n in range(6)]
    history = [Point(day, 100) for day in reversed(days)] + [Point(days[2], 900)]
    told = newest(history, days[4], 3)
    assert [point.day for point in told] == days[2:5]
    assert told[0].progress == 900


@pytest.mark.parametrize(("days", "silent"), [(60, False), (61, True)])
def test_two_slots_without_a_report_are_silence(days: int, silent: bool) -> None:
    today = START + timedelta(days=days)
    assert is_silent([], START, today, Signals()) is silent
    heard = Signals(heard=START)
    assert is_silent([Point(START - timedelta(days=9), 0)], START, today, heard) is silent
    assert not is_silent([], START, today, Signals(heard=today - timedelta(days=1)))
    assert is_silent([Point(START, 0)], START - timedelta(days=99), today, Signals()) is silent


def test_a_shorter_slot_is_a_shorter_silence() -> None:
    assert is_silent([], START, START + timedelta(days=15), Signals(max_age_days=7))
