"""Sums of plans are exact, whatever comes and goes."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schema.earned.curve import ALIKE, BY_WEIGHT, Curve
from schema.earned.plan import Plan
from tests.schema.anything import calm
from tests.schema.earned.leaves import (
    ONE,
    WEIGHT,
    curve,
    june,
    leaf,
    plan,
    plans,
    rounded,
    told,
)

some = st.lists(plans(), min_size=1, max_size=6)


def test_two_tasks_add_up() -> None:
    """Mon 1/6 to Wed 3/6, and a step on Fri 5/6 of twice the weight."""
    of = curve(plan(1, 3), plan(5, 5, weight=2 * WEIGHT))
    assert [of.at(june(day).toordinal()) for day in range(1, 7)] == [
        0, ONE // 2, ONE, ONE, 3 * ONE, 3 * ONE,
    ]  # fmt: skip
    assert of.at(june(1).toordinal() - 1) == 0


def test_without_leaves_nothing_is_planned() -> None:
    assert (Curve().at(june(1).toordinal()), Curve().all_done) == (0, None)


def test_null_weights_among_real_ones_count_nothing() -> None:
    """Q44."""
    of = curve(plan(1, 3), plan(1, 3, weight=0))
    assert (of.row, of.at(june(3).toordinal())) == (BY_WEIGHT, ONE)


def test_weights_that_are_all_nothing_are_equal() -> None:
    """Q44: each task counts alike, in 1/10,000."""
    of = curve(plan(1, 3, weight=0), plan(3, 3, weight=0))
    assert of.row == ALIKE
    assert [of.at(june(day).toordinal()) for day in (2, 3)] == [5_000, 20_000]


def test_all_done_is_the_latest_day() -> None:
    """Q48."""
    of = Curve([leaf(plan(1, 3), june(9)), leaf(plan(1, 5), june(4))])
    assert done(of) == june(9)
    of.add(leaf(plan(1, 5)))
    assert done(of) is None
    of.take(leaf(plan(1, 5)))
    assert done(of) == june(9)


def done(of: Curve) -> date | None:
    """The day everything was done."""
    return date.fromordinal(of.all_done) if of.all_done else None


def test_the_ends_follow_the_leaves() -> None:
    of = curve(plan(8, 10))
    of.add(leaf(plan(1, 3)))
    of.add(leaf(plan(9, 19)))
    assert (of.first, of.last) == (june(1).toordinal(), june(19).toordinal())
    of.take(leaf(plan(1, 3)))
    of.take(leaf(plan(9, 19)))
    assert (of.first, of.last) == (june(8).toordinal(), june(10).toordinal())
    assert of.values.tolist() == curve(plan(8, 10)).values.tolist()


def test_room_made_beforehand_is_kept() -> None:
    of = Curve([leaf(plan(8, 10))], span=(june(1).toordinal(), june(19).toordinal()))
    assert (of.first, of.last) == (june(1).toordinal(), june(19).toordinal())


def test_sums_that_a_float_would_round_stay_exact() -> None:
    """Beyond 2**53: alone, made wider by another plan, left alone again."""
    heavy, light = plan(1, 4, weight=10**13 + 1), plan(8, 10, weight=0)
    of, day = Curve(), june(2).toordinal()
    for _ in range(2):
        of.add(leaf(heavy))
        assert of.at(day) == 3_333 * (10**13 + 1)
        of.add(leaf(light))
        assert (of.at(day), of.at(june(9).toordinal())) == (
            3_333 * (10**13 + 1), 10_000 * (10**13 + 1),
        )  # fmt: skip
        of.take(leaf(light))
        assert of.at(day) == 3_333 * (10**13 + 1)
        of.take(leaf(heavy))


@calm
@given(some)
def test_each_day_is_the_sum_of_the_plans(given_plans: list[Plan]) -> None:
    of = curve(*given_plans)
    for n in range(-1, 64):
        day = june(1) + timedelta(days=n - 47)
        shares = [rounded(told(each, day)) for each in given_plans]
        weighted = sum(each.weight * s for each, s in zip(given_plans, shares, strict=True))
        whole = sum(each.weight for each in given_plans)
        assert of.at(day.toordinal()) == (weighted if whole else sum(shares))


@calm
@given(some, st.data())
def test_kept_equals_from_scratch(given_plans: list[Plan], data: st.DataObject) -> None:
    of = Curve()
    for each in given_plans:
        of.add(leaf(each))
    gone = data.draw(st.sets(st.integers(0, len(given_plans) - 1)))
    for n in gone:
        of.take(leaf(given_plans[n]))
    same(of, curve(*(each for n, each in enumerate(given_plans) if n not in gone)))


def same(one: Curve, other: Curve) -> None:
    """Two curves in all their integers."""
    assert one.leaves == other.leaves
    assert one.rows.tolist() == other.rows.tolist()
    if one.leaves:
        assert (one.first, one.last, one.all_done) == (other.first, other.last, other.all_done)
