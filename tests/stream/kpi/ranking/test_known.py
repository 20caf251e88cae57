"""A day as it stood at 24:00, known at 00:05: what came or occurred later is not in it (Q76)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from schema.clock import day_end
from stream.core.entry import Entry
from stream.core.task import TaskState, pack
from stream.kpi.ranking.known import as_known, due, known_until
from tests.builders import TASK, assigned, at, completed, on, progress, report, verified, world
from tests.memory_log import MemoryLog

DAY = on(3)
END = day_end(DAY)


def minutes(after_midnight: float) -> datetime:
    return END + timedelta(minutes=after_midnight)


def log_of(*facts: tuple[float, float]) -> MemoryLog:
    """A task with n % said in the n-th fact; each occurred and came so many minutes after."""
    log = MemoryLog(world())
    log.fold([report(assigned(), unit="vn.15")])
    for n, (occurred, came) in enumerate(facts, 1):
        said = progress(n / 100, occurred_at=minutes(occurred))
        log.fold([report(said, reported_at=minutes(occurred), received_at=minutes(came))])
    return log


def known(log: MemoryLog) -> TaskState:
    entries = [judged.entry for _, judged in log.rows.values()]
    stored = [(TASK, pack(log.partition.tasks[TASK].task))]
    (state,) = as_known(stored, {TASK: entries}, DAY, world())
    return state


@pytest.mark.parametrize(
    ("facts", "progress"),
    [
        ([(-60, -60)], 100),
        ([(-60, -60), (-1, 4)], 200),  # of the day, known at 00:05
        ([(-60, -60), (-1, 5)], 200),  # at 00:05 itself
        ([(-60, -60), (-1, 6)], 100),  # too late for the seal
        ([(-60, -60), (0, 1)], 100),  # of the next day
        ([(-60, 90), (0, 95)], None),
    ],
)
def test_what_is_in_the_seal(facts: list[tuple[float, float]], progress: int | None) -> None:
    assert known(log_of(*facts)).progress == progress


def test_it_is_what_the_fold_had_at_that_instant() -> None:
    """Whatever came afterwards: the same state as before it came."""
    log = log_of((-60, -60))
    before = log.partition.tasks[TASK].task
    log.fold([report(completed(3.9, occurred_at=minutes(10)))])
    log.fold([report(verified(occurred_at=minutes(20)), unit="vn.15")])
    assert log.partition.tasks[TASK].task.done is not None
    assert known(log) == before


def test_a_task_given_later_is_not_there_yet() -> None:
    log = MemoryLog(world())
    log.fold([report(assigned(occurred_at=minutes(1)), unit="vn.15")])
    assert known(log).assignment is None


def test_most_tasks_stand_as_they_are_stored() -> None:
    one = TaskState(code=TASK)
    none_again: dict[str, list[Entry]] = {}
    assert as_known([(TASK, pack(one))], none_again, DAY, world()) == [one]


@pytest.mark.parametrize(
    ("clock", "now", "last", "day"),
    [
        (None, minutes(6), None, None),
        (minutes(0), minutes(5.9), None, DAY - timedelta(days=1)),
        (minutes(0), minutes(6), None, DAY),
        (minutes(0), minutes(6), DAY - timedelta(days=1), DAY),
        (minutes(0), minutes(6), DAY - timedelta(days=3), DAY - timedelta(days=2)),
        (minutes(0), minutes(5.9), DAY - timedelta(days=1), None),
        (minutes(-1), minutes(6), DAY - timedelta(days=1), None),  # a partition is not there yet
        (minutes(0), minutes(600), DAY, None),
    ],
)
def test_which_day_is_due(
    clock: datetime | None, now: datetime, last: date | None, day: date | None
) -> None:
    assert due(clock, now, last) == day


def test_the_instant_of_the_seal() -> None:
    assert known_until(DAY) == END + timedelta(minutes=5)
    assert at() < known_until(DAY)
