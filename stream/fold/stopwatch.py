"""How long batches take, from the log's hand to its acknowledgement; `worker` counts them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MINUTE_S = 60.0


class Stopwatch:
    """Batches and their seconds since the start, and the slowest of the last minute or two."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.batches = 0
        self.seconds = 0.0
        self._minute = float("-inf")
        self._slowest = self._slowest_before = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count what happens inside as a batch, also one that fails."""
        begun = self._clock()
        try:
            yield
        finally:
            self._count(self._clock() - begun)

    @property
    def slowest(self) -> float:
        """Seconds of the slowest batch that ended in this minute or the one before; 0: none did."""
        self._turn()
        return max(self._slowest, self._slowest_before)

    def _count(self, took: float) -> None:
        self._turn()
        self.batches += 1
        self.seconds += took
        self._slowest = max(self._slowest, took)

    def _turn(self) -> None:
        now = self._clock()
        if now - self._minute >= MINUTE_S:
            recent = now - self._minute < 2 * MINUTE_S
            self._slowest_before = self._slowest if recent else 0.0
            self._slowest, self._minute = 0.0, now
