"""The role as a process: it leads or stands by, and nothing that ends it loses a figure."""

from __future__ import annotations

import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from redis import Redis

from schema.settings import Settings
from tests.integration import roll_rig as rig
from tests.integration.roll_process import Gate, Process, ended
from tests.integration.roll_rig import StandIn, Task
from tests.integration.waiting import until


@pytest.fixture
def system(settings: Settings) -> Iterator[Settings]:
    """A migrated system without a catalogue."""
    rig.build(settings)
    yield settings
    rig.tear_down(settings)
    with Redis.from_url(settings.redis_url) as redis:
        redis.delete(settings.names.kpi_stream)


@asynccontextmanager
async def running(*processes: Process) -> AsyncIterator[None]:
    """Processes started one after the other, none left behind."""
    try:
        for process in processes:
            await process.start()
        yield
    finally:
        for process in processes:
            await process.kill_if_alive()


def counted(settings: Settings) -> int:
    """Tasks in time in the whole country, as published."""
    state = rig.state(settings, "vn")
    return state.counts["in_time"] if state else 0


def version(settings: Settings) -> int:
    """The newest published version."""
    return int(rig.rows(settings, "select kpi_version from roll_state")[0][0])


async def test_a_change_is_published_within_a_quarter_of_a_second(system: Settings) -> None:
    fold = StandIn(system)
    async with running(Process(system)):
        took = []
        for n in range(5):
            fold.put(Task(code=f"t{n}", lead="vn"))
            began = time.monotonic()
            await until(lambda n=n: counted(system) == n + 1, "the new task")  # type: ignore[misc]
            took.append(time.monotonic() - began)
    assert sorted(took)[2] < 0.25, f"the notification must wake it, not the poll; took {took}"


async def test_a_standby_takes_over_from_a_killed_leader(system: Settings) -> None:
    fold = StandIn(system)
    first, second = Process(system), Process(system)
    async with running(first, second):
        assert (first.leads, second.leads) == (True, False)
        fold.put(Task(code="a", lead="vn"))
        await until(lambda: counted(system) == 1, "the first task")
        before = version(system)
        fold.put(Task(code="b", lead="vn"))
        await first.end(signal.SIGKILL)
        await until(lambda: counted(system) == 2, "the second task, published by the standby")
        await until(lambda: second.leads, "the standby to lead")
        assert version(system) > before


async def test_a_stopped_leader_goes_within_two_seconds(system: Settings) -> None:
    process = Process(system)
    async with running(process):
        began = time.monotonic()
        assert await process.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 2
    assert rig.rows(system, "select 1 from process where role = 'roll'") == []


async def test_a_leader_that_lost_its_session_begins_anew(system: Settings) -> None:
    fold = StandIn(system)
    process = Process(system)
    async with running(process):
        query = """select count(pg_terminate_backend(pid)) from pg_locks
            where locktype = 'advisory' and classid::bigint = hashtext(%s)::bit(32)::bigint"""
        assert rig.rows(system, query, system.names.sql) == [(1,)]
        fold.put(Task(code="a", lead="vn"))
        await until(lambda: counted(system) == 1, "the task, by a new session")


async def test_a_database_that_is_away_is_waited_for(system: Settings) -> None:
    fold, gate = StandIn(system), Gate(system.database_url)
    await gate.open()
    process = Process(system, DATABASE_URL=gate.url)
    async with running(process):
        await gate.shut()
        fold.put(Task(code="a", lead="vn"))
        assert counted(system) == 0
        await gate.open()
        await until(lambda: counted(system) == 1, "the task, once the database was back")
        await until(lambda: process.leads, "the heartbeat to go on")
        await gate.shut()
        assert await process.end(signal.SIGTERM, within=3) == 0, "it stops without a database too"


async def test_versions_never_go_back_over_restarts(system: Settings) -> None:
    fold, seen = StandIn(system), [0]
    for n in range(3):
        process = Process(system)
        async with running(process):
            fold.put(Task(code=f"t{n}", lead="vn"))
            await until(lambda n=n: counted(system) == n + 1, "the new task")  # type: ignore[misc]
            seen.append(version(system))
            await process.end(signal.SIGKILL)
    assert seen == sorted(set(seen))


async def test_a_database_without_tables_is_told_plainly(settings: Settings) -> None:
    status, said = await ended(settings)
    assert status == 1
    assert "python -m schema migrate" in said
