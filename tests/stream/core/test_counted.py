"""What is told late counts from the day it was told: Q15, Q16."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schema.clock import day_start
from schema.states import State
from schema.update import Completed, Verified
from stream.core.counted import shift
from stream.core.task import TaskState
from tests.builders import (
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    done_by,
    new_id,
    on,
    report,
    verified,
    world,
)
from tests.memory_log import MemoryLog, assigned_log


def test_three_working_days_later_still_counts_from_the_day_it_occurred() -> None:
    log, claim = assigned_log(), completed(2)  # Wednesday 3/6; the third is Monday 8/6
    log.fold([report(claim, reported_at=at(7))])
    log.fold([report(verified(9, of=claim.id), unit=PROVINCE)])
    assert done_by(log.partition.tasks[TASK]) == (claim.id, on(2))


def test_reported_more_than_three_working_days_later_counts_from_the_report() -> None:
    log = assigned_log()
    claim = completed(2)  # Wednesday 3/6; four working days later is Tuesday 9/6
    log.fold([report(claim, reported_at=at(8))])
    log.fold([report(verified(9, of=claim.id), unit=PROVINCE)])
    assert done_by(log.partition.tasks[TASK]) == (claim.id, on(8))


def test_q16_reported_late_but_done_in_time_is_overdue_until_it_is_reported() -> None:
    """Done 8/10, reported 13/10, due 10/10: W(8, 13) = 3; overdue 11 to 13, then awaiting."""
    log = MemoryLog(world())
    due, done = date(2026, 10, 10), datetime(2026, 10, 8, 3, tzinfo=UTC)
    told = datetime(2026, 10, 13, 3, tzinfo=UTC)
    log.fold([report(assigned(due=due), unit=PROVINCE)])
    log.clock(day_start(date(2026, 10, 13)))
    assert log.partition.tasks[TASK].state is State.OVERDUE
    claim = Completed(id=new_id(), subject=TASK, occurred_at=done)
    log.fold([report(claim, reported_at=told)])
    assert log.partition.tasks[TASK].state is State.AWAITING
    verdict = Verified(id=new_id(), subject=TASK, occurred_at=told, of=claim.id)
    log.fold([report(verdict, unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.DONE_ON_TIME


@pytest.mark.parametrize(
    ("before", "occurred", "counts", "noted"),
    [
        (None, 2, 5, {"shifted": on(5)}),
        (4, 2, 5, {"shifted": on(5)}),
        (5, 2, 5, {}),
        (9, 2, 5, {}),
        (None, 2, 2, {}),
        (None, 5, 2, {}),
        (1, 5, 2, {}),
    ],
)
def test_of_the_days_that_updates_were_moved_to_the_latest_is_noted(
    before: int | None, occurred: int, counts: int, noted: dict[str, date]
) -> None:
    state = TaskState(code=TASK, shifted=None if before is None else on(before))
    assert shift(state, on(occurred), on(counts)) == noted
