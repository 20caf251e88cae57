"""Slots, instances and freshness: added up as reports and days come, they are what a recount says.

Whatever the order of arrival, with doubles and late reports, at any instant.
"""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.clock import day_start
from schema.figures import INSTANCES
from schema.measures import MEASURES, named, unpacked
from schema.report import LogReport
from schema.update import SlotNil, SlotOpened, Update
from schema.wire import ClockTo
from stream.core.leaf import place_task, summed
from tests.builders import (
    COMMUNE,
    PROVINCE,
    assigned,
    at,
    completed,
    new_id,
    on,
    progress,
    reopened,
    report,
    returned,
    verified,
    world,
)
from tests.memory_log import MemoryLog

LAST = 60
TASKS = [f"{COMMUNE}.t{n:04d}" for n in range(1, 5)]
GIVEN = [
    assigned(TASKS[0], task_kind="recurring", due=None, cadence="weekly", grace=1),
    assigned(TASKS[1], task_kind="recurring", due=None, cadence="monthly"),
    assigned(TASKS[2], due=on(40), cadence="weekly", first=on(9), required=["progress", "reason"]),
    assigned(TASKS[3], due=on(30), max_age_days=10, weight=None),
]
PERIODS = ("2026-W23", "2026-W25", "2026-W26", "2026-06", "2026-07", "đợt 1")


def stream_of(seed: int) -> list[LogReport]:
    """Reports on four tasks, some told days late."""
    rng = random.Random(seed)
    reports = [report(*GIVEN, unit=PROVINCE)]
    for _ in range(rng.randint(1, 25)):
        task, days = rng.choice(TASKS), rng.randint(1, LAST - 8) + rng.random() / 4
        period = rng.choice((None, *PERIODS))
        nil = {"id": new_id(), "subject": task, "subjects": [task], "occurred_at": at(days)}
        opened = {"id": new_id(), "subject": task, "occurred_at": at(days)}
        theirs: list[Update] = [
            progress(rng.choice((0.2, 0.6)), days, subject=task, period=period),
            completed(days, subject=task, period=period),
            SlotNil(**nil, period=period),  # type: ignore[arg-type]
        ]
        above: list[Update] = [
            verified(days, subject=task, period=period),
            returned(days, subject=task, period=period),
            reopened(days, subject=task, period=period),
            SlotOpened(**opened, period="đợt 1", due=on(int(days) + 3)),  # type: ignore[arg-type]
        ]
        said, unit = rng.choice([(theirs, COMMUNE), (theirs, COMMUNE), (above, PROVINCE)])
        known = at(days + rng.choice((0, 0, 0, 4)))
        reports.append(report(rng.choice(said), unit=unit, reported_at=known, received_at=known))
    return reports


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 5), st.randoms(use_true_random=False))
def test_incremental_is_a_recount_and_order_and_doubles_change_nothing(
    seed: int, size: int, rng: random.Random
) -> None:
    given_ = stream_of(seed)
    shuffled = [*given_, *rng.sample(given_, len(given_) // 2)]
    rng.shuffle(shuffled)
    found = []
    for order in (given_, shuffled):
        log = MemoryLog(world())
        for begin in range(0, len(order), size):
            day = min(LAST, LAST * begin // len(order))
            log.fold([*order[begin : begin + size], ClockTo(to=day_start(on(day)))])
            assert_counted(log)
        log.clock(day_start(on(LAST)))
        assert_counted(log)
        found.append({code: one.counts for code, one in log.partition.tasks.items()})
    assert found[0] == found[1]


def assert_counted(log: MemoryLog) -> None:
    """The sums of the partition are those of its tasks judged afresh on its day."""
    today = log.partition.today
    assert today is not None
    calendar = log.world.calendar
    fresh = [place_task(one.task, today, calendar, 0) for one in log.partition.tasks.values()]
    assert {k: v for k, v in log.partition.totals.items() if v} == {
        k: v for k, v in summed(fresh).items() if v
    }
    for placed in fresh:
        counts = named(unpacked(placed.adds))
        assert counts["slots_on_time"] + counts["slots_late"] <= counts["slots"]
        assert counts["slots_share"] <= 10_000 * (counts["slots_on_time"] + counts["slots_late"])
        assert counts["live_fresh"] <= counts["live_tasks"] <= 1


def test_the_measures_of_quality_are_all_there() -> None:
    log = MemoryLog(world())
    log.fold(stream_of(7))
    log.clock(day_start(on(LAST)))
    rows = [placed.counts for placed in log.partition.tasks.values()]
    whole = [sum(column) for column in zip(*rows, strict=True)]
    counts = dict(zip(MEASURES, whole, strict=True))
    instances = sum(counts[f"instance_{state}"] for state in INSTANCES)
    assert counts["slots"] > 10 and instances >= 10 and counts["live_tasks"] == 2
