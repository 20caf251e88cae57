"""Inputs become integers, rounded half up, before any sum (Q88)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import floor

MANY = 1 << 14
"""Numbers remembered: tasks that say the same share one object."""
_ONE = Decimal(1)
_SURE = 0.499
_EXACT = 1e9
"""Up to here a float's error times the scale is far below 0.001."""


def scaled(value: float, scale: int) -> int:
    """`value` × `scale`, rounded half up on its decimal digits.

    Binary floats decide where they surely can; next to a half the decimal digits do.
    """
    near = value * scale
    whole = floor(near + 0.5)
    if abs(near - whole) < _SURE and near < _EXACT:
        return whole
    return int((Decimal(repr(value)) * scale).quantize(_ONE, ROUND_HALF_UP))


@lru_cache(MANY)
def thousandths(weight: float) -> int:
    """A weight in 1/1,000."""
    return scaled(weight, 1_000)


@lru_cache(MANY)
def ten_thousandths(share: float) -> int:
    """A share of one in 1/10,000."""
    return scaled(share, 10_000)
