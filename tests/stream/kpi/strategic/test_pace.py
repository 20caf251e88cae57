"""Q58: months as fractions of their own length; the golden 10.7 points a month of 5G."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from stream.kpi.strategic.pace import months, required_pace
from web.formats import number

JUNE, DECEMBER = date(2025, 6, 30), date(2025, 12, 31)


def pace(value: int, goal: int, today: date, *, reached: bool = False) -> Fraction | None:
    return required_pace(Fraction(value), Fraction(goal), today, DECEMBER, reached=reached)


def test_end_of_june_to_end_of_december_are_six() -> None:
    assert months(JUNE, DECEMBER) == 6
    assert months(date(2024, 2, 29), date(2024, 3, 31)) == 1
    assert months(date(2025, 6, 15), JUNE) == Fraction(1, 2)
    assert months(DECEMBER, date(2026, 1, 31)) == 1


def test_5g_needs_10_7_points_a_month() -> None:
    assert pace(26, 90, JUNE) == Fraction(32, 3)
    assert number(pace(26, 90, JUNE), "vi", 1) == "10,7"


def test_downwards_is_negative() -> None:
    assert pace(60, 0, JUNE) == -10


def test_reached_is_zero_also_after_the_day() -> None:
    assert pace(95, 90, JUNE, reached=True) == 0
    assert pace(95, 90, date(2026, 1, 1), reached=True) == 0


def test_on_and_past_the_day_there_is_none() -> None:
    assert pace(80, 90, DECEMBER) is pace(80, 90, date(2026, 5, 1)) is None
