"""Which canaries came back to this gateway, whether one is late, and where the next goes. Pure.

A canary is sent each period, to the partition that has waited longest: so with n partitions each is
visited once in n periods, and the log, which is kept for ever, grows by one short message a period.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from msgspec import Struct

BIRTH = 10
"""Periods a new system has until the first canary is back."""
NEVER = datetime.min.replace(tzinfo=UTC)


class Late(Struct, frozen=True, kw_only=True):
    """A canary that should have come back long ago."""

    since: datetime
    """When the newest that did come back was sent; before the first, when we began to look."""
    partitions: tuple[int, ...]
    """Those that are late by themselves; empty: none comes back from anywhere."""


class Returns:
    """`every` is the period; `began` is when this process began to look."""

    def __init__(self, every: timedelta, began: datetime) -> None:
        self.every = every
        self._began = began
        self._back: dict[int, datetime] = {}
        self._sent: dict[int, datetime] = {}
        self.took: timedelta | None = None
        """The way of the newest that came back while we looked."""

    def take(self, told: Mapping[int, datetime], now: datetime) -> list[timedelta]:
        """What a published state tells of each partition; the ways of those that are new here."""
        new = {
            partition: sent_at
            for partition, sent_at in told.items()
            if sent_at <= now + self.every  # one from the future would hide what is late
            and sent_at > self._back.get(partition, NEVER)
        }
        self._back |= new
        ways = [max(now - new[each], timedelta(0)) for each in new if new[each] >= self._began]
        self.took = ways[-1] if ways else self.took
        return ways

    def sent(self, partition: int, at: datetime) -> None:
        """This process has sent one."""
        self._sent[partition] = at

    @property
    def newest(self) -> datetime:
        """When the newest that came back was sent; before the first, when we began to look."""
        return max(self._back.values(), default=self._began)

    def put_right(self, now: datetime) -> None:
        """Forget what a clock that was ahead, and is put back, has noted: it would hide what is
        late, and nobody would send, until that instant comes."""
        self._began = min(self._began, now)
        for noted in (self._back, self._sent):
            for partition in [n for n, at in noted.items() if at > now + self.every]:
                del noted[partition]

    def is_due(self, now: datetime) -> bool:
        """Whether, for all we know, nobody has sent one for a period."""
        known = [*self._back.values(), *self._sent.values()]
        return not known or now - max(known) >= self.every

    def next(self, partitions: int) -> int:
        """The partition that has waited longest; of those never visited the first."""
        return min(range(partitions), key=lambda each: (self._visited(each), each))

    def late(self, now: datetime, partitions: int) -> Late | None:
        """What is late: by a whole period after it should have been back.

        Before the first ever came back there is more time: a new system folds its past first.
        """
        newest = max(self.newest, self._began)
        if now - newest > (2 if self._back else BIRTH) * self.every:
            return Late(since=newest, partitions=())
        return self._late_alone(now, partitions) if self._back else None

    def _late_alone(self, now: datetime, partitions: int) -> Late | None:
        patience = (partitions + 1) * self.every
        late = {
            each: since
            for each in range(partitions)
            if now - (since := max(self._back.get(each, self._began), self._began)) > patience
        }
        return Late(since=min(late.values()), partitions=tuple(late)) if late else None

    def _visited(self, partition: int) -> float:
        known = (self._back.get(partition), self._sent.get(partition))
        return max((at.timestamp() for at in known if at is not None), default=float("-inf"))
