"""Rolling windows of a scope: what happened in the last days, beside the days before (Q80)."""

from __future__ import annotations

from msgspec import Struct


class Lag(Struct, frozen=True, array_like=True):
    """A median from bins: it is at least `low_s` and below `high_s` seconds (Q84)."""

    n: int
    """Lags it is the median of."""
    low_s: int
    high_s: int | None
    """None: the last bin has no end."""


class Window(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened in some local days."""

    completions: int = 0
    on_time: int = 0
    raised: int = 0
    """Difficulties raised; `answered`: first answered."""
    answered: int = 0
    received_lag: Lag | None = None
    """Occurred → received; the next: received → verified, raised → answered."""
    verified_lag: Lag | None = None
    answered_lag: Lag | None = None
    channels: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Updates in force by channel (schema.flows.CHANNELS)."""
    reports: int = 0
    units: int = 0
    """Distinct units that reported; `communes`: communes of these."""
    communes: int = 0


class Pair(Struct, frozen=True, array_like=True):
    """A window and the one of the same length just before it."""

    now: Window
    before: Window | None
    """None when it begins before the log does: nothing known is not nothing done."""


class Rolling(Struct, frozen=True, kw_only=True):
    """The four windows of a scope: today so far, and 7, 30 and 90 local days ending today."""

    today: Pair
    d7: Pair
    d30: Pair
    d90: Pair
    units: int | None = None
    """Units of the scope that may report; None where facts count to no such scope (Q37)."""
    communes: int | None = None


NOTHING = Pair(Window(), Window())
EMPTY = Rolling(today=NOTHING, d7=NOTHING, d30=NOTHING, d90=NOTHING)
