"""Required pace: what is missing, per month that is left (mission §4.5, Q58)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction


def months(begin: date, end: date) -> Fraction:
    """Months from one day to another, a day counted as a fraction of its own month.

    30 June to 31 December are 6.
    """
    return _month(end) - _month(begin)


def required_pace(
    value: Fraction, goal: Fraction, today: date, by: date, *, reached: bool
) -> Fraction | None:
    """(g − y)/(t_g − t) a month, downwards negative; 0 once reached; None on and past the day."""
    if reached:
        return Fraction(0)
    return (goal - value) / months(today, by) if today < by else None


def _month(day: date) -> Fraction:
    whole = 12 * day.year + day.month - 1
    return whole + Fraction(day.day, monthrange(day.year, day.month)[1])
