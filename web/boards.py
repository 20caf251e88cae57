"""Boards as the hub keeps them: a view that reads its own facts when touched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from web.compose.facts import BoardFacts
from web.frames import Frame
from web.hub import Clock, Hub
from web.latency import Latency
from web.view import View, ViewKey

Facts = Callable[[str, str], Awaitable[BoardFacts | None]]


class LiveBoard(View):
    """A board's view with the way to its facts."""

    def __init__(
        self, key: ViewKey, epoch: str, facts: BoardFacts, read: Facts, latency: Latency
    ) -> None:
        super().__init__(key, epoch, facts)
        self._read = read
        self._latency = latency

    async def refresh(self, stamp: float) -> Frame | None:
        """Read the facts and number the patch; a scope that vanished stands still."""
        facts = await self._read(self.key.scope, self.key.programme)
        if facts is None:
            return None
        frame = self.publish(facts, stamp)
        if facts.state is not None:
            self._latency.shown(facts.state, heard=stamp)
        return frame


Boards = Hub[ViewKey, LiveBoard]


def boards(read: Facts, build: str, latency: Latency, clock: Clock) -> Boards:
    """The hub of boards."""

    async def make(key: ViewKey, epoch: str) -> LiveBoard | None:
        facts = await read(key.scope, key.programme)
        return None if facts is None else LiveBoard(key, epoch, facts, read, latency)

    return Hub(make, build, clock)
