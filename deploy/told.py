"""Run until told to end: Ctrl-C, SIGTERM, or the terminal that goes away.

Called by `__main__`. The first signal cancels the work, whose `finally` blocks then stop everything
in order; later ones change nothing, so that an impatient second Ctrl-C leaves no orphan.
"""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)  # also where a shell's `&` would ignore Ctrl-C


def until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end, or to its cancellation by a signal."""
    asyncio.run(_until_told(work))


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    told = asyncio.Event()

    def tell() -> None:
        if not told.is_set():
            told.set()
            task.cancel()

    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, tell)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup stays nohup
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, tell)
    try:
        await task
    except asyncio.CancelledError:
        if not told.is_set():
            raise
