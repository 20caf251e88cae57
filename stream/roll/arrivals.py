"""Today's arrivals per unit: with a new day all of them, from then on the rows whose stamp moved.

Called by `leader` in its snapshot, so that they stand on the same positions as everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from psycopg.abc import Params

from schema.queries import load
from stream.kpi.country import Country
from stream.kpi.windows import Arrived, Sent
from stream.roll.read import Connection

_SQL = load("roll")
Rows = dict[Sent, Arrived]


class Arrivals:
    """Follows what arrives on the local day that it is."""

    def __init__(self, connection: Connection, country: Country) -> None:
        self._connection = connection
        self._country = country
        self._day: date | None = None

    async def follow(self, seen: Mapping[int, int], now: Mapping[int, int], day: date) -> None:
        """Tell the country what moved between two positions of the log."""
        if day != self._day:
            self._day = day
            self._country.begin_arrivals(await arrived(self._connection, day))
        elif seen != now:
            self._country.put_arrivals(await moved(self._connection, seen, day))


async def arrived(connection: Connection, day: date) -> Rows:
    """What each unit sent on a local day."""
    return await _read(connection, _SQL.arrived, (day,))


async def moved(connection: Connection, seen: Mapping[int, int], day: date) -> Rows:
    """The same, of what was written after the positions `seen`."""
    return await _read(connection, _SQL.arrived_since, (list(seen), list(seen.values()), day))


async def _read(connection: Connection, query: str, given: Params) -> Rows:
    cursor = await connection.execute(query.encode(), given)
    return {Sent(p, unit): Arrived._make(sums) for p, unit, *sums in await cursor.fetchall()}
