"""The score of the public ranking (mission §4.7; Q35, Q70–72, Q74–75, Q77): pure and exact.

Fractions in, fractions out; only `published` rounds. The order it makes: ``schema.ranking``. An
example by hand: docs/method-ranking.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct

from schema.figures import due
from schema.kpi import Operational
from schema.measures import MOST_DAYS_LATE
from schema.quality import Quality, dq

DECIMALS = 10_000
"""A score is published in 1/10,000; equal as published is a tie (Q73)."""
_HALF = Fraction(1, 2)

NOTHING_DUE, FEW_DUE, LITTLE_KNOWN = "nothing_due", "few_due", "little_known"
"""Why a unit is listed and not ranked: no task due; fewer than the minimum; too little weight."""


class Parameters(Struct, frozen=True, kw_only=True):
    """The published parameters of the score; a catalogue may give others (`of`)."""

    score_on_time: Fraction = _HALF
    score_spi_t: Fraction = Fraction(1, 5)
    score_quality: Fraction = Fraction(3, 20)
    score_lateness: Fraction = Fraction(3, 20)
    shrink: Fraction = Fraction(10)
    """Tasks of an average unit of the league that are added to each rate (Q70, Q72)."""
    few_tasks: Fraction = Fraction(5)
    """With fewer tasks due a unit is not ranked."""
    coverage_min: Fraction = Fraction(3, 5)
    """With less of the weight known a unit is not ranked (Q75)."""
    bands: tuple[int, ...] = (5, 20, 80)
    """The least number of tasks due in the window, for each band (Q77)."""

    @classmethod
    def of(cls, given: Mapping[str, float | str]) -> Parameters:
        """Those a catalogue's method names, the others as they are here."""
        known = set(cls.__struct_fields__) - {"bands"}
        found: dict[str, Any] = {
            name: Fraction(str(value)) for name, value in given.items() if name in known
        }
        if "ranking_bands" in given:
            limits = str(given["ranking_bands"]).split(",")
            found["bands"] = tuple(sorted(int(limit) for limit in limits))
        return cls(**found)


class Entrant(Struct, frozen=True, kw_only=True):
    """A unit with everything below it (Q35), as the score sees it."""

    unit: str
    on_time: int = 0
    due: int = 0
    """Tasks done and overdue: the n of the ranking."""
    late: Fraction | None = None
    """Mean days late, each at most 90, by weight of what was due; None: no weight was due (Q71)."""
    spi_t: Fraction | None = None
    quality: Fraction | None = None
    volume: int | None = None
    """Tasks due in the 90 days before the quarter; None: no quarter is fixed yet."""


class Parts(Struct, frozen=True, kw_only=True):
    """What a score is made of, each between 0 and 1; None: not known."""

    on_time: Fraction | None
    """Shrunk towards the league's mean."""
    spi_t: Fraction | None
    quality: Fraction | None
    lateness: Fraction | None


def entrant(
    unit: str,
    counts: Mapping[str, int] | None,
    schedule: Operational | None = None,
    volume: int | None = None,
    quality: Quality | None = None,
) -> Entrant:
    """A unit from the integers of its KPI state; None counts: nothing is known of it."""
    if counts is None:
        return Entrant(unit=unit, volume=volume)
    return Entrant(
        unit=unit,
        on_time=counts["done_on_time"],
        due=due(counts),
        late=_mean_days_late(counts),
        spi_t=_spi_t(schedule),
        quality=dq(quality),
        volume=volume,
    )


def _mean_days_late(counts: Mapping[str, int]) -> Fraction | None:
    """Weights that are all 0 or none are equal (Q44)."""
    if counts["weight"]:
        days, whole = counts["weight_days_late"], counts["weight_due"]
    else:
        days, whole = counts["days_late_capped"], due(counts)
    return Fraction(days, whole) if whole else None


def _spi_t(schedule: Operational | None) -> Fraction | None:
    if schedule is None or not schedule.pd or not schedule.at:
        return None
    return Fraction(schedule.es_num, schedule.es_den * schedule.at)


def mean(entrants: Iterable[Entrant]) -> Fraction:
    """m: the league's pooled on-time rate Σx/Σn, small units too (Q70); 0 when nothing was due."""
    given = list(entrants)
    whole = sum(each.due for each in given)
    return Fraction(sum(each.on_time for each in given), whole) if whole else Fraction(0)


def parts(of: Entrant, league_mean: Fraction, by: Parameters) -> Parts:
    """The four parts; a part that is not known is None."""
    rate = (of.on_time + by.shrink * league_mean) / (of.due + by.shrink) if of.due else None
    return Parts(
        on_time=rate,
        spi_t=None if of.spi_t is None else min(of.spi_t, Fraction(1)),
        quality=of.quality,
        lateness=None if of.late is None else 1 - of.late / MOST_DAYS_LATE,
    )


def weigh(of: Parts, by: Parameters) -> tuple[Fraction | None, Fraction]:
    """Score and share of the weight present: what is not known drops out, the rest is rescaled."""
    weighed = [
        (by.score_on_time, of.on_time),
        (by.score_spi_t, of.spi_t),
        (by.score_quality, of.quality),
        (by.score_lateness, of.lateness),
    ]
    whole = sum((weight for weight, _ in weighed), Fraction(0))
    known = [(weight, part) for weight, part in weighed if part is not None]
    present = sum((weight for weight, _ in known), Fraction(0))
    if not present:
        return None, Fraction(0)
    return sum((w * part for w, part in known), Fraction(0)) / present, present / whole


def why_not(of: Entrant, present: Fraction, by: Parameters) -> str | None:
    """The named reason why a unit is not ranked; None: it is."""
    if not of.due:
        return NOTHING_DUE
    if of.due < by.few_tasks:
        return FEW_DUE
    return LITTLE_KNOWN if present < by.coverage_min else None


def published(score: Fraction) -> int:
    """A score in 1/10,000, rounded half up."""
    return int(score * DECIMALS + _HALF)


def band(volume: int | None, by: Parameters) -> int | None:
    """The band of a volume; fewer than the least belong to the least."""
    if volume is None:
        return None
    return max((limit for limit in by.bands if limit <= volume), default=by.bands[0])
