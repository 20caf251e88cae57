"""Domain 16 and clarifications N: the strategic tier and the composite index in the twin."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

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


def test_the_chance_to_hit_is_a_fraction_or_says_why_not() -> None:
    known = indicator(replace(C01, p_hit=3_387, p_hit_state=""))
    assert known["p_hit"] == 0.3387 and "p_hit_state" not in known
    few = indicator(replace(C01, p_hit_state="too_few"))
    assert (few["p_hit"], few["p_hit_state"]) == (None, "too_few")


def test_no_indicator_asked_is_all_null_with_its_state() -> None:
    twin = strategic(None)
    assert (twin["index"], twin["index_state"]) == (None, "no_data")
    assert (twin["coverage"], twin["coverage_state"]) == (None, "no_data")


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
    assert ("index_state" in twin) == (index is None)


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
