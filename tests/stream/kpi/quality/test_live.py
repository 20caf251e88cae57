"""When a task is stale (Q66); that nil reports alone keep none alive (domain 3)."""

from __future__ import annotations

from datetime import date, timedelta

from schema.measures import named
from schema.update import DifficultyRaised, SlotNil
from stream.kpi.quality.live import stale_from
from tests.builders import PROVINCE, TASK, assigned, at, new_id, progress, report, world
from tests.memory_log import MemoryLog
from tests.stream.kpi.test_planning import task

HEARD = date(2026, 6, 10)


def test_a_task_is_stale_on_the_day_after_its_max_age() -> None:
    assert stale_from(task(told_on=HEARD.toordinal())) == (HEARD + timedelta(31)).toordinal()


def test_never_reported_is_stale() -> None:
    assert stale_from(task()) == 0


def nil(days: float) -> SlotNil:
    return SlotNil(id=new_id(), subject=TASK, occurred_at=at(days), subjects=[TASK])


def fresh(log: MemoryLog) -> int:
    return named(log.partition.tasks[TASK].counts)["live_fresh"]


def test_three_nil_reports_in_a_row_make_it_stale_and_a_fact_fresh_again() -> None:
    log = MemoryLog(world())
    log.each([report(assigned(), unit=PROVINCE), report(nil(1)), report(nil(2))])
    assert fresh(log) == 1
    log.fold([report(nil(3))])
    assert fresh(log) == 0
    log.fold([report(progress(0.2, 4))])
    assert fresh(log) == 1


def test_while_it_waits_for_somebody_nil_reports_keep_it_fresh() -> None:
    log = MemoryLog(world())
    asks = DifficultyRaised(
        id=new_id(), subject=TASK, occurred_at=at(0.5), difficulty="d", type="legal"
    )
    log.each([report(assigned(), unit=PROVINCE), report(asks), *map(report, map(nil, (1, 2, 3)))])
    assert fresh(log) == 1
