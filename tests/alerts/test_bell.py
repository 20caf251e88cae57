"""Bells."""

import asyncio

from alerts.bell import Bell


async def test_a_ring_before_the_wait_is_not_lost() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    await bell.wait()


async def test_each_wait_wants_a_ring() -> None:
    bell = Bell()
    bell.ring()
    await bell.wait()
    waiting = asyncio.ensure_future(bell.wait())
    done, _ = await asyncio.wait({waiting}, timeout=0)
    assert not done
    bell.ring()
    await waiting
