"""Fractions of a twin: the nearest float64, or None and why there is none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Twin = dict[str, Any]


def ratio(num: int, den: int) -> float | None:
    """num/den as the nearest float64, None for an empty denominator."""
    return float(Fraction(num, den)) if den else None


def put(twin: Twin, name: str, num: int, den: int, state: str) -> None:
    """`name` in the twin; without a denominator None, and `<name>_state` beside it."""
    twin[name] = ratio(num, den)
    if not den:
        twin[f"{name}_state"] = state
