"""How much may be under way at once: per source (429) and in all (503). Pure.

Nothing is queued: a source that sends faster than the log confirms is told to wait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

PER_SOURCE = 128  # POSTs of one source under way in this process
IN_ALL = 512  # POSTs under way in this process


class TooMany(Exception):
    """This source has too many requests under way."""


class Overloaded(Exception):
    """This process has too many requests under way."""


class Gate:
    """Counts who is inside."""

    def __init__(self, per_source: int = PER_SOURCE, in_all: int = IN_ALL) -> None:
        self._per_source = per_source
        self._in_all = in_all
        self._inside: Counter[str] = Counter()

    @property
    def inside(self) -> int:
        """Requests under way."""
        return self._inside.total()

    @contextmanager
    def pass_through(self, source: str) -> Iterator[None]:
        """Be inside for the body; raises TooMany or Overloaded instead of waiting."""
        if self.inside >= self._in_all:
            raise Overloaded(f"{self.inside} requests are under way; send again in a second")
        if self._inside[source] >= self._per_source:
            raise TooMany(
                f"{source} has {self._inside[source]} requests under way, expected at most "
                f"{self._per_source}; wait for answers"
            )
        self._inside[source] += 1
        try:
            yield
        finally:
            self._inside[source] -= 1
            if not self._inside[source]:
                del self._inside[source]
