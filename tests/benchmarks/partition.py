"""partition: what a worker's memory of 75,000/8 tasks costs: bytes a task, and seconds to load it.

Loading is what follows the query: stored states become tasks that count on a day, and their sums
are made anew. The limits are the issue's: 1 s and 2 KB. Bytes are those that Python's allocator
hands out (tracemalloc), the tasks' codes included, for a partition that was loaded and for one
that grew by folding. What stands in for SQL here is no memory of a worker and is dropped first.
"""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
from collections.abc import Iterator
from statistics import median

from stream.core.leaf import Placed, place_task, summed
from stream.core.partition import install
from stream.core.task import pack, unpack
from tests.benchmarks.fold_country import A_REPORT, Country
from tests.builders import on

Figure = tuple[str, float, str, str | None, float | None]
TASKS = 75_000 // 8
UNITS = 3_400 // 8
REPORTED = 3 * TASKS
"""Updates folded first, so that tasks have a past."""
ROUNDS = 3
CLOCK = time.process_time


def run() -> Iterator[Figure]:
    """Seconds to load (median of three), and bytes a task of a partition loaded and one folded."""
    stored = _stored()
    spent = median(_load_s(stored) for _ in range(ROUNDS))
    yield ("partition.load_s", spent, "s", "limit 1", spent)
    loaded, folded = _loaded_bytes(stored), _folded_bytes()
    yield ("partition.loaded_bytes_per_task", loaded, "B/task", "limit 2048", loaded / 2_048)
    yield ("partition.folded_bytes_per_task", folded, "B/task", "limit 2048", folded / 2_048)


def _stored() -> list[tuple[str, int, bytes]]:
    """The rows of `task` as SQL would give them: code, version of the standing, state."""
    tasks = _folded().partition.tasks.values()
    return [(one.task.code, one.version, pack(one.task)) for one in tasks]


def _folded() -> Country:
    country = Country(random.Random(8), UNITS, TASKS)
    for message in country.reports(REPORTED // A_REPORT):
        install(country.fold([message]).overlay)
    return country


def _load(stored: list[tuple[str, int, bytes]], country: Country) -> dict[str, Placed]:
    day, calendar = on(2), country.world.calendar
    tasks: dict[str, Placed] = {}
    for code, version, blob in stored:
        state = unpack(blob)
        assert state is not None
        tasks[code] = place_task(state, day, calendar, version)
    return tasks


def _load_s(stored: list[tuple[str, int, bytes]]) -> float:
    country = Country(random.Random(8), UNITS, 0)
    begun = CLOCK()
    totals = summed(_load(stored, country).values())
    spent = CLOCK() - begun
    assert totals
    return spent


def _loaded_bytes(stored: list[tuple[str, int, bytes]]) -> float:
    country = Country(random.Random(8), UNITS, 0)
    tracemalloc.start()
    tasks = _load(stored, country)
    totals = summed(tasks.values())
    held = _held()
    assert totals
    return held / len(tasks)


def _folded_bytes() -> float:
    tracemalloc.start()
    country = _folded()
    country.answers.clear()
    held = _held()
    return held / len(country.partition.tasks)


def _held() -> int:
    """Bytes in use since tracemalloc was started, which stops."""
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held
