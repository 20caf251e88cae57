"""A fraction is the nearest float64, or None with its reason beside it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from schema.fraction import Twin, put, ratio
from tests.schema.anything import calm


@calm
@given(st.integers(0, 10**18), st.integers(1, 10**18))
def test_a_ratio_is_the_nearest_float(num: int, den: int) -> None:
    assert ratio(num, den) == float(Fraction(num, den))
    assert ratio(num, 0) is None


def test_a_null_says_why() -> None:
    twin: Twin = {}
    put(twin, "rate", 1, 4, "nothing_due")
    put(twin, "none", 0, 0, "nothing_due")
    assert twin == {"rate": 0.25, "none": None, "none_state": "nothing_due"}
