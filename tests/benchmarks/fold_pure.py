"""fold.pure: updates a second of the pure fold with its sums, on one core, at 75,000 tasks.

The mix: 70 % progress, 12 % completed, 10 % verified, 4 % difficulties, 2 % evidence, 2 % arriving
out of order (their tasks are folded anew from 8 stored updates). Decoding is counted; SQL is not.
The limit is the issue's: 40,000 updates/s; flatness is the cost at 34,000 units over that at 34.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from statistics import median

from schema.clock import day_start
from schema.wire import ClockTo, decode_log, encode
from stream.core.partition import install
from stream.fold.main import CALM
from tests.benchmarks.fold_country import A_REPORT, Country
from tests.builders import on

Figure = tuple[str, float, str, str | None, float | None]
TASKS = 75_000
UPDATES = 40_000
A_BATCH = 100
ROUNDS = 3
LIMIT = 40_000
CLOCK = time.process_time


def run() -> Iterator[Figure]:
    """The figures; medians of three rounds."""
    few, many = (median(_round(units, 9_375) for _ in range(ROUNDS)) for units in (34, 34_000))
    whole = median(_round(3_400, TASKS) for _ in range(ROUNDS))
    yield ("fold.pure.updates_per_s", whole, "updates/s", f"limit {LIMIT}", whole / LIMIT)
    flat = few / many
    yield ("fold.pure.flatness_34_to_34000_units", flat, "x cost", "limit 1.5", flat / 1.5)
    midnight = median(_midnight() for _ in range(ROUNDS))
    yield ("fold.pure.midnight_10000_overdue_ms", midnight, "ms", "limit 300", midnight / 300)


def _round(units: int, tasks: int) -> float:
    """Updates a second over batches of 100 reports of 20 updates."""
    rng = random.Random(units)
    country = Country(rng, units, tasks)
    raw = [encode(message) for message in country.reports(UPDATES // A_REPORT)]
    gc.collect()
    gc.freeze()
    usual = gc.get_threshold()
    gc.set_threshold(*CALM)  # as the role does
    spent = 0.0
    for begin in range(0, len(raw), A_BATCH):
        started = CLOCK()
        batch = [decode_log(one) for one in raw[begin : begin + A_BATCH]]
        outcome = country.fold(batch)
        install(outcome.overlay)
        spent += CLOCK() - started
    gc.set_threshold(*usual)
    gc.unfreeze()
    return UPDATES / spent


def _midnight() -> float:
    """Milliseconds of one midnight on which 10,000 open tasks turn overdue."""
    country = Country(random.Random(1), 3_400, 10_000, due=5)
    install(country.fold([ClockTo(to=day_start(on(5)))]).overlay)
    started = CLOCK()
    outcome = country.fold([ClockTo(to=day_start(on(6)))])
    spent = (CLOCK() - started) * 1_000
    assert len(outcome.standings) == 10_000
    return spent
