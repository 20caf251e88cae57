"""When to try again: exponential, with full jitter, so that those who failed together part. Pure.

`random` is a number of [0, 1); callers draw it.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct


class Backoff(Struct, frozen=True):
    """Delays up to `base` × 2ⁿ seconds after the n-th failure, never above `cap` seconds."""

    base: float
    cap: float

    def delay(self, failures: int, random: float) -> timedelta:
        """How long to wait after this many failures in a row (from 1)."""
        ceiling = min(self.cap, self.base * 2.0 ** min(failures - 1, 32))
        return timedelta(seconds=ceiling * random)
