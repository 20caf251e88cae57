"""Where provinces began, invented: a ratio has no attainment without a baseline (Q54).

Real baselines are national; each province is given the value its sample readings rise from, on the
first day of the sample. What has a baseline of its own keeps it; without a target there is none.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from schema.catalogue import Catalogue, Indicator, Point
from schema.unit import ROOT
from stream.sample.fate import FIRST

SOURCE = "O"
BELOW_GOAL = 0.55
"""Without any baseline a sample indicator begins at this share of its target."""


def with_baselines(catalogue: Catalogue, day0: date) -> Catalogue:
    """The catalogue with a baseline for every province and ratio measured there."""
    on = day0 + timedelta(days=FIRST)
    provinces = [unit.code for unit in catalogue.units if unit.kind == "province"]
    return replace(
        catalogue,
        indicators=tuple(_indicator(one, provinces, on) for one in catalogue.indicators),
    )


def began_at(indicator: Indicator) -> float | None:
    """The value an indicator of the sample rises from; None where nothing tells."""
    base = next((point.value for point in indicator.baselines if point.unit == ROOT), None)
    if base is not None:
        return base
    goal = indicator.targets[0].value if indicator.targets else None
    return BELOW_GOAL * goal if goal else None


def _indicator(indicator: Indicator, provinces: list[str], on: date) -> Indicator:
    begin = began_at(indicator)
    if not indicator.per_province or indicator.kind != "ratio" or begin is None:
        return indicator
    known = {point.unit for point in indicator.baselines}
    invented = [
        Point(value=round(begin, 4), on=on, unit=code, source=SOURCE)
        for code in provinces
        if code not in known
    ]
    return replace(indicator, baselines=(*indicator.baselines, *invented))
