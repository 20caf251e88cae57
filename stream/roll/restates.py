"""Restatements of the leaves become versions of the scopes' days in `kpi_day`.

While the past is replayed, day by day with the closes; then now and then, so that a busy hour
makes one version of a day and not thousands. Called by `leader` within its transaction; what a
version is stands in ``stream.kpi.restating``.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stream.kpi.country import Country
from stream.roll import versions
from stream.roll.read import Connection, Ground
from stream.roll.versions import Place

_DAY = timedelta(days=1)


class Restates:
    """Brings restatements into the days of one country, at most every `every_s` seconds."""

    def __init__(self, connection: Connection, country: Country, every_s: float) -> None:
        self._connection = connection
        self._country = country
        self._every_s = every_s
        self._followed_at = float("-inf")

    async def begin(self) -> None:
        """Take up what the leader before restated of the last closed day."""
        closes = self._country.closes
        if closes.day is not None:
            closes.owe(await versions.restated_on(self._connection, closes.day))

    async def follow(self, ground: Ground, now: datetime, at: float) -> None:
        """What was told today, when its time has come; nothing while the past goes by."""
        last = self._country.closes.day
        if last is None or ground.replays(now) or at - self._followed_at < self._every_s:
            return
        self._followed_at = at
        await self.bring_in(last + _DAY, now)

    async def bring_in(self, known_on: date, now: datetime | None = None) -> None:
        """All that was told up to a local day.

        Readers know it from `now` on, lest an answer for an instant change; without `now` the past
        is replayed, and it was known when it was told.
        """
        last = self._country.closes.day
        found = await versions.restated(self._connection, known_on)
        if not found or last is None:
            return
        moves = self._country.moves(one.told for one in found)
        known = await versions.newest(self._connection, moves.firsts())
        made = [one for key, rows in known.items() for one in moves.versions(key, rows, last)]
        upto: dict[int, Place] = {}
        for one in found:
            upto[one.partition] = max(upto.get(one.partition, one.place), one.place)
        known_from = now or max(one.known_from for one in found)
        await versions.keep(self._connection, made, known_from, upto)
        self._country.closes.owe(one.key for one in made if one.day == last)
