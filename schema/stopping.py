"""Told to stop: SIGTERM or SIGINT, for the roles. Called in the loop that is to know of it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def told() -> asyncio.Event:
    """Set once this process is told to stop."""
    stop = asyncio.Event()
    _when_told(stop.set)
    return stop


async def until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end, or cancel it when this process is told to stop."""
    task = asyncio.ensure_future(work)
    _when_told(task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _when_told(call: Callable[[], object]) -> None:
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, call)
