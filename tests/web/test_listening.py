"""A bin is marked while reports can be taken, and only then."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import time_machine

from schema.clock import Clock
from tests.web.fakes import FakePool
from web.listening import Listening


async def a_minute(pool: FakePool, *, able: bool) -> None:
    """Run until the first minute is told."""
    told = asyncio.Event()
    listening = Listening(pool.as_pool(), Clock(), lambda: able)
    task = asyncio.create_task(listening.run(told.set))
    await asyncio.wait_for(told.wait(), timeout=5)
    task.cancel()


async def test_the_running_bin_is_marked() -> None:
    pool = FakePool({})
    with time_machine.travel(datetime(2026, 11, 22, 7, 3, tzinfo=UTC), tick=False):
        await Listening(pool.as_pool(), Clock(), lambda: True).mark()
    ((_, values),) = pool.executed
    assert values == (datetime(2026, 11, 22, 7, 0, tzinfo=UTC),)


async def test_each_minute_while_able() -> None:
    able, unable = FakePool({}), FakePool({})
    await a_minute(able, able=True)
    await a_minute(unable, able=False)
    assert (len(able.executed), len(unable.executed)) == (1, 0)


async def test_minutes_go_by_without_a_database() -> None:
    await a_minute(FakePool({}, away=True), able=True)
