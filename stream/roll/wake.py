"""The bell: the fold notifies when leaves moved; a poll each second finds what a lost hint hid."""

from __future__ import annotations

import asyncio
import logging

from psycopg import sql

from schema.database import AWAY, connect_async, identifier
from schema.queries import load
from schema.settings import Settings

POLL_S = 1.0
RETRY_S = 1.0

log = logging.getLogger(__name__)


class Bell:
    """Rings when leaves may have moved."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something moved."""
        self._rung.set()

    async def wait(self) -> None:
        """Until it rings, a second at most; rings that came before count."""
        try:
            async with asyncio.timeout(POLL_S):
                await self._rung.wait()
        except TimeoutError:
            pass
        self._rung.clear()


async def listen(settings: Settings, bell: Bell) -> None:
    """Ring `bell` on each notification, until cancelled; the poll covers the time without."""
    channel = identifier(settings.names.partials_channel)
    command = sql.SQL(load("roll").listen).format(channel=channel)
    while True:
        try:
            async with await connect_async(settings) as connection:
                await connection.execute(command)
                bell.ring()
                async for _ in connection.notifies():
                    bell.ring()
        except AWAY as error:
            log.debug("not listening, polling: %s", error)
        await asyncio.sleep(RETRY_S)
