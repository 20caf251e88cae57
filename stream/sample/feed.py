"""`python -m stream.sample feed`: the country goes on reporting, through the API as agencies do.

It waits for its past to be folded, then never lets three seconds pass without a report. Where the
web listens is told by NHIP_FEED_URL, else by the heartbeat of a web on this host.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress
from datetime import timedelta
from random import Random
from time import monotonic
from typing import Any

import httpx2
import psycopg
from psycopg.errors import UndefinedTable
from psycopg_pool import PoolTimeout

from schema import demo_key
from schema.database import AWAY, AsyncPool, pool
from schema.process import STALE_S, heartbeat, instance_name, leave
from schema.queries import load
from schema.settings import Settings
from schema.stopping import until_told
from stream.sample import job as jobs
from stream.sample.content import content
from stream.sample.hand import Hand
from stream.sample.history import SEED
from stream.sample.job import CannotSeed
from stream.sample.look import look
from stream.sample.moves import Moves
from stream.sample.post import TIMEOUT_S, Poster
from stream.sample.seed import folded_share

ROLE = "feed"
PACE_S = (0.7, 2.2)
"""Least and longest time from one report to the next, seconds."""
LOOK_EVERY_S = 20.0
_AGAIN_S = 1.0
_SQL = load("sample")
_log = logging.getLogger(__name__)


class Feed:
    """The role: looks at the country, makes a move, posts it."""

    def __init__(self, settings: Settings, database: AsyncPool, client: httpx2.AsyncClient) -> None:
        self._settings, self._database, self._client = settings, database, client
        self._poster = Poster(client, demo_key.path(settings), Random(SEED))
        self._clock = settings.clock()
        self._rng = Random(SEED)
        self._moves = Moves(Hand(content(), Random(SEED)))
        self._looked = -LOOK_EVERY_S
        self._waits_for: str | None = "the database"

    def status(self) -> tuple[bool, dict[str, Any]]:
        """For the heartbeat: ready once a report was taken."""
        told = {
            "taken": self._poster.taken,
            "refused": self._poster.refused,
            "waits_for": self._waits_for or self._poster.trouble,
        }
        return self._poster.taken > 0, told

    async def run(self) -> None:
        """Report until cancelled."""
        await self._until_folded()
        self._client.base_url = self._settings.feed_url or await self._web()
        while True:
            begun = monotonic()
            await self._look()
            report = self._moves.next(self._clock.now())
            self._waits_for = None if report else "tasks: nobody has anything to report on"
            if report is not None:
                await self._poster.post(report)
            pause = self._rng.uniform(*PACE_S) - (monotonic() - begun)
            await asyncio.sleep(max(pause, 0.0))

    async def _until_folded(self) -> None:
        while True:
            if await self._past_is_folded():
                _log.info("the past is folded; reporting from now on")
                return
            await asyncio.sleep(_AGAIN_S)

    async def _past_is_folded(self) -> bool:
        try:
            async with self._database.connection() as connection:
                job = await jobs.read(connection)
                share = folded_share(job, await jobs.folded(connection)) if job else 1.0
        except (*AWAY, PoolTimeout):
            return False
        self._waits_for = f"the fold: {share:.0%} of the past is folded"
        return share >= 1

    async def _web(self) -> str:
        """Where a web on this host says that it listens; waits until there is one."""
        self._waits_for = "a web on this host; set NHIP_FEED_URL if it runs elsewhere"
        while True:
            if (port := await self._web_port()) is not None:
                return f"http://127.0.0.1:{port}"
            await asyncio.sleep(_AGAIN_S)

    async def _web_port(self) -> int | None:
        host = instance_name().partition(":")[0]
        try:
            async with self._database.connection() as connection:
                given = f"{host}:", timedelta(seconds=STALE_S)
                found = await connection.execute(_SQL.web_port, given)
                row = await found.fetchone()
        except (*AWAY, PoolTimeout):
            return None
        return None if row is None else row[0]

    async def _look(self) -> None:
        if monotonic() - self._looked < LOOK_EVERY_S:
            return
        try:
            async with self._database.connection() as connection:
                self._moves.see(await look(connection))
            self._looked = monotonic()
        except (*AWAY, PoolTimeout):
            pass  # what was seen before will do until the database is back


async def run(settings: Settings) -> None:
    """The role until cancelled.

    Raises CannotSeed where there is no sample country to go on with.
    """
    if settings.profile == "prod":
        raise CannotSeed("the sample country does not report with NHIP_PROFILE=prod")
    database = pool(settings, size=2)
    await database.open()
    async with httpx2.AsyncClient(timeout=TIMEOUT_S) as client:
        feed = Feed(settings, database, client)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(heartbeat(database, ROLE, feed.status))
                group.create_task(feed.run())
        except BaseExceptionGroup as failed:
            if failed.subgroup(UndefinedTable) is None:
                raise
            raise CannotSeed(
                "expected the tables of this version, got a database without them; "
                "run `python -m schema migrate`"
            ) from failed
        finally:
            with suppress(psycopg.Error, PoolTimeout):
                await leave(database, ROLE)
            await database.close()


def main(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    logging.basicConfig(
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for name in ("httpx2", "httpcore2", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.WARNING)
    asyncio.run(until_told(run(settings)))
