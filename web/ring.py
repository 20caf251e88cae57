"""The last patches of one view, by number: what a viewer that was away needs to catch up.

`seq` counts patches from 0 (nothing yet) without gaps. Pure.
"""

from __future__ import annotations

from collections import deque

from web.frames import Frame

CAPACITY = 256


class Ring:
    """Frames `seq - len + 1 … seq`, oldest first, each with the time it was made."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.seq = 0
        self._frames: deque[tuple[float, Frame]] = deque(maxlen=capacity)

    def append(self, frame: Frame, stamp: float) -> None:
        """Keep frame number `seq + 1`, made at `stamp` (Unix seconds)."""
        self.seq += 1
        self._frames.append((stamp, frame))

    def since(self, seq: int) -> list[Frame] | None:
        """The frames after `seq`; None if they are gone, or `seq` is not of this ring."""
        missing = self.seq - seq
        if missing < 0 or missing > len(self._frames):
            return None
        if missing == 0:
            return []
        return [frame for _, frame in list(self._frames)[-missing:]]

    def made_at(self, seq: int) -> float | None:
        """When frame `seq` was made; None if it is gone or not there yet."""
        position = len(self._frames) - 1 - (self.seq - seq)
        if 0 <= position < len(self._frames):
            return self._frames[position][0]
        return None
