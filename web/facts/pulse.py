"""The last 24 hours of arrivals in 288 bins, and what this hour of this weekday usually brings.

A bin without arrivals in which no gateway listened is a gap, not a quiet zero; before the first
bin anybody listened in, nothing is known of gaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from math import ceil

from schema.clock import TZ
from web.compose.facts import PulseBin

BIN = timedelta(minutes=5)
BINS = 288
WEEKS = 8  # weeks of history the band is made from
FEWEST = 12  # values an hour must have before it has a band
Hour = tuple[int, int]  # ISO weekday, hour of the local day
Band = Mapping[Hour, tuple[float, float]]


def bin_of(instant: datetime) -> datetime:
    """The begin of the five minutes an instant lies in."""
    seconds = int(BIN.total_seconds())
    return datetime.fromtimestamp(instant.timestamp() // seconds * seconds, UTC)


def first_bin(now: datetime) -> datetime:
    """The oldest bin that is shown."""
    return bin_of(now) - (BINS - 1) * BIN


def hour_of(instant: datetime) -> Hour:
    """Weekday and hour in Việt Nam."""
    local = instant.astimezone(TZ)
    return local.isoweekday(), local.hour


def bins(
    arrived: Mapping[datetime, int],
    listened: frozenset[datetime],
    listening_since: datetime | None,
    band: Band,
    now: datetime,
) -> tuple[PulseBin, ...]:
    """288 bins up to the running one."""

    def quiet(start: datetime) -> int | None:
        unheard = listening_since is not None and start > listening_since
        return None if unheard and start not in listened and start != bin_of(now) else 0

    first = first_bin(now)
    made = []
    for start in (first + n * BIN for n in range(BINS)):
        low, high = band.get(hour_of(start), (None, None))
        updates = arrived.get(start, quiet(start))
        made.append(PulseBin(start=start, updates=updates, low=low, high=high))
    return tuple(made)


def band_of(rows: Iterable[tuple[datetime, int]], since: datetime, until: datetime) -> Band:
    """P10 and P90 of the bins of each weekday and hour between two instants, zeros counted.

    `rows` are the bins that had arrivals; `since` is not before the first arrival ever.
    """
    counted = dict(rows)
    weekdays = {start.astimezone(TZ).isoweekday() for start in counted}
    values: dict[Hour, list[int]] = defaultdict(list)
    start = bin_of(since)
    while start < until:
        hour = hour_of(start)
        if hour[0] in weekdays:
            values[hour].append(counted.get(start, 0))
        start += BIN
    return {
        hour: (quantile(sorted(seen), 0.1), quantile(sorted(seen), 0.9))
        for hour, seen in values.items()
        if len(seen) >= FEWEST
    }


def quantile(ordered: list[int], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank)."""
    return float(ordered[max(0, ceil(share * len(ordered)) - 1)])
