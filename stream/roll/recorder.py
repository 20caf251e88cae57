"""Which values go into the history: those that changed, per scope at most once in a while.

A change that comes too early is owed and written when its time has come, so that the history always
ends with the last value; what was never anything but zero has none. Instants are seconds of a
monotonic clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from schema.measures import ZERO, Counts
from stream.kpi.leaf import Key


class Recorder:
    """Remembers what was written last for every scope, and when."""

    def __init__(self, every_s: float, recorded: dict[Key, Counts]) -> None:
        self._every_s = every_s
        self._values = recorded
        self._written: dict[Key, float] = {}
        self._owed: set[Key] = set()

    def touch(self, keys: Iterable[Key]) -> None:
        """The values of these scopes may have changed."""
        self._owed.update(keys)

    def due(self, value: Callable[[Key], Counts], now: float) -> dict[Key, Counts]:
        """What to write now; it counts as written."""
        found: dict[Key, Counts] = {}
        for key in [key for key in self._owed if self._ripe(key, now)]:
            self._owed.discard(key)
            counts = value(key)
            if counts != self._values.get(key, ZERO):
                found[key] = self._values[key] = counts
                self._written[key] = now
        return found

    def begin(self, values: Iterable[tuple[Key, Counts]]) -> dict[Key, Counts]:
        """Of these values those of scopes without any history: it begins with them."""
        found = {key: counts for key, counts in values if key not in self._values}
        self._values |= found
        return found

    def _ripe(self, key: Key, now: float) -> bool:
        written = self._written.get(key)
        return written is None or now - written >= self._every_s
