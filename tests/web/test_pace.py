"""Idle means at once; busy means once a window, with everything that came in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from web.pace import Pace


@asynccontextmanager
async def running(pace: Pace) -> AsyncIterator[None]:
    task = asyncio.create_task(pace.run())
    try:
        yield
    finally:
        task.cancel()


async def test_the_first_touch_runs_at_once() -> None:
    ran = asyncio.Event()

    async def work() -> None:
        ran.set()

    pace = Pace(work, window=60.0)
    async with running(pace):
        pace.touch()
        await asyncio.wait_for(ran.wait(), timeout=5)


async def test_touches_in_a_window_cost_one_run() -> None:
    loop = asyncio.get_running_loop()
    runs: list[float] = []
    twice = asyncio.Event()

    async def work() -> None:
        runs.append(loop.time())
        if len(runs) == 1:
            for _ in range(10):
                pace.touch()
        else:
            twice.set()

    pace = Pace(work, window=0.05)
    async with running(pace):
        pace.touch()
        await asyncio.wait_for(twice.wait(), timeout=5)
    assert len(runs) == 2
    assert runs[1] - runs[0] >= 0.05
