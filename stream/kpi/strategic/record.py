"""Stands and indices as the records that are published (`schema.strategic`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from schema.catalogue import Indicator
from schema.ladder import Rung
from schema.strategic import Attained, Exact, IndicatorNow, Strategic
from stream.kpi.strategic.band import Seal, sign_of
from stream.kpi.strategic.facts import Held
from stream.kpi.strategic.fresh import Fresh
from stream.kpi.strategic.indicator import Stand
from stream.kpi.strategic.measure import value_of
from stream.kpi.strategic.path import path

MOST = 6
"""Indicators named on a board."""
MOST_READINGS = 12
Dated = tuple[tuple[date, Exact], ...]


def exact(number: Fraction) -> Exact:
    """A fraction as (numerator, denominator)."""
    return (number.numerator, number.denominator)


def maybe(number: Fraction | None) -> Exact | None:
    """The same, or None."""
    return None if number is None else exact(number)


def record(indicator: Indicator, stand: Stand, seal: Seal | None, held: Held) -> IndicatorNow:
    """How an indicator stands, with the colour sealed last (raw before the first close)."""
    measured, begin, aim = stand.measured, stand.baseline, stand.goal
    gone = measured is not None and measured.fresh is Fresh.GONE
    band = seal.band if seal else stand.band
    return IndicatorNow(
        code=indicator.code,
        name_vi=indicator.name_vi,
        name_en=indicator.name_en,
        measure=indicator.measure,
        kind=indicator.kind,
        direction=indicator.direction,
        state=stand.state,
        value=maybe(stand.value),
        occurred=measured.occurred if measured else None,
        baseline=exact(begin.point.value) if begin else None,
        baseline_on=begin.point.on if begin else None,
        target=exact(aim.value) if aim else None,
        target_on=aim.by if aim else None,
        asked=maybe(stand.asked),
        attainment=maybe(stand.attainment),
        pace=maybe(stand.pace),
        p_hit=stand.chance.p,
        p_hit_state=stand.chance.state,
        band=band.value,
        sign=sign_of(band, missed=stand.missed, silent=gone).value,
        coverage=exact(measured.coverage) if measured else (0, 1),
        provisional=bool(begin and begin.provisional),
        stale=measured is not None and measured.fresh is Fresh.STALE,
        flagged=stand.flagged,
        rolled=bool(measured and measured.rolled),
        met=stand.met,
        missed=stand.missed,
        update=measured.update if measured else None,
        path=_path(stand),
        readings=_readings(indicator, held),
    )


def kept(stand: Stand) -> Attained:
    """What is kept of an indicator at a day close."""
    measured, begin, aim = stand.measured, stand.baseline, stand.goal
    return Attained(
        stand.code,
        maybe(stand.attainment),
        maybe(stand.value),
        exact(begin.point.value) if begin else None,
        exact(aim.value) if aim else None,
        maybe(stand.asked),
        bool(measured and measured.rolled),
    )


def furthest(stands: Mapping[str, Stand]) -> list[str]:
    """Codes of the indicators furthest from their path; those without attainment come last."""

    def rank(code: str) -> tuple[bool, Fraction, str]:
        a = stands[code].attainment
        return (a is None, a if a is not None else Fraction(0), code)

    named = [code for code, one in stands.items() if one.value is not None and one.goal]
    return sorted(named, key=rank)[:MOST]


def tier(
    rung: Rung, stands: Mapping[str, Stand], named: Iterable[IndicatorNow], day: date
) -> Strategic:
    """The strategic tier of a scope; `named`: its indicators furthest from their path."""
    return Strategic(
        day=day,
        index=maybe(rung.value),
        coverage=exact(rung.coverage),
        indicators=len(stands),
        judged=sum(one.attainment is not None for one in stands.values()),
        furthest=tuple(named),
    )


def _path(stand: Stand) -> Dated:
    begin, aim = stand.baseline, stand.goal
    if begin is None or aim is None or len(aim.ahead) != 1:
        return ()
    return tuple((point.on, exact(point.value)) for point in path(begin.point, aim.ahead[0]))


def _readings(indicator: Indicator, held: Held) -> Dated:
    told = sorted(held.readings, key=lambda one: (one.last_day, one.order))[-MOST_READINGS:]
    values = [(one.last_day, value_of(indicator, one)) for one in told]
    return tuple((on, exact(value)) for on, value in values if value is not None)
