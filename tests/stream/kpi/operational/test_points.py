"""A curve for a chart: evenly thinned, never longer than 120 points, always to its end."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from schema.earned.plan import Plan
from stream.kpi.operational.points import MOST, Points, points
from tests.schema.anything import calm
from tests.schema.earned.leaves import ONE, curve, june, plan


def test_a_short_curve_keeps_every_day() -> None:
    assert points(curve(plan(1, 3))) == Points(
        first=june(1), last=june(3), step=1, alike=False, values=(0, ONE // 2, ONE)
    )


def test_a_step_is_one_point() -> None:
    assert points(curve(plan(3, 3, weight=0))) == Points(
        first=june(3), last=june(3), step=1, alike=True, values=(10_000,)
    )


def test_120_days_are_shown_each_and_of_121_every_other() -> None:
    """The end is there either way: day 120 is the 61st of them."""
    each = points(curve(Plan(june(1), june(1) + timedelta(days=119), 1000)))
    other = points(curve(Plan(june(1), june(1) + timedelta(days=120), 1000)))
    assert (each.step, len(each.values)) == (1, 120)
    assert (other.step, len(other.values)) == (2, 61)


@calm
@given(st.integers(0, 2_000))
def test_its_points_lie_on_the_curve(length: int) -> None:
    of = curve(Plan(june(1), june(1) + timedelta(days=length), 1000))
    found = points(of)
    assert len(found.values) <= MOST
    days = [of.first + n * found.step for n in range(len(found.values) - 1)] + [of.last]
    assert days == sorted(set(days))
    assert list(found.values) == [of.at(day) for day in days]
