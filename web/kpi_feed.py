"""How this process hears that KPI states moved: the Redis stream, and SQL every five seconds.

Redis is a hint that carries the states themselves; whatever it loses, the poll finds. So with Redis
gone, emptied or replaced every board is right again within the poll's period.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import cast

import msgspec
from msgspec import Raw, Struct
from psycopg import AsyncConnection
from redis.asyncio import Redis
from redis.exceptions import RedisError

from schema.clock import Clock
from schema.database import AWAY, AsyncPool, Row
from schema.kpi import KpiState, decode
from schema.names import Names
from schema.process import is_fresh
from schema.queries import load
from schema.wire import UNREADABLE
from web.facts.book import Book, Key
from web.facts.sql import columns

POLL_S = 5.0
BLOCK_MS = 2_000
RETRY_S = 1.0
_SQL = load("web")
log = logging.getLogger(__name__)
Moved = Callable[[set[Key]], None]
Answer = list[tuple[bytes, list[tuple[bytes, dict[bytes, bytes]]]]]
"""What XREAD gives: per stream its name and entries of (id, fields)."""


class _Head(Struct):
    """As much of a state as tells whether anybody wants it."""

    scope: str
    programme: str = ""


_RAWS = msgspec.json.Decoder(list[Raw])
_HEAD = msgspec.json.Decoder(_Head)


def wanted(publication: bytes, book: Book) -> list[KpiState]:
    """The states of one publication that somebody asked for, fully decoded."""
    found = []
    for raw in _RAWS.decode(publication):
        head = _HEAD.decode(raw)
        if book.wants((head.scope, head.programme)):
            found.append(decode(bytes(raw)))
    return found


class KpiFeed:
    """Brings states into the book and tells whose moved."""

    def __init__(
        self, *, pool: AsyncPool, redis_url: str, names: Names, clock: Clock, book: Book
    ) -> None:
        self._pool = pool
        self._redis_url = redis_url
        self._stream = names.kpi_stream
        self._clock = clock
        self._book = book
        self._version = 0
        self._was_lost = True

    def take(self, states: list[KpiState]) -> set[Key]:
        """Bring states in; the keys that moved."""
        return {(state.scope, state.programme) for state in states if self._book.take(state)}

    async def follow(self, moved: Moved) -> None:
        """Read the stream until cancelled; while Redis is away, try again."""
        last = "$"
        while True:
            try:
                async with Redis.from_url(self._redis_url, socket_timeout=5) as redis:
                    while True:
                        last = await self._read(redis, last, moved)
            except (RedisError, OSError) as error:
                log.warning("Redis is away (%s): boards are polled from SQL", error)
                await asyncio.sleep(RETRY_S)

    async def _read(self, redis: Redis, last: str, moved: Moved) -> str:
        answer = await redis.xread({self._stream: last}, block=BLOCK_MS, count=100)
        entries = cast(Answer, answer)[0][1] if answer else []
        keys: set[Key] = set()
        for _, fields in entries:
            keys |= self._taken(fields)
        if entries:
            self._book.heard()
            last = entries[-1][0].decode()
        if keys:
            moved(keys)
        return last

    def _taken(self, fields: dict[bytes, bytes]) -> set[Key]:
        """What one entry moves; one that is no publication is passed over, the poll has it."""
        try:
            return self.take(wanted(fields.get(b"s", b""), self._book))
        except UNREADABLE as error:
            log.warning("an entry of the stream is no publication: %s", error)
            return set()

    async def poll(self, moved: Moved) -> None:
        """Compare with SQL every five seconds until cancelled."""
        while True:
            await self.look(moved)
            await asyncio.sleep(POLL_S)

    async def look(self, moved: Moved) -> None:
        """Compare with SQL once; a database that is away is asked again the next time."""
        try:
            async with self._pool.connection() as connection:
                await self._catch_up(connection, moved)
        except AWAY as error:
            log.warning("the database is away: %s", error)
        self._tell_if_lost(moved)
        self._book.forget()

    async def _catch_up(self, connection: AsyncConnection[Row], moved: Moved) -> None:
        newest = await _number(connection, _SQL.newest_state)
        if newest < self._version:  # another build became active: its versions begin anew
            self._book.clear()
            self._version = 0
        keys = self._book.keys()
        cursor = await connection.execute(_SQL.states_since, (*columns(keys), self._version))
        states = [decode(row[0]) for row in await cursor.fetchall()]
        self._version = newest
        changed = self.take(states)
        if await self._roll_lives(connection):
            self._book.heard()
        if changed:
            moved(changed)

    async def _roll_lives(self, connection: AsyncConnection[Row]) -> bool:
        row = await (await connection.execute(_SQL.roll_heard)).fetchone()
        if row is None or row[0] is None:
            return False
        return is_fresh(row[0])

    def _tell_if_lost(self, moved: Moved) -> None:
        """Boards show that the feed was lost, or is back, though no state moved."""
        lost = self._book.lost
        if lost != self._was_lost:
            self._was_lost = lost
            moved(set(self._book.keys()))


async def _number(connection: AsyncConnection[Row], query: str) -> int:
    row = await (await connection.execute(query.encode())).fetchone()
    return int(row[0]) if row else 0
