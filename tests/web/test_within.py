"""Who asks is answered in time, whatever becomes of what was asked."""

from __future__ import annotations

import asyncio

import pytest

from web.within import within


async def test_an_answer_and_an_error_pass() -> None:
    async def answer() -> int:
        return 7

    async def fail() -> int:
        raise ZeroDivisionError

    assert await within(1, answer()) == 7
    with pytest.raises(ZeroDivisionError):
        await within(1, fail())


async def test_what_does_not_even_answer_a_cancellation_is_not_waited_for() -> None:
    thawed = asyncio.Event()
    ended = asyncio.Event()

    async def frozen() -> None:
        try:
            await thawed.wait()
        except asyncio.CancelledError:
            await thawed.wait()
        ended.set()
        raise ZeroDivisionError

    with pytest.raises(TimeoutError, match="within 0 s"):
        await asyncio.wait_for(within(0, frozen()), 5)
    assert not ended.is_set()
    thawed.set()
    await asyncio.wait_for(ended.wait(), 5)


async def test_who_asks_no_more_ends_the_work() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.set()

    asking = asyncio.create_task(within(60, work()))
    await begun.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await asyncio.wait_for(ended.wait(), 5)
