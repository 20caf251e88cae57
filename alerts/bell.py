"""A bell: many may ring it, one waits for it; ringing a bell that rang already changes nothing."""

from __future__ import annotations

import asyncio


class Bell:
    """Wakes the loop that owns it."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the owner, now or when it next waits."""
        self._rung.set()

    async def wait(self) -> None:
        """Until it rings, or at once if it rang since the last wait."""
        await self._rung.wait()
        self._rung.clear()
