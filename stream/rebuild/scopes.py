"""The days of every scope, closed again from the closes of the leaves by the roll's own code.

What the roll has published is a record and goes over to the new build as it is (`flip`); this is
what it is compared with. Tiers that are no sums are not made again: they stand beside what was
published. Called by `session`.
"""

from __future__ import annotations

from datetime import date, datetime

from psycopg import AsyncConnection

from schema.clock import local_day
from schema.database import Row
from schema.settings import Settings
from schema.workdays import state_offices
from stream.kpi.country import Country
from stream.kpi.leaf import Key
from stream.roll import read, versions
from stream.roll.days import Days
from stream.roll.drawing import Drawing
from stream.roll.read import Ground
from stream.roll.recorder import Recorder
from stream.roll.restates import Restates
from stream.roll.shelving import Shelving

Connection = AsyncConnection[Row]


class _NoShelves(Shelving):
    """Sums alone."""

    async def prepare(self, first: date, ground: Ground, now: datetime) -> None:
        """Nothing is shelved."""

    async def close(self, day: date, known_from: datetime) -> None:
        """Nothing is shelved."""


async def country_of(connection: Connection, settings: Settings) -> Country:
    """The country of the newest catalogue, today, without figures."""
    today = local_day(settings.clock().now())
    return Country(await read.catalogue(connection), today, state_offices())


class Scopes:
    """Closes the days of the new build."""

    def __init__(self, connection: Connection, settings: Settings, country: Country) -> None:
        self._connection = connection
        self._clock = settings.clock()
        self._country = country
        self._restates = Restates(connection, country, 0.0)
        recorder = Recorder(settings.history_every_s, {})
        shelves = _NoShelves(connection, country, Drawing(connection, country))
        self._days = Days(connection, country, recorder, self._restates, shelves)

    async def follow(self) -> None:
        """Close what every partition has left behind, with all that restates it."""
        while await self._close():
            pass
        async with self._connection.transaction():
            await self._restates.bring_in(date.max)

    async def _close(self) -> bool:
        async with self._connection.transaction():
            ground = await read.ground(self._connection)
            return await self._days.close(ground, self._clock.now())


async def owed(live: Connection, country: Country) -> set[Key]:
    """Scopes whose restatements the live roll has not brought into their days yet."""
    found = await versions.restated(live, date.max)
    return set(country.moves(one.told for one in found).firsts())
