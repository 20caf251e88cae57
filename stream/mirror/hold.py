"""The one mirror of a standby: an advisory lock of its database, and the fence in it.

The lock lives as long as its connection; a process that stands still loses it, because the server
ends a silent session. Each batch is asked for with `may_write`, so that a promotion ends the mirror
between two batches.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from psycopg import AsyncConnection

from schema.database import Row, connect_async
from schema.queries import load
from schema.settings import Settings

ASK_EVERY_S = 0.5
MOST_SILENT = "10s"
_SQL = load("standby")


def lock_name(settings: Settings) -> str:
    """What mirrors of this site, and its promotion, lock."""
    return f"{settings.names.sql}.mirror"


class Hold:
    """The lock, held."""

    def __init__(self, connection: AsyncConnection[Row]) -> None:
        self._connection = connection

    async def may_write(self) -> bool:
        """Whether this is a standby and not fenced; raises AWAY when the lock may be lost."""
        row = await (await self._connection.execute(_SQL.may_mirror)).fetchone()
        return bool(row and row[0])


@asynccontextmanager
async def held(settings: Settings, waits: Callable[[], None]) -> AsyncIterator[Hold]:
    """The lock of this site's mirror; `waits` is told while it is another's."""
    async with await connect_async(settings, idle_session_timeout=MOST_SILENT) as connection:
        while not await _ask(connection, lock_name(settings)):
            waits()
            await asyncio.sleep(ASK_EVERY_S)
        yield Hold(connection)


async def _ask(connection: AsyncConnection[Row], name: str) -> bool:
    row = await (await connection.execute(_SQL.try_mirror, (name,))).fetchone()
    return bool(row and row[0])
