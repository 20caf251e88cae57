"""What the first site has in SQL alone: catalogue, keys, webhooks, seals, what alerts it has sent.

Read from its database, written into the standby's, every two seconds and before a message that
names a catalogue version. Small tables go whole when they changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, LiteralString

from msgspec import ValidationError
from psycopg import AsyncConnection

from schema.catalogue import Catalogue, from_body
from schema.catalogue_store import store
from schema.clock import Clock, local_day
from schema.database import Row, connect_async
from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings

MOST_S = 60.0
"""How long both databases may take over everything that is new."""
_SQL = load("kept")
_WHOLE = (
    (_SQL.keys, _SQL.forget_keys, _SQL.put_keys),
    (_SQL.webhooks, _SQL.forget_webhooks, _SQL.put_webhooks),
    (_SQL.volumes, None, _SQL.put_volumes),
)
"""How a table is read at the first site, emptied here (append-only ones are not), and filled."""


class Kept:
    """Copies, one at a time.

    Raises `schema.database.AWAY` or TimeoutError when one of the databases is away or stands still,
    psycopg.Error when the sites' versions are so far apart that the tables of one do not fit.
    """

    def __init__(self, first: Settings, own: Settings) -> None:
        self._sites = first, own
        self._seen: dict[str, str] = {}
        self._newest = 0
        self._turn = asyncio.Lock()

    async def copy(self) -> None:
        """Everything that is new."""
        async with self._open() as both:
            self._newest = await both.versions()
            await both.birth()
            for read, forget, put in _WHOLE:
                await both.whole(read, forget, put, self._seen)
            await both.seals()
            await both.settle()

    async def version(self, number: int) -> None:
        """This catalogue version, if the first site has it."""
        if number > self._newest:
            async with self._open() as both:
                self._newest = await both.versions()

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[_Both]:
        first, own = self._sites
        async with (
            self._turn,
            asyncio.timeout(MOST_S),
            await connect_async(first, default_transaction_read_only="on") as theirs,
            await connect_async(own) as ours,
        ):
            yield _Both(theirs, ours, own.clock())


class _Both:
    """Autocommit connections to the two databases."""

    def __init__(
        self, first: AsyncConnection[Row], own: AsyncConnection[Row], clock: Clock
    ) -> None:
        self._first, self._own, self._clock = first, own, clock

    async def versions(self) -> int:
        """Catalogue versions that are new; the newest."""
        newest = await _value(self._own, _SQL.newest_version)
        for number, body in await _rows(self._first, _SQL.versions, newest):
            day = local_day(self._clock.now())
            stored = await store(self._own, _readable(number, body), day)
            if stored.version != number:
                raise Contradiction(
                    f"expected the first site's catalogue version {number} to be {number} here, "
                    f"got {stored.version}: begin this standby anew (docs/operate.md)"
                )
            newest = stored.version
        return int(newest)

    async def birth(self) -> None:
        """What is history to the first site's alerts is history to ours."""
        born = await _value(self._first, _SQL.born)
        await self._own.execute(_SQL.be_born, {"born": born})

    async def whole(
        self,
        read: LiteralString,
        forget: LiteralString | None,
        put: LiteralString,
        seen: dict[str, str],
    ) -> None:
        """A table, unless it is what was `seen` last."""
        told = await _value(self._first, read)
        if seen.get(put) == told:
            return
        async with self._own.transaction():
            if forget is not None:
                await self._own.execute(forget)
            await self._own.execute(put, (told,))
        seen[put] = told

    async def seals(self) -> None:
        """Sealed tables: official, so never made here; of the newest day those that are missing."""
        newest = await _value(self._own, _SQL.newest_seal)
        for (row,) in await _rows(self._first, _SQL.seals, newest):
            await self._own.execute(_SQL.put_seal, (row,))

    async def settle(self) -> None:
        """Deliveries that the first site has sent, or never had, are none of ours."""
        given = {
            "now": self._clock.now(),
            "done": await _value(self._first, _SQL.done) or [],
            "waiting": await _value(self._first, _SQL.waiting) or [],
            "judges": await _value(self._first, _SQL.judges),
        }
        await self._own.execute(_SQL.settle_elsewhere, given)


def _readable(number: int, body: str) -> Catalogue:
    try:
        return from_body(body)
    except ValidationError as error:
        raise Contradiction(
            f"expected a catalogue as this version knows it, got the first site's version {number}:"
            f" {error}; bring this standby to the first site's version or a newer one"
        ) from error


async def _rows(
    connection: AsyncConnection[Row], query: LiteralString, *values: object
) -> list[Any]:
    return await (await connection.execute(query, values)).fetchall()


async def _value(connection: AsyncConnection[Row], query: LiteralString) -> Any:
    rows = await _rows(connection, query)
    if not rows:
        raise Contradiction(
            "expected both sites to be made by `python -m schema migrate`, got an empty database"
        )
    return rows[0][0]
