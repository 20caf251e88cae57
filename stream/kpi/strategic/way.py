"""The path of an indicator's readings on the scale of its target, as `chance` asks for it.

A share of the way from the baseline to the target where there is a way; where a level is to be kept
(floor, ceiling, hold) 1 plus the distance beyond it, as a share of the level. Ranks come as shares
of their field (Q100); a sum of units has the path of their sum, once all of them have reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import chain
from typing import NamedTuple

from schema.attain import TOLERANCE, Rule, standing_of_rank
from schema.catalogue import Indicator
from stream.kpi.strategic.chance import Aim, Told, chance
from stream.kpi.strategic.facts import Held, first
from stream.kpi.strategic.goal import Goal, Scale, Start, asked, same
from stream.kpi.strategic.measure import value_of

_YEAR = 365.0
"""Days in which a level scatters as a way does in its whole plan."""
Value = tuple[date, Fraction]
Asked = tuple[list[Told], Aim]


class Chance(NamedTuple):
    """P(hit) in 1/10,000, or why there is none."""

    p: int | None
    state: str = ""


NO_DATA = Chance(None, "no_data")


def chance_of(
    told: Sequence[Value], rule: Rule, starts: Sequence[Start | None], aim: Goal, scale: Scale
) -> Chance:
    """P(hit) of the target ahead; values and starts are on the scale that `scale` leads to.

    `starts`: one for one path, or one for each unit that is added up.
    """
    goal = scale(aim.value)
    if not told or goal is None:
        return NO_DATA
    if rule is Rule.PATH:
        found = _way(told, starts, goal, aim, scale)
    else:
        found = level(rule, told, goal, aim.by)
    if found is None:
        return NO_DATA
    p = chance(*found)
    return Chance(p, "too_few" if p is None else "")


def values(indicator: Indicator, held: Held, since: date | None, day: date) -> list[Value]:
    """What was measured by day, as known at the end of `day`; of a flow the sum so far.

    A reading stands for the last day of its period, but for none after it occurred. `since`: the
    baseline's day, after which the periods of a flow count.
    """
    known = [one for one in held.readings if one.known_on(day)]
    beginning = first(known)
    if indicator.kind == "flow" and since is None and beginning is not None:
        since = beginning.last_day
    told: dict[date, Fraction] = {}
    total = Fraction(0)
    for one in sorted(known, key=lambda each: (each.last_day, each.order)):
        value = value_of(indicator, one)
        if indicator.kind == "rank" and value is not None:
            value = standing_of_rank(value, one.n or indicator.members)
        if value is None or (indicator.kind == "flow" and since and one.first_day <= since):
            continue
        total += value
        told[min(one.last_day, one.occurred)] = total if indicator.kind == "flow" else value
    return sorted(told.items())


def of_sum(parts: Sequence[Sequence[Value]]) -> list[Value]:
    """The sum of units on the last day of each week on which one of them was measured.

    It begins when all of them have been.
    """
    if not parts or not all(parts):
        return []
    changes = sorted(chain.from_iterable([(on, n, v) for on, v in p] for n, p in enumerate(parts)))
    now: dict[int, Fraction] = {}
    weeks: dict[tuple[int, int], Value] = {}
    for on, number, value in changes:
        now[number] = value
        if len(now) == len(parts):
            weeks[on.isocalendar()[:2]] = (on, sum(now.values(), Fraction(0)))
    return list(weeks.values())


def scale_of(indicator: Indicator, members: int | None) -> Scale:
    """What leads from the indicator's own scale to the one its values are judged on."""
    return partial(standing_of_rank, members=members) if indicator.kind == "rank" else same


def level(rule: Rule, told: Sequence[Value], goal: Fraction, by: date) -> Asked | None:
    """A level to be kept: how far beyond it the readings lie; None where it has no size."""
    size = abs(goal)
    if not size:
        return None
    better = -1 if rule is Rule.CEILING else 1
    points = [Told(on, 1.0 + better * float((value - goal) / size)) for on, value in told]
    unit = float(TOLERANCE)
    width = unit if rule is Rule.HOLD else None
    return points, Aim(by=by, days=_YEAR, rest=0.0, unit=unit, width=width)


def _way(
    told: Sequence[Value], starts: Sequence[Start | None], goal: Fraction, aim: Goal, scale: Scale
) -> Asked | None:
    """Shares of the way from the baseline, which is a point itself when it is known."""
    then = asked(starts, aim, told[-1][0], scale)
    known = [one for one in starts if one is not None]
    if then is None or not known:
        return None
    base = sum((one.point.value for one in known), Fraction(0))
    begin, way = max(one.point.on for one in known), goal - base
    if not way:
        return None
    points = [Told(on, float((value - base) / way)) for on, value in told]
    if not any(one.provisional for one in known) and begin < points[0].on:
        points.insert(0, Told(begin, 0.0))
    days = float(max((aim.by - begin).days, 1))
    return points, Aim(by=aim.by, days=days, rest=float((goal - then) / way))
