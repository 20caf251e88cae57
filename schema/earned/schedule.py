"""Earned schedule (mission §4.4, Q47–48): how many working days of its plan a scope has done."""

from __future__ import annotations

from math import gcd
from typing import NamedTuple

from schema.earned.axis import Axis
from schema.earned.curve import Curve


class Days(NamedTuple):
    """Working days as a fraction in lowest terms; `den` > 0."""

    num: int
    den: int


def earned(curve: Curve, value: int, axis: Axis) -> Days:
    """ES: the latest day k with PV_k ≤ `value`, and the part of the way to day k + 1.

    On a plateau it is the plateau's last day; below the first day's value 0; from the end value on
    the planned duration. Days are those of the calendar, their distance is in working days: days
    off are plateaus of no length.
    """
    values = curve.values
    day = int(values.searchsorted(value, side="right")) - 1
    if day < 0:
        return Days(0, 1)
    whole = axis.between(curve.first, curve.first + day)
    if day == len(values) - 1:
        return Days(whole, 1)
    before = int(values[day])
    step = int(values[day + 1]) - before
    width = axis.between(curve.first + day, curve.first + day + 1)
    return _reduced(whole * step + (value - before) * width, step)


def planned_days(curve: Curve, axis: Axis) -> int:
    """PD: working days from the first start to the last due_0."""
    return axis.between(curve.first, curve.last)


def actual_days(curve: Curve, today: int, axis: Axis) -> int:
    """AT: working days from the first start to today, or to the last c when all is done."""
    end = curve.all_done
    return max(axis.between(curve.first, today if end is None else end), 0)


def _reduced(num: int, den: int) -> Days:
    common = gcd(num, den)
    return Days(num // common, den // common)
