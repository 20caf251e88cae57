"""What this process knows of the installation and its catalogue, read again when it changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from psycopg import AsyncConnection

from schema.catalogue_store import read as read_catalogue
from schema.clock import Clock, local_day
from schema.database import AWAY, AsyncPool, Row
from schema.queries import load
from schema.standby import stands_by
from web.facts.directory import Directory, unknown

CHECK_S = 5.0
_SQL = load("web")
log = logging.getLogger(__name__)


class Country:
    """`directory` as of the newest catalogue and today; `partitions` None until read."""

    def __init__(self, pool: AsyncPool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self.directory: Directory = unknown(local_day(clock.now()))
        self.partitions: int | None = None
        self.standby = False
        """Whether this site follows another one, to which reports must go."""
        self.drift = timedelta(0)
        """How far this machine's clock is from the database's, either way."""

    def has_unit(self, code: str) -> bool:
        """Whether a unit of this code exists today."""
        return code in self.directory.tree

    async def check(self) -> bool:
        """Read what may have changed; True if the directory is another one now.

        `partitions` is set last: who sees it may rely on the directory.
        """
        today = local_day(self._clock.now())
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_SQL.partitions)).fetchone()
            newest = await (await connection.execute(_SQL.newest_catalogue)).fetchone()
            server = await (await connection.execute(_SQL.server_clock)).fetchone()
            self.drift = abs(datetime.now(UTC) - server[0]) if server else timedelta(0)
            version = int(newest[0]) if newest and newest[0] else 0
            changed = (version, today) != (self.directory.version, self.directory.day)
            if changed:
                self.directory = await self._read(connection, today)
        self.standby = bool(row and row[1])
        self.partitions = int(row[0]) if row else None
        return changed

    async def takes_reports(self) -> bool:
        """Whether this is the first site; a standby asks SQL anew: it may have been promoted."""
        if self.standby:
            async with self._pool.connection() as connection:
                self.standby = await stands_by(connection)
        return not self.standby

    async def _read(self, connection: AsyncConnection[Row], today: date) -> Directory:
        found = await read_catalogue(connection)
        if found is None:
            return unknown(today)
        return Directory(version=found[0], catalogue=found[1], day=today)

    async def watch(self, changed: Callable[[], None]) -> None:
        """Check every five seconds until cancelled."""
        while True:
            try:
                if await self.check():
                    changed()
            except AWAY as error:
                log.warning("the database is away: %s", error)
            await asyncio.sleep(CHECK_S)
