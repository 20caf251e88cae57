"""Trajectories: where an indicator is to be on a day, T(t) (Q52): by calendar days, or in steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple


class Point(NamedTuple):
    """A value on a day; `step`: the value before it holds until this day."""

    on: date
    value: Fraction
    step: bool = False


Path = tuple[Point, ...]
"""Points of different days, in the order of days; never empty."""


def path(baseline: Point, ahead: Iterable[Point]) -> Path:
    """The path from a baseline through the points after it.

    Points up to the baseline's day are left out. When that leaves none, the last target was due
    before anything was known: its value has been asked for ever since.
    """
    after = {point.on: point for point in sorted(ahead)}
    later = [point for day, point in sorted(after.items()) if day > baseline.on]
    if later or not after:
        return (baseline, *later)
    return (after[max(after)]._replace(on=baseline.on),)


def at(points: Path, day: date) -> Fraction:
    """T(day): the first value before the first point, the last after the last, else between."""
    if day <= points[0].on:
        return points[0].value
    for before, after in pairwise(points):
        if day < after.on:
            return before.value if after.step else _between(before, after, day)
    return points[-1].value


def _between(before: Point, after: Point, day: date) -> Fraction:
    share = Fraction((day - before.on).days, (after.on - before.on).days)
    return before.value + (after.value - before.value) * share


def total(paths: Sequence[Path], day: date) -> Fraction:
    """Several paths added up on a day: that of a scope whose units have their own (Q56)."""
    return sum((at(one, day) for one in paths), Fraction(0))
