"""The record of a scope: which integers it takes from where."""

from __future__ import annotations

from fractions import Fraction

from schema.kpi import Operational
from stream.kpi.operational.tier import tier
from tests.schema.earned.leaves import AXIS, ONE, WEIGHT, curve, june, plan
from tests.stream.kpi.places import counts


def test_a_scope_half_done() -> None:
    """Mon 1/6 to Thu 11/6 (8 days): on Fri 5/6 half is planned, a quarter is done."""
    earned = counts(weight_progress=ONE // 4, progress_plain=2_500)
    assert tier(curve(plan(1, 11)), earned, june(5), AXIS) == Operational(
        pv=ONE // 2, ev=ONE // 4, whole=ONE, es_num=2, at=4, pd=8, start=june(1), finish=june(11)
    )


def test_an_earned_schedule_between_two_days() -> None:
    """Mon 1/6 to Thu 11/6: an eighth a day, a third of the way is 2 2/3 days."""
    found = tier(curve(plan(1, 11)), counts(weight_progress=ONE // 3), june(5), AXIS)
    assert found is not None
    assert Fraction(found.es_num, found.es_den) == Fraction(8 * (ONE // 3), ONE)


def test_equal_weights_take_the_plain_sums() -> None:
    """Q44."""
    of = curve(plan(1, 11, weight=0), plan(1, 11, weight=0))
    found = tier(of, counts(progress_plain=5_000), june(5), AXIS)
    assert found == Operational(
        alike=True, pv=10_000, ev=5_000, whole=20_000, es_num=2, at=4, pd=8,
        start=june(1), finish=june(11),
    )  # fmt: skip


def test_a_silent_task_stays_in_the_plan() -> None:
    """Q43: of two tasks one never reported; the other is on plan."""
    of = curve(plan(1, 11), plan(1, 11))
    earned = counts(weight=2 * WEIGHT, weight_reported=WEIGHT, weight_progress=ONE // 2)
    found = tier(of, earned, june(5), AXIS)
    assert found is not None
    assert (found.pv, found.ev) == (ONE, ONE // 2)


def test_without_leaves_there_is_no_tier() -> None:
    assert tier(None, counts(), june(5), AXIS) is None
