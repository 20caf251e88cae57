"""SIGTERM and SIGINT end a role in good order."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from schema.stopping import SIGNALS, told, until_told


@pytest.mark.parametrize("number", SIGNALS)
async def test_who_asks_is_told(number: signal.Signals) -> None:
    stop = told()
    assert not stop.is_set()
    os.kill(os.getpid(), number)
    await asyncio.wait_for(stop.wait(), 5)


@pytest.mark.parametrize("number", SIGNALS)
async def test_work_is_cancelled(number: signal.Signals) -> None:
    ended = []

    async def work() -> None:
        os.kill(os.getpid(), number)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append("in good order")

    await asyncio.wait_for(until_told(work()), 5)
    assert ended == ["in good order"]


async def test_work_that_fails_says_so() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await until_told(work())
