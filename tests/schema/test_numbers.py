"""Shares are rounded half up, once."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from schema.numbers import share


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_part_of_a_whole_is_rounded_half_up(part: int, whole: int) -> None:
    assert share(part, whole) == floor(Fraction(part * 10_000, whole) + Fraction(1, 2))
