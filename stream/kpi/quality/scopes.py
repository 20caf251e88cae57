"""Data quality of any scope of units, on the day its windows end with (Q37, Q62)."""

from __future__ import annotations

from schema.measures import Counts
from schema.quality import Quality
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key
from stream.kpi.quality.indicators import Indicators
from stream.kpi.quality.pool import pool
from stream.kpi.rolling.bands import OVER_A_WEEK, WINDOWS
from stream.kpi.rolling.windows import Windows


def quality_of(
    key: Key, counts: Counts, cut: Cut, windows: Windows, asked: Indicators
) -> Quality | None:
    """The integers of a scope worth `counts`; None for a programme, a field or a post."""
    scope, programme = key
    if programme or scope not in cut.units:
        return None
    flows = windows.flows
    window, old = flows.total(key, WINDOWS["d90"].now), flows.total(key, OVER_A_WEEK)
    return pool(counts, window, old, asked.of(scope))
