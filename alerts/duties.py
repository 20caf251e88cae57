"""What the process at work does, each duty in its own loop that no absent engine ends.

A loop that meets an engine that is away says so in the status, waits and begins again from SQL.
Who calls: ``alerts.app``, while this process leads.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog
from aiokafka.errors import KafkaError
from psycopg.errors import UndefinedTable
from redis.asyncio import Redis
from redis.exceptions import RedisError

from alerts.backoff import Backoff
from alerts.bell import Bell
from alerts.dispatch import Dispatcher
from alerts.ledger import Ledger, Moved
from alerts.outbox import Outbox
from alerts.standings import Standings
from alerts.status import Status
from schema.database import AWAY
from schema.errors import Contradiction, NhipError

_log = structlog.get_logger()
_DATABASE = (*AWAY, UndefinedTable)
_KAFKA = (KafkaError, TimeoutError, Contradiction)
_BACKOFF = Backoff(base=0.5, cap=5.0)
_PING_S = 2.0


class Duties:
    """The four loops and the bells that wake them."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        outbox: Outbox,
        dispatcher: Dispatcher,
        open_standings: Callable[[], Standings],
        redis: Redis,
        status: Status,
        outbox_bell: Bell,
    ) -> None:
        self.steps_bell, self.gauge_bell, self.outbox_bell = Bell(), Bell(), outbox_bell
        self._ledger, self._outbox, self._dispatcher = ledger, outbox, dispatcher
        self._open_standings, self._redis, self._status = open_standings, redis, status
        self._standings: Standings | None = None
        self._positions: dict[int, int] = {}

    async def judge(self) -> None:
        """Judge standings as they arrive."""
        await self._steadily(self._judge)

    async def climb(self) -> None:
        """Let alerts climb their ladders when a tick says so."""
        await self._steadily(self._climb)

    async def dispatch(self) -> None:
        """Send what waits in the outbox."""
        await self._steadily(self._dispatcher.run)

    async def gauge(self) -> None:
        """Keep the status true: how far behind, what waits, who answers."""
        await self._steadily(self._gauge)

    async def _steadily(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except Moved as moved:
                _log.info("begin again", why=str(moved))
                continue
            except (*_DATABASE, *_KAFKA, NhipError) as error:
                failures = self._status.away(_part(error), error)
            await asyncio.sleep(_BACKOFF.delay(failures, random.random()).total_seconds())

    async def _judge(self) -> None:
        async with self._open_standings() as standings:
            self._positions = await self._ledger.positions()
            self._status.there("system")
            await standings.seek(self._positions)
            self._standings = standings
            try:
                while True:
                    await self._batch(standings)
            finally:
                self._standings = None

    async def _batch(self, standings: Standings) -> None:
        arrivals = await standings.take()
        if not arrivals:
            return
        book = await self._ledger.judge(arrivals, self._positions)
        self._positions |= {one.partition: one.offset + 1 for one in arrivals}
        self._status.unreadable = standings.unreadable
        self._status.there("database")
        if book.deliveries:
            self.outbox_bell.ring()
        _log.debug("judged", standings=len(arrivals), changes=len(book.events))

    async def _climb(self) -> None:
        while True:
            book = await self._ledger.climb()
            if book.deliveries:
                self.outbox_bell.ring()
            if not book.events:
                await self.steps_bell.wait()

    async def _gauge(self) -> None:
        while True:
            self._status.waiting = await self._outbox.waiting()
            self._status.there("database")
            await self._gauge_redis()
            await self._gauge_kafka()
            await self.gauge_bell.wait()

    async def _gauge_redis(self) -> None:
        try:
            async with asyncio.timeout(_PING_S):
                await self._redis.ping()
        except (RedisError, OSError, TimeoutError) as error:
            self._status.away("redis", error)
        else:
            self._status.there("redis")

    async def _gauge_kafka(self) -> None:
        standings = self._standings
        if standings is None:
            return
        positions = dict(self._positions)
        ends = await standings.ends(positions)
        self._status.lag = sum(max(ends[one] - at, 0) for one, at in positions.items())
        await standings.commit(positions)
        self._status.there("kafka")


def _part(error: Exception) -> str:
    """Which part an error speaks of; "system" is ourselves, not set up yet."""
    if isinstance(error, _DATABASE):
        return "database"
    return "kafka" if isinstance(error, _KAFKA) else "system"
