"""The shipped catalogue moved to day 0: its plans, baselines and targets lie around that day.

The real date of a value stays in its source. The shift is day 0 − 30/9/2025 (domain 14).
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from schema.catalogue import Catalogue, Indicator, Plan, Point, Programme

REAL_DAY = date(2025, 9, 30)
"""The real day that day 0 stands for."""


def shifted(catalogue: Catalogue, day0: date) -> Catalogue:
    """The catalogue with every dated value as far from `day0` as it really is from 30/9/2025."""
    by = day0 - REAL_DAY
    return replace(
        catalogue,
        programmes=tuple(_programme(programme, by) for programme in catalogue.programmes),
        indicators=tuple(_indicator(indicator, by) for indicator in catalogue.indicators),
    )


def _programme(programme: Programme, by: timedelta) -> Programme:
    return replace(programme, plans=tuple(_plan(plan, by) for plan in programme.plans))


def _plan(plan: Plan, by: timedelta) -> Plan:
    return replace(plan, start=plan.start + by, end=plan.end + by)


def _indicator(indicator: Indicator, by: timedelta) -> Indicator:
    return replace(
        indicator,
        baselines=tuple(_point(point, by) for point in indicator.baselines),
        targets=tuple(_point(point, by) for point in indicator.targets),
    )


def _point(point: Point, by: timedelta) -> Point:
    real = f"{point.on:%d/%m/%Y}"
    return replace(
        point, on=point.on + by, source=f"{point.source} ({real})" if point.source else real
    )
