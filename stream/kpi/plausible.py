"""What a reading shows about itself: parts that do not sum, a value far off (domain 3, Q64–65).

Marked and shown, never repaired. Decimals as they were written: exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from schema.update import IndicatorReading

ENOUGH = 5
"""Earlier values from which an outlier can be told."""
SCALE = Fraction("0.6745")
LIMIT = Fraction("3.5")
"""Outlier: modified z beyond this, z = 0.6745 · (x − median) / MAD."""


def value_of(reading: IndicatorReading) -> Fraction | None:
    """The value of a reading, else its numerator by its denominator; None without either."""
    if reading.value is not None:
        return _exact(reading.value)
    if reading.num is None or not reading.den:
        return None
    return _exact(reading.num) / _exact(reading.den)


def parts_sum(reading: IndicatorReading) -> bool:
    """Whether the parts add up to the value exactly; True when either is missing."""
    if reading.value is None or not reading.parts:
        return True
    return sum(map(_exact, reading.parts.values())) == _exact(reading.value)


def can_judge(earlier: Sequence[Fraction]) -> bool:
    """Whether an outlier can be told: five earlier values at least that are not all alike (Q65)."""
    return len(earlier) >= ENOUGH and _spread(earlier, _median(earlier)) > 0


def is_outlier(value: Fraction, earlier: Sequence[Fraction]) -> bool:
    """Whether a value is far from the earlier ones; no judgement where `can_judge` says no."""
    if len(earlier) < ENOUGH:
        return False
    middle = _median(earlier)
    spread = _spread(earlier, middle)
    return spread > 0 and SCALE * abs(value - middle) > LIMIT * spread


def _spread(values: Sequence[Fraction], middle: Fraction) -> Fraction:
    """MAD: the median distance from the median."""
    return _median([abs(one - middle) for one in values])


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _exact(number: float) -> Fraction:
    return Fraction(repr(number))
