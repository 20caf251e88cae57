"""An event loop in a thread of its own, for what goes on while a test does something else."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
LONGEST_S = 180.0


class Aside:
    """`say` runs a coroutine there and waits for its result; `end` cancels what is left."""

    def __init__(self) -> None:
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._begun.wait(10)

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self._loop = runner.get_loop()
            runner.run(self._until_ended())

    async def _until_ended(self) -> None:
        self._ended = asyncio.Event()
        self._begun.set()
        await self._ended.wait()

    def say(self, work: Coroutine[Any, Any, T], within: float = LONGEST_S) -> T:
        """The result of a coroutine that runs there."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(within)

    def end(self) -> None:
        """Cancel what runs there, and wait for its end."""
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(20)
