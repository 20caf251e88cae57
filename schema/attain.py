"""Attainment A of an indicator against its trajectory (mission §4.5, domain 12, Q53–55, Q100).

Raw: below 0 is worse than the baseline, above 1 ahead of the path. Ranks come here as shares of
their field (`standing_of_rank`), so that up is better for them as for all others.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction

from schema.catalogue import Direction

ZERO, ONE = Fraction(0), Fraction(1)
TOLERANCE = Fraction(1, 20)
"""Of |g|: how far `maintain` may be off and still be hit."""


class Rule(StrEnum):
    """How an attainment is judged."""

    PATH = "path"
    """Up or down: the share of the way the path asks for by today."""
    HOLD = "hold"
    FLOOR = "floor"
    CEILING = "ceiling"


def rule_for(direction: Direction, baseline: Fraction | None, goal: Fraction) -> Rule:
    """Which rule holds; a baseline past its target makes `up` a floor, `down` a ceiling (Q54)."""
    if direction in ("floor", "ceiling"):
        return Rule(direction)
    if direction == "hold" or baseline == goal:
        return Rule.HOLD
    if baseline is None:
        return Rule.PATH
    if direction == "up" and baseline > goal:
        return Rule.FLOOR
    return Rule.CEILING if direction == "down" and baseline < goal else Rule.PATH


def attainment(
    rule: Rule, value: Fraction, goal: Fraction, baseline: Fraction | None, asked: Fraction | None
) -> Fraction | None:
    """A; `asked` is T(today). None while the path asks for nothing (T = b) or there is none."""
    match rule:
        case Rule.HOLD:
            return hold(value, goal)
        case Rule.FLOOR:
            return floor(value, goal)
        case Rule.CEILING:
            return ceiling(value, goal)
    if baseline is None or asked is None or asked == baseline:
        return None
    return (value - baseline) / (asked - baseline)


def hold(value: Fraction, goal: Fraction, tolerance: Fraction | None = None) -> Fraction:
    """1 within the tolerance of g (5 % of |g| unless given), then falling; no tolerance: 1 or 0."""
    tol = TOLERANCE * abs(goal) if tolerance is None else tolerance
    off = abs(value - goal) - tol
    if off <= 0:
        return ONE
    return max(ZERO, 1 - off / tol) if tol else ZERO


def floor(value: Fraction, goal: Fraction) -> Fraction:
    """1 at or above g; below it y/g, never below 0; a floor of 0 or less missed is 0."""
    if value >= goal:
        return ONE
    return max(ZERO, value / goal) if goal > 0 else ZERO


def ceiling(value: Fraction, goal: Fraction) -> Fraction:
    """1 at or below g; above it g/y, never below 0."""
    if value <= goal:
        return ONE
    return max(ZERO, goal / value) if value > 0 else ZERO


def enacted(value: Fraction, by: date, today: date) -> Fraction | None:
    """A law or scheme: 1 once there, early or late; else None through its day, then 0 (Q55)."""
    if value >= 1:
        return ONE
    return ZERO if today > by else None


def standing_of_rank(rank: Fraction, members: int | None) -> Fraction | None:
    """(N − r)/(N − 1): the first is 1, the last 0; None without an N of at least 2 (Q100)."""
    return None if members is None or members < 2 else (members - rank) / (members - 1)


def reached(rule: Rule, value: Fraction, goal: Fraction, *, down: bool) -> bool:
    """Whether the target itself is met today."""
    if rule is Rule.HOLD:
        return hold(value, goal) == ONE
    below = rule is Rule.CEILING or (down and rule is not Rule.FLOOR)
    return value <= goal if below else value >= goal
