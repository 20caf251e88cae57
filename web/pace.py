"""Leading edge, then at most once a window: idle means at once, busy means not more often.

Ten touches in a window cost one run, which begins when the window ends and so sees all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Pace:
    """Runs `work` when touched; runs never overlap and begin at least `window` seconds apart."""

    def __init__(self, work: Callable[[], Awaitable[None]], window: float) -> None:
        self._work = work
        self._window = window
        self._touched = asyncio.Event()

    def touch(self) -> None:
        """Something changed: run as soon as the window allows."""
        self._touched.set()

    async def run(self) -> None:
        """Serve touches until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await self._touched.wait()
            self._touched.clear()
            began = loop.time()
            await self._work()
            await asyncio.sleep(max(0.0, began + self._window - loop.time()))
