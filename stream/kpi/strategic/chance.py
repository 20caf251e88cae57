"""P(hit): how likely an indicator meets its target on its day, from its own readings (§4.5, Q60).

The path of the readings is put on a scale on which 1 is the target: the share of the way from the
baseline, or, where a level is to be kept, the distance from it. Its Theil–Sen slope is shrunk to
that of the plan, (n v + 5 v₀)/(n + 5); what it scatters is carried on to the day. Logistic, closed
form. The method, its calibration and where it fails: docs/method-strategic.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import exp, floor, pi, sqrt
from statistics import median
from typing import NamedTuple

from msgspec import Struct

from stream.kpi.forecast.slope import slope

WHOLE = 10_000
FEWEST = 3
"""Points of different days below which nothing is said; a baseline that is known is one."""
MOST = 12
_SIGMA = 1.4826
"""Of a normal distribution: its deviation over the median of distances from the middle."""
_LOGISTIC = sqrt(3.0) / pi
_FAR = 40.0


class Constants(Struct, frozen=True, kw_only=True, gc=False):
    """The first two are chosen, the others found on tuning seeds (docs/method-strategic.md)."""

    half_life: float = 90.0
    """Days in which a reading loses half its weight in the slope."""
    plan_weight: float = 5.0
    """Readings that weigh as much as the pace of the plan (M4.4)."""
    scatter_weight: float = 40.0
    """Steps between readings that weigh as much as the usual scatter."""
    scatter: float = 0.6
    """How far the way scatters over a whole plan, in ways; that of a level in a year."""
    pace_off: float = 1.2
    """How far the pace of the plan is off, in paces; less, the more readings there are."""


CONSTANTS = Constants()


class Told(NamedTuple):
    """A point of the path on the scale on which the target is 1."""

    on: date
    share: float


class Aim(Struct, frozen=True, kw_only=True, gc=False):
    """What is to be met on that scale."""

    by: date
    days: float
    """Days of the whole plan, ≥ 1: the unit of time of scatter and pace."""
    rest: float
    """How far the plan goes from the day of the last point to `by`; 0 where a level is kept."""
    unit: float = 1.0
    """What scatter and pace are shares of: the whole way, or the tolerance of a level."""
    width: float | None = None
    """Met within so much of 1 on either side; None: at 1 or beyond."""


def chance(told: Sequence[Told], aim: Aim, constants: Constants = CONSTANTS) -> int | None:
    """P(hit) in 1/10,000, never certain; None from fewer than three days.

    `told` in the order of days, none after `aim.by`; of a day one point.
    """
    if len(told) < FEWEST:
        return None
    points = told[-MOST:]
    ahead = float(max((aim.by - points[-1].on).days, 0))
    pace = _pace(points, aim, ahead, constants)
    end = points[-1].share + pace * ahead
    spread = _spread(points, pace, aim, ahead, constants)
    if aim.width is None:
        hit = _within((end - 1.0) / spread)
    else:
        hit = _within((end - 1.0 + aim.width) / spread) - _within((end - 1.0 - aim.width) / spread)
    return min(max(floor(hit * WHOLE + 0.5), 1), WHOLE - 1)


def _seen(points: Sequence[Told], ahead: float) -> float:
    """For how many steps the pace of the readings counts: less, the further it is carried on."""
    span = (points[-1].on - points[0].on).days
    return (len(points) - 1) * span / (span + ahead)


def _pace(points: Sequence[Told], aim: Aim, ahead: float, own: Constants) -> float:
    """Share a day: the slope of the readings shrunk to what the plan asks for from here on."""
    found = slope([(one.on.toordinal(), one.share) for one in points], own.half_life) or 0.0
    planned = aim.rest / ahead if ahead else 0.0
    seen = _seen(points, ahead)
    return (seen * found + own.plan_weight * planned) / (seen + own.plan_weight)


def _spread(points: Sequence[Told], pace: float, aim: Aim, ahead: float, own: Constants) -> float:
    """Scale of the logistic on the day: scatter of the steps carried on, and a pace that is off."""
    usual = (own.scatter * aim.unit) ** 2 / aim.days
    steps = len(points) - 1
    scattered = _scatter(points, pace) ** 2
    scatter = (steps * scattered + own.scatter_weight * usual) / (steps + own.scatter_weight)
    doubt = own.plan_weight / (_seen(points, ahead) + own.plan_weight)
    off = (own.pace_off * aim.unit / aim.days) ** 2 * doubt
    return _LOGISTIC * sqrt(scatter * max(ahead, 1.0) + off * ahead * ahead)


def _scatter(points: Sequence[Told], pace: float) -> float:
    """The robust deviation of the steps from the pace, a square root of a day."""
    steps = pairwise(points)
    days = [(after, before, (after.on - before.on).days) for before, after in steps]
    return _SIGMA * median(
        abs(after.share - before.share - pace * gap) / sqrt(gap) for after, before, gap in days
    )


def _within(z: float) -> float:
    return 1.0 / (1.0 + exp(-min(max(z, -_FAR), _FAR)))
