"""The tiers of every scope at each day close, put on their shelves in `kpi_shelf`.

Live, the country in memory still stands on the day that closes. While days long past go by, after a
pause, and where the log went over several days at once, plans and readings are let in day by day
(``stream.kpi.replay``). Called by `days`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from schema.clock import local_day
from stream.kpi.country import Country
from stream.kpi.replay import Replay
from stream.roll import flows, indicators, read, write
from stream.roll.drawing import Drawing
from stream.roll.read import Connection, Ground

_FROM_THE_BEGINNING = -1
_NEVER = date.min
_DAY = timedelta(days=1)
DAILY = timedelta(days=14)
"""Of a past that is replayed the strategic tier is judged day by day for the last of them."""


class Shelving:
    """Shelves the days of one country."""

    def __init__(self, connection: Connection, country: Country, drawing: Drawing) -> None:
        self._connection = connection
        self._country = country
        self._drawing = drawing
        self._replay: Replay | None = None
        self._learnt = _NEVER
        """Up to which local day the replay has been told of flows."""

    async def prepare(self, first: date, ground: Ground, now: datetime) -> None:
        """Before some days are closed, the first of them `first`."""
        if self._stands_on(first, ground) and not ground.replays(now):
            self.rest()
            return
        if self._replay is None:
            self._replay, self._learnt = self._country.replay(first, local_day(now) - DAILY), _NEVER
        await self._learn_flows(self._replay, first, ground)
        everything = dict.fromkeys(ground.positions, _FROM_THE_BEGINNING)
        facts = await indicators.moved(self._connection, everything)
        self._replay.learn(await read.planned_since(self._connection), facts)

    def rest(self) -> None:
        """No replay goes on from here: the next day is of the present, or under another tree."""
        self._replay = None

    def _stands_on(self, day: date, ground: Ground) -> bool:
        """Whether the country in memory is that of this day, and no other day is to be closed."""
        over = local_day(ground.clock) - _DAY if ground.clock else day
        return self._drawing.begun and self._country.day == day == over

    async def close(self, day: date, known_from: datetime) -> None:
        """Write what differs from the close before; `day` is the last one closed."""
        connection, country = self._connection, self._country
        if self._replay is None:
            ahead = await flows.stand_at(connection, country, day)
            shelves = country.shelve(day)
            await flows.go_on(connection, country, ahead)
        else:
            self._replay.put_reports(await flows.told_by(connection, self._replay.coming(day), day))
            shelves = country.shelve(day, self._replay)
        if shelves:
            await write.shelves(connection, day, known_from, shelves)

    async def _learn_flows(self, replay: Replay, first: date, ground: Ground) -> None:
        """What was told up to the last day that every partition has left behind."""
        assert ground.clock is not None
        after, self._learnt = self._learnt, local_day(ground.clock) - _DAY
        found = await flows.known(self._connection, after, self._learnt, flows.since(first))
        replay.learn_flows(found)
