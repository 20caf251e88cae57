"""What stands around the KPI state on a board: whom to urge, what came in, what is in the way.

One pipeline of queries a reading. A scope somebody looks at is read again when its state moved, at
once when idle and then at most once a second; meanwhile the board shows the reading before.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from msgspec import Struct

from schema.database import AWAY
from schema.measures import Counts
from web.compose.facts import Bottleneck, Notable, PulseBin, SCurve, UrgeLine, WaveDay
from web.facts.book import Key
from web.pace import Pace

EVERY = 1.0  # seconds between two readings of one scope
MOST = 1_000  # readings kept
KEPT = 120.0  # seconds a reading outlives the last question for it
log = logging.getLogger(__name__)


class Around(Struct, frozen=True, kw_only=True):
    """One reading, at one instant."""

    urge: tuple[UrgeLine, ...]
    notable: tuple[Notable, ...]
    notable_more: int
    wave: tuple[WaveDay, ...]
    bottlenecks: tuple[Bottleneck, ...]
    overdue_before: dict[str, int]  # by child, 24 hours ago
    pulse: tuple[PulseBin, ...]
    curve: SCurve | None = None
    tops: tuple[tuple[str, Counts], ...] = ()
    """Of a field or post: what each province and central body holds of it."""


Read = Callable[[str, str], Awaitable[Around]]


class _Watched:
    """The newest reading of one scope, read again when touched."""

    def __init__(self, key: Key, first: Around, read: Read, changed: Callable[[Key], None]) -> None:
        self.reading = first
        self.asked_at = 0.0
        self._key = key
        self._read = read
        self._changed = changed
        self._pace = Pace(self._again, EVERY)
        self.touch = self._pace.touch
        self.task = asyncio.create_task(self._pace.run())

    async def _again(self) -> None:
        try:
            self.reading = await self._read(*self._key)
        except AWAY as error:
            log.warning("around %s@%s: the database is away: %s", *self._key, error)
            return
        self._changed(self._key)


class Arounds:
    """Readings by (scope, programme); `changed` is called when one was renewed."""

    def __init__(
        self, read: Read, changed: Callable[[Key], None], clock: Callable[[], float]
    ) -> None:
        self._read = read
        self._changed = changed
        self._clock = clock
        self._watched: dict[Key, _Watched] = {}

    async def get(self, scope: str, programme: str) -> Around:
        """The newest reading; the first question for a scope waits for it."""
        key = (scope, programme)
        watched = self._watched.get(key)
        if watched is None:
            first = await self._read(scope, programme)
            watched = self._watched.get(key) or self._watch(key, first)
        watched.asked_at = self._clock()
        return watched.reading

    def _watch(self, key: Key, first: Around) -> _Watched:
        watched = _Watched(key, first, self._read, self._changed)
        if len(self._watched) >= MOST:
            watched.task.cancel()  # one that reads all boards in turn is served, not remembered
            return watched
        watched.task.add_done_callback(lambda task: self._drop_broken(key, task))
        self._watched[key] = watched
        return watched

    def _drop_broken(self, key: Key, task: asyncio.Task[None]) -> None:
        """A reading that failed is made anew for the next question, which then sees the error."""
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("around %s@%s broke", *key, exc_info=error)
            self._watched.pop(key, None)

    def touch(self, scopes: Iterable[str]) -> None:
        """Something moved in these scopes: read them again."""
        moved = set(scopes)
        for (scope, _), watched in self._watched.items():
            if scope in moved:
                watched.touch()

    def touch_all(self) -> None:
        """Time went on: read everything again."""
        for watched in self._watched.values():
            watched.touch()

    def forget(self) -> None:
        """Drop what nobody asked for lately."""
        now = self._clock()
        for key, watched in list(self._watched.items()):
            if now - watched.asked_at > KEPT:
                watched.task.cancel()
                del self._watched[key]

    def close(self) -> None:
        """Stop reading."""
        for watched in self._watched.values():
            watched.task.cancel()
        self._watched.clear()
