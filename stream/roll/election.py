"""Who leads: a session lock of PostgreSQL, held by the very connection that reads and writes.

A standby asks twice a second. The server ends a session that has said nothing for a while, so that
a stopped process does not lead for ever; a lost session ends the leader, and the lock is asked for
anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from psycopg import AsyncConnection, IsolationLevel

from schema.database import AWAY, Row, active_build, connect_async
from schema.queries import load
from schema.settings import Settings
from stream.roll.carrier import Carrier
from stream.roll.leader import Leader, Superseded
from stream.roll.wake import Bell

ASK_EVERY_S = 0.5
LIMITS = {
    "idle_session_timeout": "10s",
    "idle_in_transaction_session_timeout": "15s",
    "synchronous_commit": "on",
}
"""A leader speaks at least once a second; one that is silent for so long has stopped."""

log = logging.getLogger(__name__)


class Candidate:
    """This process in the race to lead; `status` is what its heartbeat says."""

    def __init__(self, settings: Settings, carrier: Carrier, bell: Bell) -> None:
        self._settings = settings
        self._carrier = carrier
        self._bell = bell
        self._leader: Leader | None = None
        self._stands_by = False

    async def run(self) -> None:
        """Lead, or stand by, until cancelled; a database that is away is waited for."""
        away = False
        while True:
            try:
                async with self._lock() as (connection, build):
                    away = False
                    await self._lead(connection, build)
            except Superseded as why:
                log.info("begins anew: %s", why)
            except AWAY as error:
                if not away:
                    log.warning("the database is away, waiting for it: %s", error)
                away = True
            finally:
                self._leader, self._stands_by = None, False
            await asyncio.sleep(ASK_EVERY_S)

    def status(self) -> tuple[bool, dict[str, Any]]:
        """Whether boards may rely on this process, and the detail of its heartbeat."""
        if self._leader is None:
            return self._stands_by, {"leader": False}
        told = self._leader.published
        return told.kpi_version > 0, {
            "leader": True,
            "kpi_version": told.kpi_version,
            "as_of": told.as_of,
            "states": told.states,
            "publication_ms": round(told.took_s * 1000, 1),
            "lag": round(self._leader.lag_s, 2),
        }

    async def _lead(self, connection: AsyncConnection[Row], build: int) -> None:
        log.info("leads build %d", build)
        self._leader = Leader(connection, build, self._settings, self._carrier)
        await self._leader.lead(self._bell)

    @asynccontextmanager
    async def _lock(self) -> AsyncIterator[tuple[AsyncConnection[Row], int]]:
        """A connection that holds the lock and sees the active build; waits until it does."""
        async with await connect_async(self._settings) as connection:
            build = await active_build(connection)
        async with await connect_async(self._settings, build=build, **LIMITS) as connection:
            while not await self._ask(connection):
                self._stands_by = True
                await asyncio.sleep(ASK_EVERY_S)
            self._stands_by = False
            await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
            yield connection, build

    async def _ask(self, connection: AsyncConnection[Row]) -> bool:
        cursor = await connection.execute(load("roll").try_lead, (self._settings.names.sql,))
        row = await cursor.fetchone()
        return bool(row and row[0])
