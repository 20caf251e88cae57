from __future__ import annotations

from schema.clock import day_start
from schema.wire import Evaluate
from stream.core.partition import Partition
from stream.fold.awaiting import Awaiting
from tests.builders import (
    COMMUNE,
    MONDAY,
    PROVINCE,
    assigned,
    completed,
    on,
    progress,
    report,
    world,
)
from tests.memory_log import MemoryLog

CODES = [f"{COMMUNE}.t000{n}" for n in range(1, 5)]


def three_open() -> MemoryLog:
    """Four tasks on the third day; somebody claims that the last one is done."""
    log = MemoryLog(world())
    log.clock(day_start(MONDAY))
    log.fold([report(*(assigned(code) for code in CODES), unit=PROVINCE)])
    log.fold([report(completed(1, subject=CODES[3]))])
    log.clock(day_start(on(2)))
    return log


def test_each_open_task_waits_once_a_day() -> None:
    log, awaiting = three_open(), Awaiting()
    assert awaiting.take(log.partition, 2) == CODES[:2]
    assert awaiting.take(log.partition, 2) == CODES[2:3]
    assert awaiting.take(log.partition, 2) == []
    log.clock(day_start(on(3)))
    assert awaiting.take(log.partition, 9) == CODES[:3]


def test_what_has_its_forecast_waits_again_when_it_moves() -> None:
    log, awaiting = three_open(), Awaiting()
    log.fold([Evaluate(day=on(2), tasks=CODES)])
    assert awaiting.take(log.partition, 9) == []
    outcome = log.fold([report(progress(0.5, 2, subject=CODES[1]))])
    awaiting.learn(0, outcome.tasks)
    assert awaiting.take(log.partition, 9) == CODES[1:2]
    assert awaiting.take(log.partition, 9) == []


def test_a_partition_read_anew_is_looked_through_again() -> None:
    log, awaiting = three_open(), Awaiting()
    awaiting.take(log.partition, 9)
    awaiting.forget([0])
    assert awaiting.take(log.partition, 9) == CODES[:3]


def test_what_is_not_there_does_not_wait() -> None:
    awaiting = Awaiting()
    awaiting.learn(0, CODES)
    assert awaiting.take(Partition(number=0), 9) == []
    empty = Partition(number=1, clock=day_start(MONDAY))
    awaiting.take(empty, 9)
    awaiting.learn(1, CODES)
    assert awaiting.take(empty, 9) == []
