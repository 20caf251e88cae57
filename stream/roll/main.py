"""`python -m stream roll`: lead or stand by until SIGTERM."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import suppress

import uvloop
from psycopg.errors import UndefinedTable
from psycopg_pool import PoolTimeout

from schema.database import AWAY, pool
from schema.errors import Contradiction
from schema.process import heartbeat, leave
from schema.settings import Settings
from schema.stopping import until_told
from stream.roll.carrier import Carrier
from stream.roll.election import Candidate
from stream.roll.wake import Bell, listen

ROLE = "roll"
CALM = (50_000, 20, 100)
"""Thresholds of the garbage collector: a country is many small records and next to no cycles."""


async def run(settings: Settings) -> None:
    """The role until cancelled.

    Raises Contradiction when the database is not migrated.
    """
    bell, carrier = Bell(), Carrier(settings.redis_url, settings.names.kpi_stream)
    candidate = Candidate(settings, carrier, bell)
    beats = pool(settings, size=1)
    await beats.open()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(candidate.run())
            group.create_task(listen(settings, bell))
            group.create_task(heartbeat(beats, ROLE, candidate.status))
    except* UndefinedTable as missing:
        raise Contradiction(
            f"expected the tables of this version, got {missing.exceptions[0]}; "
            "run `python -m schema migrate`"
        ) from missing
    finally:
        with suppress(*AWAY, PoolTimeout):
            await leave(beats, ROLE)
        await beats.close()
        await carrier.close()


def main() -> None:
    """Read the settings and run."""
    settings = Settings.from_environ()
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    gc.set_threshold(*CALM)
    uvloop.run(until_told(run(settings)))
