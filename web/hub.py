"""All live views of one sort in this process, and who looks at them.

A view is made for its first viewer and kept for a short while after its last, so that a flapping
line does not cost a rebuild. A touch has it refreshed, at once when idle and else at most ten
times a second. `web.boards` and `web.inbox` say what a view is.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, Protocol, TypeVar

from schema.database import AWAY
from web.channel import Channel, Numbered
from web.frames import Frame
from web.pace import Pace
from web.viewer import Viewer

WINDOW = 0.1  # seconds between two patches of a view
BEAT = 5.0  # seconds between heartbeats
OUR_FAULT = 1011  # close code: the view broke, the page goes grey and comes back
LINGER = 30.0  # seconds a view outlives its last viewer
MOST_VIEWS = 400  # a view costs about a megabyte
ARRIVAL = 1.0  # seconds in which the first viewer of a view just made comes to it

log = logging.getLogger(__name__)
Clock = Callable[[], float]
"""Unix seconds."""


class Live(Numbered, Protocol):
    """A view that can bring itself up to date."""

    async def refresh(self, stamp: float) -> Frame | None:
        """Read what is true now and number the patch; None if nothing moved."""
        ...


LiveT = TypeVar("LiveT", bound=Live)
KeyT = TypeVar("KeyT", bound=Hashable)


class Full(Exception):
    """This process holds as many views as it may: try another, or later."""


class Kept(Generic[LiveT]):
    """A view in the hub: its channel, its pace, and since when nobody looks."""

    def __init__(self, view: LiveT, clock: Clock) -> None:
        self.view = view
        self.channel = Channel(view, clock)
        self.idle_since: float | None = clock()
        self._clock = clock
        self._pace = Pace(self._refresh, WINDOW)
        self.touch = self._pace.touch
        self.task = asyncio.create_task(self._pace.run())

    async def _refresh(self) -> None:
        try:
            frame = await self.view.refresh(self._clock())
        except AWAY as error:
            log.warning("view %s stands still, the database is away: %s", self.view.epoch, error)
            return
        if frame is not None:
            self.channel.broadcast(frame)


class Hub(Generic[KeyT, LiveT]):
    """`make` builds the view of a key for an epoch, None if there is no such thing to show.

    An epoch is `build.incarnation`: pages of another build reload; of another incarnation (another
    process, or a view made anew) they take the snapshot in place.
    """

    def __init__(
        self,
        make: Callable[[KeyT, str], Awaitable[LiveT | None]],
        build: str,
        clock: Clock = time.time,
    ) -> None:
        self._make_view = make
        self._build = build
        self._clock = clock
        self._kept: dict[KeyT, Kept[LiveT]] = {}
        self._making: dict[KeyT, asyncio.Task[Kept[LiveT] | None]] = {}

    def __len__(self) -> int:
        """Views held by this process."""
        return len(self._kept)

    @property
    def viewers(self) -> int:
        """Sockets open on views of this hub."""
        return sum(len(kept.channel.viewers) for kept in self._kept.values())

    def held(self, key: KeyT) -> LiveT | None:
        """The view of `key` if somebody looks at it."""
        kept = self._kept.get(key)
        return kept.view if kept else None

    async def join(
        self, key: KeyT, viewer: Viewer, epoch: str, seq: int
    ) -> Callable[[], None] | None:
        """Show `viewer` the view of `key`; returns how to leave, None if there is no such view.

        Raises Full when no further view may be made.
        """
        kept = await self._keep(key)
        if kept is None:
            return None
        kept.channel.join(viewer, epoch, seq)
        kept.idle_since = None
        return lambda: self._leave(kept, viewer)

    def _leave(self, kept: Kept[LiveT], viewer: Viewer) -> None:
        kept.channel.leave(viewer)
        if not kept.channel.viewers:
            kept.idle_since = self._clock()

    async def _keep(self, key: KeyT) -> Kept[LiveT] | None:
        if key in self._kept:
            return self._kept[key]
        if key not in self._making:
            if len(self._kept) + len(self._making) >= MOST_VIEWS and not self._drop_oldest():
                raise Full(f"expected at most {MOST_VIEWS} views in one process")
            self._making[key] = asyncio.create_task(self._make(key))
        return await asyncio.shield(self._making[key])

    async def _make(self, key: KeyT) -> Kept[LiveT] | None:
        try:
            view = await self._make_view(key, f"{self._build}.{secrets.token_hex(4)}")
            if view is None:
                return None
            kept = self._kept[key] = Kept(view, self._clock)
            kept.task.add_done_callback(lambda task: self._drop_broken(key, task))
            kept.touch()  # what moved while it was made
            return kept
        finally:
            del self._making[key]

    def _drop_broken(self, key: KeyT, task: asyncio.Task[None]) -> None:
        """A view that stands still must not look alive: its viewers are sent away."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("view %s broke and is dropped", key, exc_info=error)
        kept = self._kept.pop(key, None)
        for viewer in list(kept.channel.viewers) if kept else ():
            viewer.close(OUR_FAULT, "this board cannot be shown now")

    def touch(self, moved: Callable[[KeyT], bool]) -> None:
        """Have the views whose key has `moved` refreshed."""
        for key, kept in self._kept.items():
            if moved(key):
                kept.touch()

    async def beat(self) -> None:
        """Heartbeats and housekeeping until cancelled."""
        while True:
            await asyncio.sleep(BEAT)
            for kept in list(self._kept.values()):
                kept.channel.heartbeat()
                await asyncio.sleep(0)
            self._drop_idle()

    def _drop_idle(self) -> None:
        now = self._clock()
        for key, kept in list(self._kept.items()):
            if kept.idle_since is not None and now - kept.idle_since > LINGER:
                kept.task.cancel()
                del self._kept[key]

    def _drop_oldest(self) -> bool:
        """Make room for a view somebody wants: the one nobody has looked at for longest goes."""
        before = self._clock() - ARRIVAL
        idle = [
            (kept.idle_since, key)
            for key, kept in self._kept.items()
            if kept.idle_since is not None and kept.idle_since <= before
        ]
        if not idle:
            return False
        _, key = min(idle, key=lambda each: each[0])
        self._kept.pop(key).task.cancel()
        return True

    async def close(self) -> None:
        """Stop refreshing; the server closes the sockets."""
        tasks = [kept.task for kept in self._kept.values()]
        self._kept.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
