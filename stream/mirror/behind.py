"""How far the copy is behind the first site's log, in messages and in seconds. Pure.

Under a load that never pauses there is always a message under way, so "nothing is missing" would
never be seen: what is asked is since when everything that was there *then* has been here.
"""

from __future__ import annotations

from collections.abc import Mapping

Offsets = Mapping[int, int]
"""By partition: the offset after the last message."""


class Behind:
    """Instants are seconds of a monotonic clock; `now` is when the copying began."""

    def __init__(self, now: float) -> None:
        self.lag: int | None = None
        """Messages that were missing at the last look; None before the first."""
        self._heard = now
        self._mark: tuple[float, Offsets] | None = None

    def look(self, asked: float, ends: Offsets, copied: Offsets) -> None:
        """The first site was asked at `asked` and ended there; so much is here now."""
        self.lag = _missing(ends, copied)
        if self._mark is None or not _missing(self._mark[1], copied):
            self._heard = self._mark[0] if self._mark else self._heard
            self._mark = (asked, ends)
        if not self.lag:
            self._heard = asked

    def seconds(self, now: float) -> float:
        """Since the newest instant of which we know that all there was is here."""
        return now - self._heard


def _missing(ends: Offsets, copied: Offsets) -> int:
    return sum(max(0, end - copied.get(partition, 0)) for partition, end in ends.items())
