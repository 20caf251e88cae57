"""Forecasts on real engines: who writes `evaluate`, what becomes of it, that it is the log's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schema.alert import Cause, decode
from schema.clock import day_start, local_day
from schema.settings import Settings
from schema.update import DifficultyRaised
from schema.wire import ClockTo, Evaluate, decode_log
from stream.fold.foresight import MOST
from tests.builders import assigned, completed, new_id, progress, report
from tests.integration.fold_rig import (
    PARTITIONS,
    Process,
    fresh,
    log,
    positions,
    read_topic,
    rows,
    until_folded,
)
from tests.integration.fold_truth import assert_like_oracle
from tests.integration.waiting import until

HOME = "vn.15.04465"
LATE, UNSAID = f"{HOME}.t0001", f"{HOME}.t0002"
STARTED = 60
"""Days ago."""


@pytest.fixture
async def system(settings: Settings) -> AsyncIterator[Settings]:
    """Empty tables and topics for each test."""
    async with fresh(settings) as own:
        yield own


@pytest.fixture
async def worker(system: Settings, tmp_path: Path) -> AsyncIterator[Process]:
    """A worker that is not started yet; gone when the test is."""
    process = Process(system, tmp_path / "fold.log")
    yield process
    await process.kill()


def ago(settings: Settings, days: float) -> datetime:
    """An instant so many days before the present."""
    return settings.clock().now() - timedelta(days=days)


def past(settings: Settings, extra: int = 0) -> list[Any]:
    """Two tasks (and `extra` more) due in ten days: of one there are bad reports, of one none."""
    today = local_day(settings.clock().now())
    begun, due = today - timedelta(days=STARTED), today + timedelta(days=10)
    dates: dict[str, Any] = {
        "occurred_at": ago(settings, STARTED),
        "start": begun,
        "due": due,
        "max_age_days": 90,
    }
    codes = [LATE, UNSAID, *(f"{HOME}.t1{n:03d}" for n in range(extra))]
    given = [assigned(code, **dates) for code in codes]
    asked = DifficultyRaised(
        id=new_id(),
        subject=LATE,
        occurred_at=ago(settings, STARTED - 5),
        difficulty="d1",
        type="legal",
    )
    said = [progress(0.01, subject=LATE, occurred_at=ago(settings, days)) for days in (50, 40, 20)]
    return [report(*given, unit="vn.15"), report(asked), *(report(one) for one in said)]


def standing(settings: Settings, task: str) -> tuple[Any, ...]:
    """The sign of a task and its forecast."""
    query = (
        "select t.sign, f.day, f.ground, f.reports, f.p_late, f.updates from task t "
        "left join forecast f on f.task = t.code where t.code = %s"
    )
    found = rows(settings, query, task)
    return found[0] if found else (None, None)


async def test_after_midnight_open_tasks_are_evaluated_and_stand_by_it(
    system: Settings, worker: Process
) -> None:
    today = local_day(system.clock().now())
    async with log(system) as written:
        await written.write_all(past(system, extra=MOST + 20))
        place = next(iter(written.ends))
        await written.write(ClockTo(to=day_start(today)), place)
        await worker.start()
        await until_folded(system, written.ends)
        await until(
            lambda: (
                rows(system, "select count(*) from forecast where day = %s", today)
                == [(MOST + 22,)]
            ),
            "a forecast of today for every open task",
        )
        sign, day, ground, reports, p_late, updates = standing(system, LATE)
        assert (sign, day, ground, reports, updates) == ("behind", today, "reports", 3, 5)
        assert p_late >= 8_000
        assert standing(system, UNSAID)[:4] == ("on_track", today, "prior", 0)

        await written.write(report(completed(subject=LATE, occurred_at=ago(system, 0.01))))
        await until_folded(system, written.ends)
        await until(
            lambda: standing(system, LATE)[:2] == ("on_track", None), "no forecast of what is done"
        )
        asked = progress(0.3, subject=UNSAID, occurred_at=ago(system, 0.01))
        await written.write(report(asked))
        await until(
            lambda: standing(system, UNSAID)[2:4] == ("reports", 1), "one that knows the report"
        )
    assert await worker.stop() == 0, worker.said
    await assert_like_oracle(system)
    told = [
        decode(raw or b"") for _, raw in (await read_topic(system, system.names.standings))[place]
    ]
    turns = [one for one in told if one.subject == LATE and one.cause is Cause.FORECAST]
    assert [(one.sign_before, one.sign, one.p_late) for one in turns] == [
        ("on_track", "behind", p_late)
    ]
    assert turns[0].finish_p50 is not None
    query = "select count(*) from standing_history where subject = %s and reason = 'forecast'"
    assert rows(system, query, LATE) == [(1,)], "once, in the transaction that made it"


async def test_messages_are_of_100_tasks_and_a_restart_writes_none_again(
    system: Settings, worker: Process
) -> None:
    today = local_day(system.clock().now())
    async with log(system) as written:
        await written.write_all(past(system, extra=2 * MOST))
        place = next(iter(written.ends))
        await written.write(ClockTo(to=day_start(today)), place)
    query = "select count(*) from forecast where day = %s"
    for _ in range(2):
        await worker.start()
        await worker.until_ready(system)
        await until(lambda: rows(system, query, today) == [(2 * MOST + 2,)], "all forecasts")
        await worker.kill()
    said = [decode_log(raw) for _, raw in (await read_topic(system, system.names.reports))[place]]
    sizes = [len(one.tasks) for one in said if isinstance(one, Evaluate)]
    assert sizes == [MOST, MOST, 2]
    assert {one.day for one in said if isinstance(one, Evaluate)} == {today}


async def test_what_is_evaluated_for_another_day_or_for_nobody_is_passed_over(
    system: Settings, worker: Process
) -> None:
    today = local_day(system.clock().now())
    async with log(system) as written:
        await written.write_all(past(system))
        place = next(iter(written.ends))
        before = today - timedelta(days=3)
        await written.write(ClockTo(to=day_start(before)), place)
        for day in (before - timedelta(days=1), today):
            await written.write(Evaluate(day=day, tasks=[LATE]), place)
        await written.write(Evaluate(day=before, tasks=[LATE, "vn.15.04465.nobody"]), place)
        await worker.start()
        await until_folded(system, written.ends)
    assert sum(positions(system).values()) >= sum(written.ends.values())
    assert len(positions(system)) == PARTITIONS
    await worker.stop()
    await assert_like_oracle(system)
    assert rows(system, "select count(*) from dead_letter") == [(0,)]
