"""Earned schedule by hand (Q47, Q48, Q50), and what must hold for every curve."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schema.earned.curve import Curve
from schema.earned.schedule import actual_days, earned, planned_days
from tests.schema.anything import calm
from tests.schema.earned.leaves import AXIS, ONE, curve, june, leaf, plan, plans

some = st.lists(plans(), min_size=1, max_size=5).map(lambda given: curve(*given))


def es(of: Curve, value: int) -> Fraction:
    return Fraction(*earned(of, value, AXIS))


def at(of: Curve, day: date) -> int:
    return actual_days(of, day.toordinal(), AXIS)


TWO_WAVES = curve(plan(1, 3), plan(10, 12))
"""Half of it by Wed 3/6, nothing until Wed 10/6, all by Fri 12/6."""


@pytest.mark.parametrize(
    ("value", "days"),
    [
        (0, Fraction(0)),
        (ONE // 4, Fraction(1, 2)),
        (ONE - 1, Fraction(2) - Fraction(2, ONE)),
        (ONE, Fraction(7)),  # the plateau's last day is Wed 10/6
        (ONE + 1, Fraction(7) + Fraction(2, ONE)),
        (3 * ONE // 2, Fraction(8)),
        (2 * ONE, Fraction(9)),
        (5 * ONE, Fraction(9)),
    ],
)
def test_on_a_plateau_it_is_the_last_day(value: int, days: Fraction) -> None:
    """Q47."""
    assert es(TWO_WAVES, value) == days


def test_before_the_curve_rises_it_is_the_last_flat_day() -> None:
    """Q47: nothing earned is not nothing of the schedule earned."""
    of = curve(plan(1, 30, weight=0), plan(10, 12))
    assert es(of, 0) == 7


def test_below_the_first_day_it_is_nothing() -> None:
    """Q47: a step on the first day that is not done yet."""
    of = curve(plan(1, 1), plan(1, 5))
    assert [es(of, value) for value in (0, ONE - 1, ONE)] == [0, 0, 0]
    assert es(of, ONE + ONE // 8) == Fraction(1, 2)


def test_a_weekend_is_a_plateau_of_no_length() -> None:
    """Fri 5/6 to Tue 9/6: Monday is one working day after Friday."""
    of = curve(plan(5, 9))
    assert [es(of, ONE * n // 4) for n in range(5)] == [0, Fraction(1, 2), 1, Fraction(3, 2), 2]


def test_what_falls_due_on_a_day_off_is_passed_on_that_day() -> None:
    """Q50: a step on Sun 7/6 between Fri 5/6 and Tue 9/6."""
    of = curve(plan(5, 9), plan(7, 7))
    assert [es(of, value) for value in (ONE // 2, ONE, 3 * ONE // 2)] == [0, 0, 1]


def test_it_is_a_fraction_in_lowest_terms() -> None:
    """Below the first day, in between, at the end."""
    of = curve(plan(1, 1), plan(1, 5))
    assert [earned(of, value, AXIS) for value in (0, ONE + ONE // 8, 2 * ONE)] == [
        (0, 1), (1, 2), (4, 1),
    ]  # fmt: skip


def test_a_plan_without_duration() -> None:
    """Q50: ES 0 before and after."""
    of = curve(plan(3, 3))
    assert planned_days(of, AXIS) == 0
    assert es(of, 0) == es(of, ONE) == 0


def test_the_duration_so_far() -> None:
    """Q48: from the first start; Q50: never below 0."""
    assert [at(TWO_WAVES, june(day)) for day in (1, 6, 10, 30)] == [0, 4, 7, 21]
    assert at(TWO_WAVES, date(2026, 5, 1)) == 0
    assert planned_days(TWO_WAVES, AXIS) == 9


def test_the_duration_ends_with_the_last_completion() -> None:
    """Q48: all is done by Tue 9/6, six working days after Mon 1/6."""
    of = Curve([leaf(plan(1, 3), june(2)), leaf(plan(10, 12), june(9))])
    assert at(of, june(30)) == 6


@calm
@given(some, st.floats(0, 1), st.floats(0, 1))
def test_who_has_earned_more_is_further(of: Curve, one: float, other: float) -> None:
    whole = of.at(of.last)
    less, more = sorted((int(one * whole), int(other * whole)))
    assert 0 <= es(of, less) <= es(of, more) <= planned_days(of, AXIS) == es(of, whole)


@calm
@given(some, st.integers(0, 60))
def test_exactly_on_plan_is_exactly_on_time(of: Curve, n: int) -> None:
    """SPI(t) = 1, wherever the plan goes on rising the next working day."""
    today = of.first + n
    assume(today <= of.last)
    tomorrow = next(day for day in range(today + 1, today + 20) if AXIS.between(today, day))
    assume(of.at(tomorrow) > of.at(today))
    assert es(of, of.at(today)) == actual_days(of, today, AXIS)


@calm
@given(some, st.floats(0, 1))
def test_the_plan_of_that_day_is_what_was_earned(of: Curve, share: float) -> None:
    value = int(share * of.at(of.last))
    found = es(of, value)
    assume(of.at(of.first) <= value)
    days = range(of.first, of.last + 1)
    whole = max(d for d in days if AXIS.between(of.first, d) <= found and of.at(d) <= value)
    rest = found - AXIS.between(of.first, whole)
    if rest:
        step = of.at(whole + 1) - of.at(whole)
        assert of.at(whole) + rest * step == value
    else:
        assert whole == of.last or of.at(whole) <= value < of.at(whole + 1)
