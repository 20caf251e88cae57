"""The one clock and the local day.

Instants are aware and UTC inside (Q4); days are those of Asia/Ho_Chi_Minh, which is UTC+7 all year,
and half-open: a day is over when the next one begins (Q5). Figures move with days only (Q6).
Only :class:`Clock` reads the machine's time; pure modules take ``now`` as an argument.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import msgspec

TZ = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The country's zone: UTC+7 without daylight saving since 1975."""

_OFFSET_S = 7 * 3600
_DAY_S = 86_400
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH_BEGINS = datetime(1969, 12, 31, 17, tzinfo=UTC)
"""1970-01-01 00:00 +07:00; in UTC, as instants are: differences within one zone are quick."""


def local_day(instant: datetime) -> date:
    """The local calendar day an aware instant falls on."""
    return date.fromordinal(local_ordinal(instant))


def local_ordinal(instant: datetime) -> int:
    """The ordinal of the local day an aware instant falls on."""
    return _EPOCH_ORDINAL + (instant - _EPOCH_BEGINS).days


def day_start(day: date) -> datetime:
    """The instant (UTC) at which a local day begins: 00:00 +07:00."""
    seconds = (day.toordinal() - _EPOCH_ORDINAL) * _DAY_S - _OFFSET_S
    return datetime.fromtimestamp(seconds, UTC)


def day_end(day: date) -> datetime:
    """The instant (UTC) at which a local day is over: 00:00 +07:00 of the next one."""
    return day_start(day + timedelta(days=1))


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody's time: the machine's, shifted by `offset` and running `rate` times as fast.

    `rate` is 1 and `offset` zero in production. With another rate, time runs from `anchor`.
    """

    offset: timedelta = timedelta(0)
    rate: float = 1.0
    anchor: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        real = datetime.now(UTC)
        if self.rate != 1.0:
            real = self.anchor + (real - self.anchor) * self.rate
        return real + self.offset
