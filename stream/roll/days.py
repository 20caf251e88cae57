"""Closing local days: when every partition has folded a midnight, its values become `kpi_day`.

Called by `leader` within its transaction; what a close is stands in ``stream.kpi.closes``.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from schema.clock import day_end, local_day
from stream.kpi.country import Country
from stream.roll import read, write
from stream.roll.read import LONG_PAST, Connection, Ground
from stream.roll.recorder import Recorder
from stream.roll.restates import Restates
from stream.roll.shelving import Shelving

MOST_DAYS = 15
"""Days closed in one transaction."""
_DAY = timedelta(days=1)


async def take_up(connection: Connection, country: Country, ground: Ground) -> None:
    """Load the days closed before, by whomever."""
    if ground.day is None:
        return
    closes = country.closes
    closes.first, closes.day = await read.first_day(connection) or ground.day, ground.day
    week_ago = closes.week_day
    assert week_ago is not None
    base = await read.days_until(connection, week_ago)
    recent = await read.days(connection, week_ago, ground.day)
    closes.load(base, {day: changes.leaves for day, changes in recent.items()})


class Days:
    """Closes the days of one country."""

    def __init__(
        self,
        connection: Connection,
        country: Country,
        recorder: Recorder,
        restates: Restates,
        shelving: Shelving,
    ) -> None:
        self._connection = connection
        self._country = country
        self._recorder = recorder
        self._restates = restates
        self._shelving = shelving

    async def close(self, ground: Ground, now: datetime) -> bool:
        """Close the days every partition has left behind; True when that was not all of them."""
        if ground.clock is None:
            return False
        last = local_day(ground.clock) - _DAY
        due = self._country.closes.due or await self._first(last)
        if due > last:
            return False
        until = min(last, due + (MOST_DAYS - 1) * _DAY)
        found = await read.days(self._connection, due - _DAY, until)
        await self._shelving.prepare(due, ground, now)
        for n in range((until - due).days + 1):
            day = due + n * _DAY
            await self._close(day, found.get(day, read.NO_CHANGES), ground)
            await self._restates.bring_in(day, None if ground.replays(now) else now)
            await self._begin_history(day, ground.kpi_version, now)
            await write.carry(self._connection, day)
        await write.move_on(self._connection, ground.kpi_version, until)
        if until == last and not ground.replays(now):
            self._shelving.rest()
        return until < last

    async def _first(self, last: date) -> date:
        """The first day there is: that of the first close of a leaf, else the last one over."""
        return min(await read.first_day(self._connection) or last, last)

    async def _close(self, day: date, changes: read.DayChanges, ground: Ground) -> None:
        rows = self._country.close(day, changes.leaves)
        known_from = changes.known_from or ground.clock or day_end(day)
        await self._shelving.close(day, known_from)
        if rows:
            await write.close(self._connection, day, known_from, rows)

    async def _begin_history(self, day: date, kpi_version: int, now: datetime) -> None:
        """History, where there is none, begins with a close: there is a value 24 hours old."""
        at = day_end(day)
        if now - at <= LONG_PAST:
            values = self._recorder.begin(self._country.closes.values())
            await write.history(self._connection, values, at, kpi_version)
