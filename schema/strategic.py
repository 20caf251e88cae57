"""What a scope is worth strategically: its index, and the indicators furthest from their path.

Numbers are exact, as (numerator, denominator) in the indicator's own measure; division happens in
the twin. roll makes these records (``stream.kpi.strategic``), SQL and Redis carry them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

Exact = tuple[int, Annotated[int, Meta(ge=1)]]


class IndicatorNow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one indicator stands in one scope on one day."""

    code: str
    name_vi: str
    name_en: str
    measure: str
    kind: str
    direction: str
    state: str = ""
    """Why there is no attainment: no_data, not_yet_due; '' when there is one."""
    value: Exact | None = None
    occurred: date | None = None
    """The day the value is of; of a sum the oldest that counts."""
    baseline: Exact | None = None
    baseline_on: date | None = None
    target: Exact | None = None
    target_on: date | None = None
    asked: Exact | None = None
    """T(today): where the path asks it to be (Q52)."""
    attainment: Exact | None = None
    """Raw: below 0 is worse than the baseline (Q60)."""
    pace: Exact | None = None
    """Required change a month (Q58)."""
    p_hit: int | None = None
    """How likely its target is met on its day, in 1/10,000 (Q60)."""
    p_hit_state: str = "no_data"
    """Why that is not known: no_data, too_few readings, nothing_due any more; '' when it is."""
    band: str = "grey"
    """Colour sealed at the last day close: green … red, grey (Q59)."""
    sign: str = "none"
    coverage: Exact = (1, 1)
    """Share of the units that are in a value added up."""
    provisional: bool = False
    """The baseline is the first reading (Q54)."""
    stale: bool = False
    """Held over its age (Q57)."""
    flagged: bool = False
    """The baseline was past the target: judged as a floor or ceiling (domain 12)."""
    rolled: bool = False
    """Added up from the scope's units (Q56)."""
    met: bool = False
    missed: bool = False
    """Its day has passed and it is not met."""
    update: str | None = None
    """The update the value comes from; None for a sum."""
    path: tuple[tuple[date, Exact], ...] = ()
    """Points of the trajectory; empty for a sum of several."""
    readings: tuple[tuple[date, Exact], ...] = ()
    """The newest readings of its own, oldest first."""


class Strategic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The strategic tier of a scope."""

    day: date
    """The local day it is judged on."""
    index: Exact | None = None
    """Weighted up the ladder, each attainment clipped to [0, 1.2] (Q61)."""
    coverage: Exact = (0, 1)
    indicators: int = 0
    """How many are asked of the scope."""
    judged: int = 0
    """How many of these have an attainment."""
    furthest: tuple[IndicatorNow, ...] = ()
    """At most six, furthest from their path first."""


class Attained(Struct, frozen=True, array_like=True, omit_defaults=True):
    """What an indicator added to the index of a scope: kept of every one at each day close."""

    code: str
    attainment: Exact | None = None
    """Raw; None: it was left out."""
    value: Exact | None = None
    baseline: Exact | None = None
    target: Exact | None = None
    asked: Exact | None = None
    """T(day)."""
    rolled: bool = False
    """Added up from the scope's units."""


def attained(of: IndicatorNow) -> Attained:
    """The same of an indicator as it is published."""
    return Attained(of.code, of.attainment, of.value, of.baseline, of.target, of.asked, of.rolled)
