"""One browser on one view: whether it keeps up, and since when it does not.

A viewer that cannot take a frame is skipped from then on, so that what it gets is never a patch on
top of a gap; when its socket drains it is caught up in one go. Pure apart from its wire.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from web.frames import Frame

TOO_SLOW = 4008  # close code: behind for too long, come back and start from a snapshot
NOTHING = -1  # the number of a viewer that has not even a snapshot
PATIENCE = 30.0  # seconds a viewer may be behind


class Wire(Protocol):
    """A socket as the hub sees it: `web.fan.Fan`, `web.plain.PlainWire`, or a test's list."""

    def push(self, frame: Frame) -> bool:
        """Write `frame` now; False if the socket cannot take it."""
        ...

    def when_writable(self, catch_up: Callable[[], None]) -> None:
        """Call `catch_up` after a refused frame, once the socket takes bytes again."""
        ...


class Viewer:
    """`missed_after` is the last frame number it was given before it fell behind, else None."""

    __slots__ = ("_acked", "_owes_since", "close", "missed_after", "slow_since", "wire")

    def __init__(self, wire: Wire, close: Callable[[int, str], None]) -> None:
        self.wire = wire
        self.close = close
        self.missed_after: int | None = None
        self.slow_since: float | None = None
        self._acked: int | None = None
        self._owes_since: float | None = None

    def give(self, frame: Frame, seq: int, now: float) -> bool:
        """Push frame number `seq`, unless the viewer is behind already."""
        if self.missed_after is not None:
            return False
        if self.wire.push(frame):
            return True
        self._fall_behind(seq - 1, now)
        return False

    def give_all(self, frames: Sequence[Frame], *, after: int, seq: int, now: float) -> None:
        """Push the frames that lead from `after` (or NOTHING) to `seq`, as far as there is room."""
        has = after
        for number, frame in enumerate(frames, seq - len(frames) + 1):
            if not self.wire.push(frame):
                self._fall_behind(has, now)
                return
            has = number
        self.missed_after = self.slow_since = None

    def _fall_behind(self, has: int, now: float) -> None:
        self.missed_after = has
        if self.slow_since is None:
            self.slow_since = now

    def nudge(self, frame: Frame) -> None:
        """Push a frame without a number (a heartbeat); of no account if the viewer is behind."""
        if self.missed_after is None:
            self.wire.push(frame)

    def ack(self, seq: int) -> None:
        """The browser says it has applied everything up to `seq`."""
        if self._acked is None or seq > self._acked:
            self._acked = seq
            self._owes_since = None

    def too_slow(self, seq: int, now: float) -> bool:
        """True if it has been behind longer than patience, by our buffer or by its own word.

        A viewer that never acknowledged anything is judged by the buffer alone.
        """
        if self._acked is not None and self._acked < seq:
            self._owes_since = now if self._owes_since is None else self._owes_since
        since = self.slow_since if self.slow_since is not None else self._owes_since
        return since is not None and now - since > PATIENCE
