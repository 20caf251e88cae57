"""forecast: microseconds a task of the forecast of stream/kpi, on one core.

Each task has twelve weekly reports, a waiting question and a lead with a record: the longest way
through. The limit is the issue's: 200 µs.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from schema.workdays import state_offices
from stream.kpi.forecast.forecast import forecast
from stream.kpi.forecast.record import Point, Signals

Figure = tuple[str, float, str, str | None, float | None]
TASKS = 2_000
REPORTS = 12
ROUNDS = 5
LIMIT = 200
TODAY = date(2026, 6, 1)
CLOCK = time.process_time


def run() -> Iterator[Figure]:
    """The figure; the median of five rounds."""
    tasks = [_task(random.Random(number)) for number in range(TASKS)]
    spent = median(_round(tasks) for _ in range(ROUNDS))
    yield ("forecast.us_per_task", spent, "us/task", f"limit {LIMIT}", spent / LIMIT)


def _round(tasks: list[tuple[list[Point], date, Signals]]) -> float:
    calendar, start = state_offices(), TODAY - timedelta(weeks=REPORTS + 1)
    gc.collect()
    begun = CLOCK()
    for history, due, signals in tasks:
        forecast(history, start, due, TODAY, signals, calendar)
    return (CLOCK() - begun) / len(tasks) * 1e6


def _task(rng: random.Random) -> tuple[list[Point], date, Signals]:
    said = sorted(rng.randrange(10_000) for _ in range(REPORTS))
    weeks = range(REPORTS, 0, -1)
    history = [Point(TODAY - timedelta(weeks=w), p) for w, p in zip(weeks, said, strict=True)]
    signals = Signals(waiting_days=rng.randrange(90), kept=rng.randrange(40), missed=9)
    return history, TODAY + timedelta(days=rng.randrange(120)), signals
