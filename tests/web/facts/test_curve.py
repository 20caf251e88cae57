"""Rows become a curve: the plan on its grid, closes that hold until the next one."""

from __future__ import annotations

from datetime import date, timedelta

from web.compose.facts import EarnedDay, PlannedDay
from web.facts.curve import MOST, Held, curve

FIRST, LAST, TODAY = date(2026, 6, 1), date(2026, 6, 6), date(2026, 6, 4)
PLAN = (FIRST, LAST, 2, False, [0, 40, 80, 100])
CLOSES = [(date(2026, 5, 20), 5, 1), (date(2026, 6, 2), 30, 3), (date(2026, 6, 4), 50, 4)]

ENDS = [(chance, LAST, 700, 7, 1, 0) for chance in (10, 50, 90)]


def test_the_plan_ends_on_its_last_day() -> None:
    found = curve([PLAN], CLOSES, [], TODAY)
    assert found is not None
    assert found.planned == (
        PlannedDay(FIRST, 0, 5),
        PlannedDay(date(2026, 6, 3), 40, 30),
        PlannedDay(date(2026, 6, 5), 80, None),
        PlannedDay(LAST, 100, None),
    )


def test_a_close_holds_until_the_next_and_no_longer_than_yesterday() -> None:
    found = curve([PLAN], CLOSES, [], TODAY)
    assert found is not None
    assert found.earned == tuple(
        EarnedDay(date(2026, 6, day), value) for day, value in ((1, 5), (2, 30), (3, 30))
    )


def test_where_each_task_counts_alike_so_does_what_was_earned() -> None:
    found = curve([(FIRST, LAST, 5, True, [0, 9])], CLOSES, ENDS, TODAY)
    assert found is not None
    assert [each.earned for each in found.earned] == [1, 3, 3]
    assert found.fan is not None and found.fan.days[-1].middle == 7


def test_the_fan_goes_to_the_last_day_of_the_plan() -> None:
    found = curve([PLAN], CLOSES, ENDS, TODAY)
    assert found is not None and found.fan is not None
    assert (found.fan.days[0].day, found.fan.days[-1].day) == (TODAY, LAST)
    assert found.fan.days[-1].middle == 700


def test_nothing_planned() -> None:
    assert curve([], CLOSES, [], TODAY) is None


def test_before_the_first_close_nothing_is_known() -> None:
    found = curve([PLAN], [], [], TODAY)
    assert found is not None
    assert (found.planned[0].earned, found.earned) == (None, ())


def test_a_plan_that_has_not_begun_has_nothing_earned() -> None:
    assert Held([(FIRST, 5)]).days(TODAY + timedelta(days=9), TODAY) == []
    assert Held([(FIRST, 5)]).days(TODAY, TODAY) == []


def test_a_long_history_is_thinned() -> None:
    today = FIRST + timedelta(days=1000)
    days = Held([(FIRST, 5)]).days(FIRST, today)
    assert len(days) <= MOST
    assert (days[0], days[-1]) == (FIRST, today - timedelta(days=1))
    assert days == sorted(set(days))
