"""Marks on readings: parts that do not sum, outliers (domain 3 and 13, Q64–65)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from schema.update import IndicatorReading
from stream.kpi.plausible import can_judge, is_outlier, parts_sum, value_of
from tests.builders import COMMUNE, at, new_id


def reading(**fields: Any) -> IndicatorReading:
    base = {"id": new_id(), "subject": "C01", "occurred_at": at(), "unit": COMMUNE}
    return IndicatorReading(**{**base, "period": "2025", **fields})


def test_the_sum_that_was_printed_is_caught() -> None:
    """9,831 tasks were printed with parts that sum to 9,813: 1,602 stood for 1,620."""
    printed = {"done": 7_892, "in_time": 1_602, "overdue": 319}
    assert not parts_sum(reading(value=9_831, parts=printed))
    assert parts_sum(reading(value=9_831, parts={**printed, "in_time": 1_620}))


def test_parts_are_summed_as_decimals_not_as_floats() -> None:
    assert parts_sum(reading(value=0.3, parts={"a": 0.1, "b": 0.2}))
    assert parts_sum(reading(parts={"a": 1})) and parts_sum(reading(value=1))


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"value": 0.62, "num": 1, "den": 2}, Fraction(62, 100)),
        ({"num": 620, "den": 1000}, Fraction(62, 100)),
        ({"num": 620, "den": 0}, None),
        ({}, None),
    ],
)
def test_the_value_of_a_reading(fields: dict[str, Any], value: Fraction | None) -> None:
    assert value_of(reading(**fields)) == value


@pytest.mark.parametrize(
    ("earlier", "value", "outlier"),
    [
        ([10, 11, 12, 13], 99, False),  # four earlier values are too few
        ([10, 11, 12, 13, 14], 17, False),  # z = 0.6745 · 5 / 1 = 3.37
        ([10, 11, 12, 13, 14], 18, True),  # 4.05
        ([10, 11, 12, 13, 14], 19, True),
        ([10, 11, 12, 13, 14], 5, True),
        ([5, 5, 5, 5, 5, 9], 99, False),  # MAD = 0: no judgement
        ([10, 11, 12, 13, 14, 15], 12, False),
    ],
)
def test_an_outlier_is_far_from_the_median(earlier: list[int], value: int, outlier: bool) -> None:
    assert is_outlier(Fraction(value), [Fraction(one) for one in earlier]) is outlier


@pytest.mark.parametrize(
    ("earlier", "judged"),
    [
        ([10, 11, 12, 13], False),
        ([10, 11, 12, 13, 14], True),
        ([10, 10, 10, 10, 10], False),
        ([10, 10, 10, 10, 99], False),
        ([10, 10, 10, 11, 11, 11], True),
    ],
)
def test_five_values_that_are_not_all_alike_can_judge(earlier: list[int], judged: bool) -> None:
    """Q65; most alike is as good as alike."""
    assert can_judge([Fraction(one) for one in earlier]) is judged


@pytest.mark.parametrize(
    ("earlier", "middle", "spread"),
    [
        ([10, 11, 12, 13, 14], "12", 1),
        ([14, 10, 12, 18, 16], "14", 2),
        ([10, 11, 12, 13, 14, 15], "12.5", Fraction(3, 2)),
        ([17, 10, 11, 12, 16, 13, 14, 15], "13.5", 2),
        ([11, 12, 13, 14, 15, 16, 17, 18, 19], "15", 2),
    ],
)
def test_the_limit_is_three_and_a_half_spreads_either_way(
    earlier: list[int], middle: str, spread: Fraction
) -> None:
    """z = 3.5 exactly is none yet; of an even number the two in the middle count."""
    values, far = [Fraction(one) for one in earlier], Fraction(35_000, 6_745) * spread
    for sign in (1, -1):
        assert not is_outlier(Fraction(middle) + sign * far, values)
        assert is_outlier(Fraction(middle) + sign * (far + Fraction(1, 10**9)), values)
