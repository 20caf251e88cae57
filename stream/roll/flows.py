"""Day flows from SQL into the country: the rows whose stamp moved, and the reports beside them.

Called by `leader` in its snapshot. Rows older than the windows look back are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from schema.measures import Counts
from schema.queries import load
from stream.kpi.country import Country
from stream.kpi.leaf import Group
from stream.kpi.rolling.bands import KEEP
from stream.kpi.rolling.sums import Row
from stream.roll.read import Connection

_SQL = load("roll")
MANY = 5_000
"""Days of units moved at once beyond which all reports are counted, not those of these days."""

Moved = list[tuple[Row, date, Counts]]


async def follow(
    connection: Connection, country: Country, seen: Mapping[int, int], today: date
) -> None:
    """Tell the country what moved after the positions `seen`."""
    since = today - timedelta(days=KEEP)
    rows = await moved(connection, seen, since)
    country.put_flows(rows)
    days = {(group.lead, day) for (_, group), day, _ in rows if not group.programme}
    country.put_reports(await reports(connection, days, since))


async def moved(connection: Connection, seen: Mapping[int, int], since: date) -> Moved:
    """Rows of days from `since` on that were written after the positions `seen`."""
    given = (list(seen), list(seen.values()), since)
    cursor = await connection.execute(_SQL.flows_moved, given, binary=True)
    return [
        ((partition, Group(unit, programme, field, post)), day, tuple(counts))
        for partition, unit, programme, field, post, day, counts in await cursor.fetchall()
    ]


async def reports(
    connection: Connection, days: set[tuple[str, date]], since: date
) -> list[tuple[str, date, int]]:
    """How many reports these units made on these days; 0 where there is none any more."""
    if not days:
        return []
    if len(days) > MANY:
        cursor = await connection.execute(_SQL.reports_since, (since,))
    else:
        units, dates = zip(*sorted(days), strict=True)
        cursor = await connection.execute(_SQL.reports_of, (list(units), list(dates)))
    found = {(unit, day): number for unit, day, number in await cursor.fetchall()}
    return [(unit, day, found.get((unit, day), 0)) for unit, day in sorted(days)]
