"""Deliveries waiting in SQL: claimed for a while, then settled or put off.

A claim is a lease: who dies before settling it leaves a delivery that falls due again, so each is
sent at least once, always under its own id. `Outbox` is what the dispatcher needs; the tests hold
an in-memory twin of `SqlOutbox` to the same contract.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from schema.database import AsyncPool
from schema.queries import load

_SQL = load("alerts")

LEASE = timedelta(seconds=15)
"""How long a claim holds: longer than any attempt may take."""


class Outcome(StrEnum):
    """How a delivery ended."""

    SENT = "sent"
    GONE = "gone"
    """The receiver wants no more (410)."""
    DISABLED = "disabled"
    """Its webhook is out of use."""
    EXPIRED = "expired"
    """A day of attempts did not get through."""


class Parcel(Struct, frozen=True, kw_only=True):
    """A claimed delivery; `attempts` counts this one."""

    id: UUID
    channel: str
    target: str
    payload: dict[str, object]
    created_at: datetime
    attempts: int


class Outbox(Protocol):
    """Where deliveries wait; raises `schema.database.AWAY` while it is out of reach."""

    async def claim(
        self, now: datetime, *, limit: int, each: int, busy: Collection[str]
    ) -> list[Parcel]:
        """Up to `limit` due deliveries, `each` at most per receiver, none for `busy` receivers."""
        ...

    async def settle(self, id: UUID, outcome: Outcome, now: datetime, why: str | None) -> None:
        """It ended; nobody is handed it again."""
        ...

    async def postpone(self, id: UUID, due_at: datetime, why: str) -> None:
        """It did not get through; try again then."""
        ...

    async def waiting(self) -> int:
        """How many deliveries have not ended."""
        ...


class SqlOutbox:
    """The table `delivery`."""

    def __init__(self, pool: AsyncPool) -> None:
        self._pool = pool

    async def claim(
        self, now: datetime, *, limit: int, each: int, busy: Collection[str]
    ) -> list[Parcel]:
        """See `Outbox`. Claims of two processes never meet in one row."""
        given = {"now": now, "until": now + LEASE, "limit": limit, "each": each}
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_SQL.claim, given | {"busy": list(busy)})
            return [
                Parcel(
                    id=id,
                    channel=channel,
                    target=target,
                    payload=payload,
                    created_at=created_at,
                    attempts=attempts,
                )
                for id, channel, target, payload, created_at, attempts in await cursor.fetchall()
            ]

    async def settle(self, id: UUID, outcome: Outcome, now: datetime, why: str | None) -> None:
        """See `Outbox`."""
        await self._execute(_SQL.settle, now, outcome, why, id)

    async def postpone(self, id: UUID, due_at: datetime, why: str) -> None:
        """See `Outbox`."""
        await self._execute(_SQL.postpone, due_at, why, id)

    async def waiting(self) -> int:
        """See `Outbox`."""
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_SQL.waiting)).fetchone()
            return int(row[0]) if row is not None else 0

    async def _execute(self, query: str, *values: object) -> None:
        async with self._pool.connection() as connection:
            await connection.execute(query.encode(), values)
