from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.core.numbers import scaled, ten_thousandths, thousandths


@pytest.mark.parametrize(
    ("value", "whole"), [(0.0005, 1), (0.0004, 0), (1.0005, 1001), (2.5, 2500), (0.0, 0)]
)
def test_half_a_thousandth_is_rounded_up_on_its_decimal_digits(value: float, whole: int) -> None:
    assert thousandths(value) == whole


def test_a_share_of_one() -> None:
    assert (ten_thousandths(1.0), ten_thousandths(0.45), ten_thousandths(0.00005)) == (
        10_000,
        4500,
        1,
    )


@given(st.decimals(min_value=0, max_value=10_000_000, places=6))
def test_floats_are_scaled_as_their_decimals_are(value: Decimal) -> None:
    written = Decimal(repr(float(value)))
    assert scaled(float(value), 1_000) == int((written * 1_000).quantize(Decimal(1), ROUND_HALF_UP))
