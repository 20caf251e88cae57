"""The socket of a server that only knows ASGI: the same verbs as `web.fan`, one task a viewer.

No queue: a viewer whose last frame is still on its way is behind, and is caught up from the ring
when it has gone out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from web.frames import Frame

Send = Callable[[str], Awaitable[None]]


class PlainWire:
    """`push` hands over what fits into one send; `run` does the sending until cancelled."""

    def __init__(self, send_text: Send) -> None:
        self._send_text = send_text
        self._frames: list[Frame] = []
        self._more = asyncio.Event()
        self._sending = False
        self._refused = False
        self._catch_up: Callable[[], None] | None = None

    def when_writable(self, catch_up: Callable[[], None]) -> None:
        """Call `catch_up` after a refused frame, when the frames before it have gone out."""
        self._catch_up = catch_up

    def push(self, frame: Frame) -> bool:
        """Take `frame` for the next send; False while one is under way."""
        if self._sending:
            self._refused = True
            return False
        self._frames.append(frame)
        self._more.set()
        return True

    async def run(self) -> None:
        """Send what was pushed, in order."""
        while True:
            await self._more.wait()
            self._more.clear()
            frames, self._frames = self._frames, []
            self._sending = True
            for frame in frames:
                await self._send_text(frame.text)
            self._sending = False
            if self._refused and self._catch_up is not None:
                self._refused = False
                self._catch_up()
