"""Q52: T(t) between, before and after its points, in lines and in steps."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from stream.kpi.strategic.path import Point, at, path, total

JUNE, DECEMBER = date(2025, 6, 30), date(2025, 12, 31)
START = Point(JUNE, Fraction(26))


def end(value: int = 90, on: date = DECEMBER, *, step: bool = False) -> Point:
    return Point(on, Fraction(value), step)


def test_linear_in_calendar_days() -> None:
    line = path(START, [end()])
    assert at(line, JUNE + timedelta(days=92)) == 26 + Fraction(64 * 92, 184) == 58


def test_before_and_after_it_holds() -> None:
    line = path(START, [end()])
    assert at(line, date(2024, 1, 1)) == 26
    assert at(line, DECEMBER) == at(line, date(2030, 1, 1)) == 90


def test_a_step_holds_until_the_next_day() -> None:
    stairs = path(START, [end(step=True)])
    assert at(stairs, DECEMBER - timedelta(days=1)) == 26
    assert at(stairs, DECEMBER) == 90


def test_points_up_to_the_baseline_are_behind() -> None:
    line = path(START, [Point(date(2025, 1, 1), Fraction(5)), end()])
    assert line == (START, end())
    assert path(START, [end(5, JUNE), end()]) == (START, end()), "its own day too"


def test_a_target_missed_before_anything_was_known_is_asked_for_ever_since() -> None:
    late = path(Point(date(2026, 3, 1), Fraction(10)), [end()])
    assert at(late, date(2026, 3, 1)) == at(late, date(2027, 1, 1)) == 90


def test_several_paths_add_up() -> None:
    assert total([path(START, [end()]), path(START, [end(10)])], DECEMBER) == 100


@given(
    low=st.integers(-100, 100),
    rise=st.integers(0, 100),
    days=st.integers(1, 400),
    first=st.integers(-50, 450),
    more=st.integers(0, 100),
)
def test_a_rising_path_never_falls_and_stays_between(
    low: int, rise: int, days: int, first: int, more: int
) -> None:
    goal = Point(JUNE + timedelta(days=days), Fraction(low + rise))
    line = path(Point(JUNE, Fraction(low)), [goal])
    early, late = (at(line, JUNE + timedelta(days=d)) for d in (first, first + more))
    assert low <= early <= late <= low + rise
