"""In-memory twins of what alerts reach outside, and a clock that is set by hand."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from alerts.backoff import Backoff
from alerts.channels import Result, Sent
from alerts.channels.webhook import Hook
from alerts.outbox import LEASE, Outcome, Parcel
from schema.clock import Clock
from schema.database import AsyncPool


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


class FakePool:
    """A pool whose connections answer from a script: the rows for each statement, by its text.

    `asked` holds what was executed, with its values, in order; `away` is raised instead.
    """

    def __init__(self, answers: dict[str, list[tuple[Any, ...]]]) -> None:
        self.answers, self.asked = answers, list[tuple[str, Any]]()
        self.away: Exception | None = None

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[FakePool]:
        """This pool, as its own connection."""
        if self.away is not None:
            raise self.away
        yield self

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Nothing is taken back."""
        yield

    pipeline = transaction

    async def execute(self, query: str | bytes, values: Any = ()) -> FakeCursor:
        """The rows of the script; none for a statement it does not know."""
        text = query.decode() if isinstance(query, bytes) else query
        self.asked.append((text, values))
        return FakeCursor(self.answers.get(text, []))


class FakeCursor:
    """Rows."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows = rows

    async def fetchone(self) -> tuple[Any, ...] | None:
        """The first row."""
        return self._rows[0] if self._rows else None

    async def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._rows


def as_pool(fake: FakePool) -> AsyncPool:
    """The fake where a pool is asked for."""
    return cast(AsyncPool, fake)


class FakeRedis:
    """Remembers what was published; raises `error` when it has one."""

    def __init__(self, error: Exception | None = None) -> None:
        self.published: list[tuple[str, bytes]] = []
        self.error = error

    async def ping(self) -> bool:
        """See `redis.asyncio.Redis`."""
        if self.error is not None:
            raise self.error
        return True

    async def publish(self, channel: str, message: bytes) -> Any:
        """See `alerts.channels.inbox.Publisher`."""
        if self.error is not None:
            raise self.error
        self.published.append((channel, message))
        return 0
