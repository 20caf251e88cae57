from __future__ import annotations

import asyncio

import pytest

from stream.roll import wake
from stream.roll.wake import Bell


async def test_a_ring_wakes() -> None:
    bell = Bell()
    waiting = asyncio.create_task(bell.wait())
    bell.ring()
    await asyncio.wait_for(waiting, 0.5)


async def test_rings_before_the_wait_count_as_one() -> None:
    bell = Bell()
    bell.ring()
    bell.ring()
    await asyncio.wait_for(bell.wait(), 0.5)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(bell.wait(), 0.01)


async def test_without_a_ring_the_poll_wakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "POLL_S", 0.01)
    await asyncio.wait_for(Bell().wait(), 0.5)
