"""Without our socket class, viewers still get frames in order and are caught up."""

from __future__ import annotations

import asyncio

from web.frames import Frame
from web.plain import PlainWire


async def test_frames_go_out_in_order_and_a_busy_wire_refuses() -> None:
    sent: list[str] = []
    started, gate, caught_up = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def send_text(text: str) -> None:
        started.set()
        await gate.wait()
        sent.append(text)

    wire = PlainWire(send_text)
    wire.when_writable(caught_up.set)
    task = asyncio.create_task(wire.run())
    assert wire.push(Frame(b"1")) and wire.push(Frame(b"2"))
    await asyncio.wait_for(started.wait(), timeout=5)
    assert not wire.push(Frame(b"3"))
    gate.set()
    await asyncio.wait_for(caught_up.wait(), timeout=5)
    task.cancel()
    assert sent == ["1", "2"]
