"""Writes down, five minutes by five, that a gateway listened: what tells a gap from quiet."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from schema.clock import Clock
from schema.database import AWAY, AsyncPool
from schema.queries import load
from web.facts.pulse import bin_of

EVERY_S = 60.0
_SQL = load("web")
log = logging.getLogger(__name__)


class Listening:
    """While `able` to take reports, this process marks the running bin each minute."""

    def __init__(self, pool: AsyncPool, clock: Clock, able: Callable[[], bool]) -> None:
        self._pool = pool
        self._clock = clock
        self._able = able

    async def mark(self) -> None:
        """Mark the running bin."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL.listen, (bin_of(self._clock.now()),))

    async def run(self, minute: Callable[[], None]) -> None:
        """Mark, and tell that a minute has gone by, until cancelled."""
        while True:
            try:
                if self._able():
                    await self.mark()
            except AWAY as error:
                log.warning("the database is away: %s", error)
            minute()
            await asyncio.sleep(EVERY_S)
