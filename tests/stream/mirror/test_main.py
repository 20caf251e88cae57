"""The role ends as it is told, and says when it refuses."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import Any

import pytest

from schema.errors import Contradiction
from schema.settings import Settings
from stream.mirror import main as module


class Pool:
    """Connections nobody uses."""

    async def open(self, **_: Any) -> None:
        """At once."""

    async def close(self, **_: Any) -> None:
        """At once."""


class Mirror:
    """Copies until its time has come, or raises."""

    def __init__(self, *_: object) -> None:
        self.status = None

    async def run(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.get_running_loop().create_future()


@pytest.fixture(autouse=True)
def twins(monkeypatch: pytest.MonkeyPatch) -> None:
    async def forever(*_: object) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.get_running_loop().create_future()

    async def left(*_: object) -> None:
        return None

    monkeypatch.setattr(module, "pool", lambda *_, **__: Pool())
    monkeypatch.setattr(module, "heartbeat", forever)
    monkeypatch.setattr(module, "leave", left)
    monkeypatch.setattr(module, "Mirror", Mirror)


async def test_sigterm_ends_it_in_good_order() -> None:
    assert await module.run(Settings()) == 0


async def test_with_nothing_to_mirror_it_waits_to_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(_: Mirror) -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Mirror, "run", nothing)
    assert await module.run(Settings()) == 0


async def test_two_logs_that_contradict_one_another_are_refused(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(_: Mirror) -> None:
        raise Contradiction("another log")

    monkeypatch.setattr(Mirror, "run", refuse)
    assert await module.run(Settings()) == module.REFUSED
    assert "another log" in caplog.text


def test_it_takes_no_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["stream mirror", "--now"])
    with pytest.raises(SystemExit, match="takes no arguments"):
        module.main()
