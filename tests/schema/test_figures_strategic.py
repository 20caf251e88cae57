"""Domain 16 and clarifications N: the strategic tier and the composite index in the twin."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schema.figures_strategic import composite, indicator, strategic
from schema.strategic import IndicatorNow, Strategic
from tests.schema.anything import calm, values

F = Fraction
C01 = IndicatorNow(
    code="C01", name_vi="?", name_en="?", measure="%", kind="ratio", direction="up",
    value=(42, 1), target=(90, 1), asked=(58, 1), attainment=(1, 2), pace=(32, 3), band="red",
)  # fmt: skip


def test_one_indicator() -> None:
    twin = indicator(C01)
    assert (twin["value"], twin["attainment"], twin["required_pace"]) == (42, 0.5, 32 / 3)
    assert (twin["p_hit"], twin["p_hit_state"]) == (None, "no_data")
    silent = indicator(replace(C01, p_hit_state=""))
    assert (silent["p_hit"], silent["p_hit_state"]) == (None, "no_data")


def test_the_chance_to_hit_is_a_fraction_or_says_why_not() -> None:
    known = indicator(replace(C01, p_hit=3_387, p_hit_state=""))
    assert known["p_hit"] == 0.3387 and "p_hit_state" not in known
    few = indicator(replace(C01, p_hit_state="too_few"))
    assert (few["p_hit"], few["p_hit_state"]) == (None, "too_few")


FULL = IndicatorNow(
    code="C02", name_vi="?", name_en="?", measure="người", kind="stock", direction="down",
    value=(30, 1), occurred=date(2026, 5, 31), baseline=(50, 1), baseline_on=date(2026, 1, 1),
    target=(10, 1), target_on=date(2026, 12, 31), asked=(35, 1), attainment=(4, 3), pace=(-20, 7),
    band="green", sign="on_track", coverage=(3, 4), provisional=True, rolled=True, met=True,
    update="0198",
)  # fmt: skip
FLAGS = ("provisional", "stale", "flagged", "rolled", "met", "missed")


def test_an_indicator_says_all_that_is_known_of_it() -> None:
    twin = indicator(FULL)
    told = {name: twin[name] for name in ("code", "measure", "kind", "direction", "band", "sign")}
    assert told == {
        "code": "C02", "measure": "người", "kind": "stock", "direction": "down",
        "band": "green", "sign": "on_track",
    }  # fmt: skip
    days = (twin["as_of"], twin["baseline_on"], twin["target_on"])
    assert days == ("2026-05-31", "2026-01-01", "2026-12-31")
    assert (twin["coverage"], twin["update"]) == (0.75, "0198")
    assert [twin[name] for name in FLAGS] == [True, False, False, True, True, False]
    assert (twin["baseline"], twin["target"], twin["asked"]) == (50, 10, 35)
    assert (twin["attainment"], twin["required_pace"]) == (4 / 3, -20 / 7)
    assert [name for name in twin if name.endswith("_state")] == ["p_hit_state"]


def test_the_way_is_the_share_of_the_distance_from_baseline_to_target() -> None:
    """From 50 down to 10: at 30 half of it is gone, 15 of 40 were asked."""
    twin = indicator(FULL)
    assert (twin["way"], twin["way_asked"]) == (0.5, 0.375)


@pytest.mark.parametrize(
    "without", [{"baseline": None}, {"target": None}, {"value": None}, {"target": (50, 1)}]
)
def test_without_a_distance_there_is_no_way(without: dict[str, Any]) -> None:
    twin = indicator(replace(FULL, **without))
    assert (twin["way"], twin["way_state"]) == (None, "no_data")


PUT = ("value", "baseline", "target", "asked", "attainment", "way", "way_asked", "required_pace")


@pytest.mark.parametrize(("state", "said"), [("", "no_data"), ("not_yet_due", "not_yet_due")])
def test_what_is_not_known_of_an_indicator_says_why(state: str, said: str) -> None:
    bare = IndicatorNow(
        code="C03", name_vi="?", name_en="?", measure="", kind="stock", direction="up", state=state
    )
    twin = indicator(bare)
    assert [twin[name] for name in PUT] == [None] * 8
    judged = {"asked", "attainment", "way", "way_asked"}
    states = {name: twin[f"{name}_state"] for name in PUT}
    assert states == {name: said if name in judged else "no_data" for name in PUT}
    assert (twin["as_of"], twin["baseline_on"], twin["target_on"]) == (None, None, None)


def test_the_tier_of_a_scope() -> None:
    tier = Strategic(
        day=date(2026, 6, 1), index=(3, 4), coverage=(1, 2), indicators=5, judged=3, furthest=(C01,)
    )
    twin = strategic(tier)
    assert (twin["index"], twin["coverage"], twin["day"]) == (0.75, 0.5, "2026-06-01")
    assert (twin["asked"], twin["judged"]) == (5, 3)
    assert twin["indicators"] == [indicator(C01)] and "index_state" not in twin


def test_no_indicator_asked_is_all_null_with_its_state() -> None:
    twin = strategic(None)
    assert (twin["index"], twin["index_state"]) == (None, "no_data")
    assert (twin["coverage"], twin["coverage_state"]) == (None, "no_data")
    assert (twin["asked"], twin["judged"], twin["indicators"]) == (0, 0, [])


def test_nothing_judged_yet_has_coverage_zero_and_no_index() -> None:
    twin = strategic(Strategic(day=date(2026, 1, 1), indicators=3))
    assert (twin["index"], twin["index_state"], twin["coverage"]) == (None, "no_data", 0)


@calm
@given(values(Strategic))
def test_null_iff_it_says_why(tier: Strategic) -> None:
    for twin in [strategic(tier), *strategic(tier)["indicators"]]:
        for name in [key.removesuffix("_state") for key in twin if key.endswith("_state")]:
            assert twin[name] is None


@pytest.mark.parametrize(
    ("tiers", "index", "coverage"),
    [
        (((1, 2), F(1), F(1)), 0.8, 1.0),
        (((6, 5), F(3, 2), F(1)), 1.0, 1.0),
        ((None, F(1, 2), F(1)), 0.75, 0.6),
        (((1, 2), None, F(1)), 0.5 / 0.7, 0.7),
        ((None, None, F(9, 10)), 0.9, 0.3),
        ((None, None, None), None, 0.0),
    ],
)
def test_the_composite_index_by_hand(
    tiers: tuple[tuple[int, int] | None, Fraction | None, Fraction | None],
    index: float | None,
    coverage: float,
) -> None:
    twin = composite(*tiers)
    assert twin["index_coverage"] == pytest.approx(coverage)
    assert twin["index"] == (None if index is None else pytest.approx(index))
    assert twin.get("index_state") == ("no_data" if index is None else None)


TIER = st.none() | st.fractions(0, 2)


@given(TIER, TIER, TIER)
def test_the_composite_lies_between_its_tiers(
    one: Fraction | None, two: Fraction | None, three: Fraction | None
) -> None:
    exact = None if one is None else (one.numerator, one.denominator)
    known = [float(min(x, F(1))) for x in (one, two, three) if x is not None]
    index = composite(exact, two, three)["index"]
    assert (index is None) == (not known)
    assert index is None or min(known) - 1e-12 <= index <= max(known) + 1e-12
