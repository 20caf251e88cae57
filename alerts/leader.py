"""One process at work, another standing by: an advisory lock of PostgreSQL decides.

The lock lives as long as its connection. Should the database forget us while we still write, no
harm is done: positions are locked and compared, rows are claimed (``alerts.ledger``,
``alerts.outbox``). Asking now and then, instead of waiting in the server, holds no snapshot open.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from psycopg import AsyncConnection

from alerts.status import Duty, Status
from schema.database import AWAY, Row, connect_async
from schema.queries import load
from schema.settings import Settings

_SQL = load("alerts")
ASK_EVERY_S = 1.0
"""How often one that stands by asks for the lock, and one at work whether it still holds it."""
ANSWER_S = 5.0
MOST_SILENT = "10s"
"""Who has not asked for so long stands still: the server takes the lock from a stopped process."""


async def lead(settings: Settings, status: Status, duties: Callable[[], Awaitable[None]]) -> None:
    """Do the duties whenever, and as long as, this process holds the lock; until cancelled."""
    while True:
        try:
            async with _held(settings, status) as connection:
                await _while_held(connection, status, duties)
        except (*AWAY, TimeoutError) as error:
            status.take(Duty.STARTING)
            status.away("database", error)
            await asyncio.sleep(ASK_EVERY_S)


@asynccontextmanager
async def _held(settings: Settings, status: Status) -> AsyncIterator[AsyncConnection[Row]]:
    """A connection that holds the lock; waits until it does."""
    async with await connect_async(settings, idle_session_timeout=MOST_SILENT) as connection:
        status.there("database")
        while True:
            if await _ask(connection, _SQL.try_lead, f"{settings.names.sql}.alerts"):
                break
            status.take(Duty.STANDING_BY)
            await asyncio.sleep(ASK_EVERY_S)
        yield connection


async def _while_held(
    connection: AsyncConnection[Row], status: Status, duties: Callable[[], Awaitable[None]]
) -> None:
    status.take(Duty.AT_WORK)
    work = asyncio.ensure_future(duties())
    try:
        while not work.done():
            await asyncio.wait((work,), timeout=ASK_EVERY_S)
            await _ask(connection, _SQL.still_there)
        await work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def _ask(connection: AsyncConnection[Row], query: str, *values: object) -> bool:
    async with asyncio.timeout(ANSWER_S):
        cursor = await connection.execute(query.encode(), values)
        row = await cursor.fetchone()
    return bool(row and row[0])
