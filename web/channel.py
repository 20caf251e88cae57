"""A view and its viewers: who joins gets all that came before, and every frame after it.

Snapshot and stream meet without a gap because joining, publishing and catching up are synchronous
steps on one event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from web import frames
from web.frames import Frame
from web.ring import Ring
from web.viewer import NOTHING, TOO_SLOW, Viewer


class Numbered(Protocol):
    """What a channel needs of a view: its numbered patches and what to give a newcomer."""

    epoch: str
    ring: Ring

    def newcomer(self) -> list[Frame]:
        """A snapshot and the patches after it, up to the newest."""
        ...

    @property
    def as_of(self) -> str:
        """ISO instant of what the view shows; "" when it shows nothing."""
        ...


class Channel:
    """The viewers of one view; `clock` gives Unix seconds."""

    def __init__(self, view: Numbered, clock: Callable[[], float]) -> None:
        self.view = view
        self.viewers: set[Viewer] = set()
        self._clock = clock

    def join(self, viewer: Viewer, epoch: str, seq: int) -> None:
        """Add `viewer`, who has everything up to `seq` of `epoch` (or has nothing)."""
        viewer.wire.when_writable(lambda: self._catch_up(viewer))
        self.viewers.add(viewer)
        self._lead(viewer, seq if epoch == self.view.epoch else NOTHING)

    def leave(self, viewer: Viewer) -> None:
        """Forget `viewer`."""
        self.viewers.discard(viewer)

    def broadcast(self, frame: Frame) -> None:
        """Give the newest frame of the ring to everybody who keeps up."""
        seq, now = self.view.ring.seq, self._clock()
        for viewer in self.viewers:
            viewer.give(frame, seq, now)

    def heartbeat(self) -> None:
        """Tell everybody where we are; close those who have been behind for too long."""
        now, seq = self._clock(), self.view.ring.seq
        beat = frames.heartbeat(seq, self.view.as_of, now)
        for viewer in list(self.viewers):
            if viewer.too_slow(seq, now):
                viewer.close(TOO_SLOW, "behind for more than 30 s: reconnect")
                self.leave(viewer)
            else:
                viewer.nudge(beat)

    def _catch_up(self, viewer: Viewer) -> None:
        if viewer in self.viewers and viewer.missed_after is not None:
            self._lead(viewer, viewer.missed_after)

    def _lead(self, viewer: Viewer, has: int) -> None:
        """Give what leads from `has` to the newest: the patches between, or a snapshot."""
        ring, missing = self.view.ring, self.view.ring.since(has)
        if missing is None:
            has, missing = NOTHING, self.view.newcomer()
        viewer.give_all(missing, after=has, seq=ring.seq, now=self._clock())
