"""One transaction: how far we have read, the alerts, their events, their deliveries.

Who calls: ``alerts.app`` with what ``alerts.standings`` read, and on every tick of the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from msgspec import Struct
from psycopg import AsyncConnection

from alerts.alert import Alert
from alerts.book import Book
from alerts.case import Room
from alerts.rules import Rules
from schema import catalogue_store
from schema.alert import Standing
from schema.clock import Clock, local_day
from schema.database import AsyncPool, Row
from schema.errors import NhipError
from schema.queries import load
from schema.unit import Tree
from schema.workdays import state_offices

_SQL = load("alerts")
_DECODER = msgspec.json.Decoder(Alert)
TICK_LIMIT = 500
"""Alerts climbed in one transaction."""


class Moved(NhipError):
    """Another process judged these standings meanwhile; read again from where it stopped."""


class Arrival(Struct, frozen=True, kw_only=True):
    """One message of the topic ``standings``; `standing` is None where it could not be read."""

    partition: int
    offset: int
    published_at: datetime
    standing: Standing | None


class Ledger:
    """The alerts in SQL."""

    def __init__(self, pool: AsyncPool, rules: Rules, clock: Clock) -> None:
        self._pool, self._rules, self._clock = pool, rules, clock
        self._country: tuple[object, Tree] = (None, Tree(()))

    async def positions(self) -> dict[int, int]:
        """The next offset of every partition of the topic ``standings``."""
        async with self._pool.connection() as connection:
            partitions, _ = await _born(connection)
            await connection.execute(_SQL.first_positions, (partitions,))
            return await _pairs(connection, _SQL.positions)

    async def judge(self, arrivals: Sequence[Arrival], expected: Mapping[int, int]) -> Book:
        """Judge what arrived; `expected` is where we believe to stand, by partition.

        Raises Moved when SQL stands elsewhere: nothing was written.
        """
        after = {arrival.partition: arrival.offset + 1 for arrival in arrivals}
        standings = [(a.standing, a.published_at) for a in arrivals if a.standing is not None]
        async with self._pool.connection() as connection, connection.transaction():
            await _lock(connection, {partition: expected[partition] for partition in after})
            book = Book(await self._room(connection))
            await _fill(connection, book, sorted({standing.subject for standing, _ in standings}))
            for standing, published_at in standings:
                book.judge(standing, published_at)
            async with connection.pipeline():
                await connection.execute(_SQL.move_positions, _columns(after))
                await connection.execute(_SQL.see, _columns(book.seen))
                await _write(connection, book)
        return book

    async def climb(self) -> Book:
        """Let the alerts whose next step fell due climb it, a few hundred at a time."""
        async with self._pool.connection() as connection, connection.transaction():
            now = self._clock.now()
            rules = [rule.name for rule in self._rules.rule]
            given = (now, rules, TICK_LIMIT)
            cursor = await connection.execute(_SQL.alerts_with_step_due, given)
            due = [_DECODER.decode(text) for (text,) in await cursor.fetchall()]
            book = Book(await self._room(connection))
            for alert in due:
                book.tick(alert)
            await _write(connection, book)
        return book

    async def _room(self, connection: AsyncConnection[Row]) -> Room:
        now = self._clock.now()
        _, born = await _born(connection)
        cursor = await connection.execute(_SQL.webhooks)
        return Room(
            rules=self._rules,
            tree=await self._tree(connection, now),
            calendar=state_offices(),
            webhooks={unit: tuple(ids) for unit, ids in await cursor.fetchall()},
            now=now,
            born=now - (Clock().now() - born),
        )

    async def _tree(self, connection: AsyncConnection[Row], now: datetime) -> Tree:
        """The country of today, read again when its catalogue or the day changed."""
        cursor = await connection.execute(_SQL.newest_catalogue)
        newest, day = await cursor.fetchone(), local_day(now)
        if self._country[0] != (newest, day):
            stored = await catalogue_store.read(connection)
            tree = stored[1].tree(day) if stored is not None else Tree(())
            self._country = ((newest, day), tree)
        return self._country[1]


async def _born(connection: AsyncConnection[Row]) -> tuple[int, datetime]:
    cursor = await connection.execute(_SQL.born)
    row = await cursor.fetchone()
    if row is None:
        raise NhipError("expected a system made by `python -m schema migrate`; run it first")
    return int(row[0]), row[1]


async def _lock(connection: AsyncConnection[Row], expected: Mapping[int, int]) -> None:
    found = await _pairs(connection, _SQL.lock_positions, list(expected))
    if found != expected:
        raise Moved(f"expected the positions {dict(expected)}, SQL stands at {found}")


async def _pairs(
    connection: AsyncConnection[Row], query: LiteralString, *values: object
) -> dict[Any, int]:
    cursor = await connection.execute(query, values)
    return {key: int(value) for key, value in await cursor.fetchall()}


async def _fill(connection: AsyncConnection[Row], book: Book, subjects: list[str]) -> None:
    cursor = await connection.execute(_SQL.newest_alerts, (subjects,))
    alerts = [_DECODER.decode(text) for (text,) in await cursor.fetchall()]
    book.know(alerts, await _pairs(connection, _SQL.seen, subjects))


async def _write(connection: AsyncConnection[Row], book: Book) -> None:
    if not book.changed:
        return
    now = book.room.now
    await connection.execute(_SQL.put_alerts, (_rows(list(book.changed.values())),))
    await connection.execute(_SQL.add_events, (_rows(book.events),))
    if book.resolved:
        await connection.execute(_SQL.overtake, (now, book.resolved))
    if book.deliveries:
        await connection.execute(_SQL.add_deliveries, (_rows(_outgoing(book, now)),))


def _outgoing(book: Book, now: datetime) -> list[dict[str, object]]:
    return [
        msgspec.structs.asdict(delivery) | {"alert": alert, "created_at": now, "due_at": now}
        for alert, deliveries in book.deliveries.items()
        for delivery in deliveries
    ]


def _rows(records: Any) -> str:
    return msgspec.json.encode(records).decode()


def _columns(pairs: Mapping[Any, int]) -> tuple[list[Any], list[int]]:
    return list(pairs.keys()), list(pairs.values())
