"""roll.windows: milliseconds to follow 3,400 changed rows of day flows, arrivals, and a new day.

The past is 90 days of the sample's tree: every unit in the last week, 900 units a day before. A
changed row moves the window sums of its unit and all above it; its reports are united beside it.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from schema.catalogue_file import load
from schema.measures import Counts
from stream.kpi.cut import Cut
from stream.kpi.leaf import Group
from stream.kpi.rolling.windows import Windows
from stream.kpi.windows import Arrived, Sent, Today
from stream.sample.seed import SHIPPED

Figure = tuple[str, float, str, str | None, float | None]
CHANGED = 3_400
DAYS, WEEK, A_DAY = 90, 7, 900
ROUNDS = 7
LIMIT_MS = 50
TODAY = date(2026, 6, 1)
CLOCK = time.process_time


def run() -> Iterator[Figure]:
    """The median of seven rounds, each over other units; one midnight after them."""
    catalogue, rng = load(SHIPPED), random.Random(3)
    units = [unit.code for unit in catalogue.units]
    cut = Cut(catalogue, TODAY)
    windows, today = Windows(cut, TODAY), Today(cut)
    for ago in range(DAYS):
        _follow(windows, units if ago < WEEK else rng.sample(units, A_DAY), ago, rng)
    spent = median(_follow(windows, rng.sample(units, CHANGED), 0, rng) for _ in range(ROUNDS))
    yield ("roll.windows_ms", spent, "ms", f"limit {LIMIT_MS}", spent / LIMIT_MS)
    spent = median(_arrive(today, units, n) for n in range(1, ROUNDS + 1))
    yield ("roll.arrivals_ms", spent, "ms", f"limit {LIMIT_MS}", spent / LIMIT_MS)
    begun = CLOCK()
    windows.begin_day(TODAY + timedelta(days=1))
    yield ("roll.windows_midnight_ms", (CLOCK() - begun) * 1_000, "ms", None, None)


def _arrive(today: Today, units: list[str], n: int) -> float:
    """Every unit has sent once more, milliseconds."""
    rows = {Sent(0, unit): Arrived(n, n, 9 * n) for unit in units[:CHANGED]}
    begun = CLOCK()
    today.put(rows)
    return (CLOCK() - begun) * 1_000


def _follow(windows: Windows, units: list[str], ago: int, rng: random.Random) -> float:
    """One changed row a unit; milliseconds."""
    day = TODAY - timedelta(days=ago)
    rows = [((0, Group(unit, "", "", ""), day), day, _counts(rng)) for unit in units]
    reports = [(unit, day, rng.randrange(1, 9)) for unit in units]
    gc.collect()
    begun = CLOCK()
    windows.put_flows(rows)
    windows.put_reports(reports)
    return (CLOCK() - begun) * 1_000


def _counts(rng: random.Random) -> Counts:
    """Updates of two channels and half a dozen lags, as an ordinary day has them."""
    return (*(rng.randrange(3) for _ in range(rng.choice((8, 14, 20)))), 1)
