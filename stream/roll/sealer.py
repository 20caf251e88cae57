"""Seals the ranking, a day after the other (Q76): called by `leader` within its transaction.

What is read in one cycle is worked on in a thread while the next ones go on, and kept in the cycle
that finds it done: on the leader's own connection, so that nobody seals who does not lead. A day
that could not be sealed is said in the log and tried again by the next leader; figures go on.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime

from schema.standby import stands_by
from schema.workdays import state_offices
from stream.core.world import of_catalogue
from stream.kpi.ranking.known import as_known, due
from stream.kpi.ranking.seal import Book, Sealed, seal
from stream.roll import seals
from stream.roll.read import Connection, Ground
from stream.roll.seals import Material

log = logging.getLogger(__name__)


class Sealer:
    """One day at a time; `last` is the newest one sealed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._work: asyncio.Task[Sealed] | None = None
        self._failed = False
        self.last: date | None = None

    async def begin(self) -> None:
        """Take up where the leader before stopped."""
        self.last = await seals.last(self._connection)

    async def step(self, ground: Ground, now: datetime) -> None:
        """Begin the next day that is due, or keep the one that is done."""
        if self._work is None:
            await self._begin(due(ground.clock, now, self.last), now)
        elif self._work.done():
            work, self._work = self._work, None
            await self._finish(work, now)

    async def _begin(self, day: date | None, now: datetime) -> None:
        if day is None or self._failed or not await seals.settled(self._connection, now):
            return
        if await stands_by(self._connection):  # the first site seals, the mirror brings it
            self.last = await seals.last(self._connection)
            return
        found = await seals.material(self._connection, day)
        if found is not None:
            self._work = asyncio.create_task(asyncio.to_thread(sealed_from, found, day))

    async def _finish(self, work: asyncio.Task[Sealed], now: datetime) -> None:
        error = work.exception()
        if error is not None:
            self._failed = True
            log.error("the ranking could not be sealed", exc_info=error)
            return
        sealed = work.result()
        await seals.keep(self._connection, sealed, now)
        self.last = sealed.day


def sealed_from(material: Material, day: date) -> Sealed:
    """The tables of a day; pure, and long enough to keep the leader waiting."""
    world = of_catalogue(material.catalogue, material.version)
    states = as_known(material.stored, material.again, day, world)
    book = Book(
        states=states,
        catalogue=material.catalogue,
        day=day,
        volumes=material.volumes,
        quality=material.quality,
    )
    return seal(book, state_offices())
