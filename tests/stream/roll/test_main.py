from __future__ import annotations

import asyncio
import os
import signal

import pytest

from schema.settings import Settings
from stream.roll import main


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_role_in_order(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    said: list[str] = []

    async def run(settings: Settings) -> None:
        said.append("runs")
        try:
            await asyncio.Event().wait()
        finally:
            said.append("left")

    monkeypatch.setattr(main, "run", run)
    task = asyncio.create_task(main.until_stopped(Settings()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    os.kill(os.getpid(), number)
    await asyncio.wait_for(task, 2)
    assert said == ["runs", "left"]


async def test_an_error_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(settings: Settings) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(main, "run", run)
    with pytest.raises(RuntimeError, match="ours"):
        await main.until_stopped(Settings())
