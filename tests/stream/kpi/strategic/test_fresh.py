"""Q57: one period fresh, one more held, then null."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stream.kpi.strategic.fresh import Fresh, freshness

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (0, Fresh.FRESH),
        (30, Fresh.FRESH),
        (31, Fresh.STALE),
        (60, Fresh.STALE),
        (61, Fresh.GONE),
    ],
)
def test_ages_at_the_edges(age: int, fresh: Fresh) -> None:
    assert freshness(TODAY - timedelta(days=age), TODAY, 30) is fresh
