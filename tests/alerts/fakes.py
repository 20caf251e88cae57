"""In-memory twins of what alerts reach outside, and a clock that is set by hand."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from alerts.backoff import Backoff
from alerts.channels import Result, Sent
from alerts.channels.webhook import Hook
from alerts.outbox import LEASE, Outcome, Parcel
from schema.clock import Clock


class ManualClock(Clock, frozen=True, kw_only=True):
    """Shows what `hand` holds."""

    hand: list[datetime]

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.hand[0]

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.hand[0] += by


class Row(Struct, kw_only=True):
    """A delivery in the twin of the outbox."""

    parcel: Parcel
    due_at: datetime
    outcome: Outcome | None = None
    why: str | None = None


class MemoryOutbox:
    """The twin of `SqlOutbox`; both keep the contract in ``tests/alerts/outbox_contract.py``."""

    def __init__(self) -> None:
        self.rows: dict[UUID, Row] = {}
        self.fail: Exception | None = None

    async def add(self, channel: str, target: str, at: datetime) -> UUID:
        """A new delivery, due at once."""
        parcel = Parcel(
            id=uuid4(), channel=channel, target=target, payload={}, created_at=at, attempts=0
        )
        self.rows[parcel.id] = Row(parcel=parcel, due_at=at)
        return parcel.id

    async def claim(
        self, now: datetime, *, limit: int, each: int, busy: Collection[str]
    ) -> list[Parcel]:
        """See `alerts.outbox.Outbox`."""
        claimed: list[Parcel] = []
        mine: Counter[str] = Counter()
        for row in sorted(self._waiting(), key=lambda row: row.due_at):
            target = row.parcel.target
            free = row.due_at <= now and target not in busy and mine[target] < each
            if free and len(claimed) < limit:
                mine[target] += 1
                row.due_at = now + LEASE
                row.parcel = replace(row.parcel, attempts=row.parcel.attempts + 1)
                claimed.append(row.parcel)
        return claimed

    async def settle(self, id: UUID, outcome: Outcome, now: datetime, why: str | None) -> None:
        """See `alerts.outbox.Outbox`."""
        if self.fail is not None:
            raise self.fail
        row = self.rows[id]
        if row.outcome is None:
            row.outcome, row.why = outcome, why

    async def postpone(self, id: UUID, due_at: datetime, why: str) -> None:
        """See `alerts.outbox.Outbox`."""
        row = self.rows[id]
        if row.outcome is None:
            row.due_at, row.why = due_at, why

    async def waiting(self) -> int:
        """See `alerts.outbox.Outbox`."""
        return len(self._waiting())

    def _waiting(self) -> list[Row]:
        return [row for row in self.rows.values() if row.outcome is None]


class RecordingChannel:
    """Answers as told and remembers what it was given."""

    backoff = Backoff(base=1.0, cap=60.0)

    def __init__(self, answer: Callable[[Parcel], Result] = lambda parcel: Sent()) -> None:
        self.answer = answer
        self.sent: list[Parcel] = []
        self.open = asyncio.Event()
        self.open.set()
        self.begun = asyncio.Semaphore(0)

    async def send(self, parcel: Parcel, now: datetime) -> Result:
        """Wait until open, then answer."""
        self.sent.append(parcel)
        self.begun.release()
        await self.open.wait()
        return self.answer(parcel)


class MemoryHooks:
    """Webhooks by id."""

    def __init__(self, hooks: dict[UUID, Hook]) -> None:
        self.hooks = hooks
        self.disabled: dict[UUID, str] = {}

    async def find(self, id: UUID) -> Hook | None:
        """See `alerts.channels.webhook.Hooks`."""
        return self.hooks.get(id)

    async def disable(self, id: UUID, now: datetime, why: str) -> None:
        """See `alerts.channels.webhook.Hooks`."""
        self.hooks[id] = replace(self.hooks[id], disabled=True)
        self.disabled[id] = why


class FakeRedis:
    """Remembers what was published; raises `error` when it has one."""

    def __init__(self, error: Exception | None = None) -> None:
        self.published: list[tuple[str, bytes]] = []
        self.error = error

    async def publish(self, channel: str, message: bytes) -> Any:
        """See `alerts.channels.inbox.Publisher`."""
        if self.error is not None:
            raise self.error
        self.published.append((channel, message))
        return 0
