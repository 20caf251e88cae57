"""Data quality of a scope: its leaves, its 90 days and its indicators, of units alone."""

from __future__ import annotations

from datetime import timedelta

from schema.flows import FLOW, FLOW_WIDTH
from schema.quality import Quality
from stream.kpi.leaf import Group
from stream.kpi.quality.indicators import Indicators
from stream.kpi.quality.scopes import quality_of
from stream.kpi.rolling.windows import Windows
from tests.stream.kpi.places import COUNTRY, TODAY, counts, cut
from tests.stream.kpi.quality.test_indicators import follow, indicator

CUT = cut()


def test_leaves_days_and_orphans_are_put_together_and_only_for_units() -> None:
    windows, asked = Windows(CUT, TODAY), Indicators(COUNTRY, CUT, TODAY)
    row = [0] * FLOW_WIDTH
    row[FLOW["checks"]], row[FLOW["held"]] = 3, 1
    for ago in (7, 8, 90):
        day = TODAY - timedelta(days=ago)
        windows.put_flows([((0, Group("vn.01", "", "", ""), day), day, tuple(row))])
    whole = counts(slots=5, slots_late=1)
    found = quality_of(("vn", ""), whole, CUT, windows, asked)
    assert found == Quality(slots=5, late=1, checks=6, faults=1)
    for key in (("vn", "nq57"), ("f.A", ""), ("m.science", "")):
        assert quality_of(key, whole, CUT, windows, asked) is None


def test_indicators_are_those_that_the_scope_is_asked_for() -> None:
    asked = follow(indicator("C01", per_province=True))
    found = quality_of(("vn.01", ""), counts(), CUT, Windows(CUT, TODAY), asked)
    assert found == Quality(tasks=1, weight=2_000)
