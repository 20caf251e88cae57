"""From where to where by when: baseline, path and target in a scope (Q52, Q54, Q56).

All in the scale attainment is judged on: the indicator's own, for ranks shares of their field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from schema.attain import standing_of_rank
from schema.catalogue import Indicator
from stream.kpi.strategic.facts import Held, first
from stream.kpi.strategic.measure import value_of
from stream.kpi.strategic.path import Path, Point, path, total

PROVISIONAL = frozenset({"stock", "flow", "rank"})
"""Kinds whose first accepted reading stands in for a baseline that is not known."""
Scale = Callable[[Fraction], Fraction | None]


class Start(Struct, frozen=True, kw_only=True):
    """Where an indicator began."""

    point: Point
    provisional: bool = False
    """Taken from the first accepted reading."""
    n: int | None = None
    """For a rank: the size of its own edition."""


class Goal(Struct, frozen=True, kw_only=True):
    """Where it is to be: the target ahead, else the last one, and the paths that lead there."""

    value: Fraction
    by: date
    ahead: tuple[tuple[Point, ...], ...]
    """Points after the baseline, for each unit whose targets are added up."""


def start(indicator: Indicator, held: Held, day: date) -> Start | None:
    """The baseline known on `day`: the one written, else the first accepted reading (Q54)."""
    if held.baseline is not None:
        return Start(point=held.baseline, n=indicator.members)
    known = [one for one in held.readings if one.known_on(day)]
    reading = first(known) if indicator.kind in PROVISIONAL else None
    value = value_of(indicator, reading) if reading else None
    if reading is None or value is None:
        return None
    point = Point(reading.last_day if indicator.kind == "flow" else reading.occurred, value)
    return Start(point=point, provisional=True, n=reading.n or indicator.members)


def scaled_start(indicator: Indicator, begin: Start | None) -> Start | None:
    """The baseline on the scale attainment is judged on: of a rank the share of its own field."""
    if begin is None or indicator.kind != "rank":
        return begin
    value = standing_of_rank(begin.point.value, begin.n)
    return None if value is None else Start(point=begin.point._replace(value=value))


def goal(held: Held, day: date) -> Goal | None:
    """The unit's own target."""
    if not held.targets:
        return None
    ahead = [one for one in held.targets if one.on >= day]
    aim = ahead[0] if ahead else held.targets[-1]
    points = tuple(point for one in held.targets for point in one.points)
    return Goal(value=Fraction(aim.value), by=aim.on, ahead=(points,))


def sum_starts(starts: Sequence[Start | None]) -> Start | None:
    """The baselines of a scope's units added up; None when one of them has none."""
    there = [one for one in starts if one is not None]
    if not there or len(there) < len(starts):
        return None
    if len(there) == 1:
        return there[0]
    value = sum((one.point.value for one in there), Fraction(0))
    point = Point(max(one.point.on for one in there), value)
    return Start(point=point, provisional=any(one.provisional for one in there))


def sum_goals(goals: Sequence[Goal | None]) -> Goal | None:
    """The targets of a scope's units added up; None when one of them has none."""
    there = [one for one in goals if one is not None]
    if not there or len(there) < len(goals):
        return None
    return Goal(
        value=sum((one.value for one in there), Fraction(0)),
        by=max(one.by for one in there),
        ahead=tuple(points for one in there for points in one.ahead),
    )


def same(value: Fraction) -> Fraction | None:
    """The indicator's own scale."""
    return value


def asked(
    starts: Sequence[Start | None], aim: Goal, day: date, scale: Scale = same
) -> Fraction | None:
    """T(day), the paths from these baselines added up; None where a baseline is missing.

    One start for one path, or one for each unit.
    """
    if len(starts) != len(aim.ahead):
        return None
    paths: list[Path] = []
    for begin, points in zip(starts, aim.ahead, strict=True):
        if begin is None:
            return None
        found = [(point, scale(point.value)) for point in points]
        ahead = [point._replace(value=value) for point, value in found if value is not None]
        paths.append(path(begin.point, ahead))
    return total(paths, day)
