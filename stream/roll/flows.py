"""Day flows from SQL into the country: the rows whose stamp moved, and the reports beside them.

Called by `leader` in its snapshot. Rows older than the windows look back are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from schema.measures import Counts
from schema.queries import load
from stream.kpi.country import Country
from stream.kpi.leaf import Group
from stream.kpi.rolling.bands import KEEP
from stream.kpi.rolling.sums import Row
from stream.kpi.rolling.then import Turned
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
    country.put_reports(await reports(connection, _days(rows), since))


async def stand_at(connection: Connection, country: Country, day: date) -> Moved:
    """Bring the country, whose day it is, to what was known at its close.

    What was told that day and is not followed yet goes in, what was told since goes out: returns
    that, to `go_on` with.
    """
    behind = await known(connection, day - timedelta(days=1), day)
    ahead = await known(connection, day, date.max)
    country.begin_history()
    country.put_flows(behind)
    country.put_flows([(row, each, ()) for row, each, _ in ahead])
    country.put_reports(await _reports_of(connection, _days(behind) | _days(ahead), day))
    return ahead


async def go_on(connection: Connection, country: Country, ahead: Moved) -> None:
    """Put back what was told after the close."""
    country.put_flows(ahead)
    country.put_reports(await _reports_of(connection, _days(ahead), date.max))


async def moved(connection: Connection, seen: Mapping[int, int], since: date) -> Moved:
    """Rows of days from `since` on that were written after the positions `seen`."""
    given = (list(seen), list(seen.values()), since)
    cursor = await connection.execute(_SQL.flows_moved, given, binary=True)
    return [_told(row) for row in await cursor.fetchall()]


async def known(connection: Connection, after: date, until: date) -> Moved:
    """Rows that were told after one day, up to and including another."""
    cursor = await connection.execute(_SQL.flows_known, (after, until), binary=True)
    return [_told(row) for row in await cursor.fetchall()]


async def turned(connection: Connection, after: date, until: date) -> list[Turned]:
    """By how many the reports of units and days moved, told after one day, up to another."""
    cursor = await connection.execute(_SQL.reports_known, (after, until))
    return [(unit, day, known_on, int(by)) for unit, day, known_on, by in await cursor.fetchall()]


async def reports(
    connection: Connection, days: set[tuple[str, date]], since: date
) -> list[tuple[str, date, int]]:
    """How many reports these units made on these days; 0 where there is none any more."""
    if len(days) <= MANY:
        return await _reports_of(connection, days, date.max)
    cursor = await connection.execute(_SQL.reports_since, (since,))
    return _counted(days, await cursor.fetchall())


async def _reports_of(
    connection: Connection, days: set[tuple[str, date]], known_on: date
) -> list[tuple[str, date, int]]:
    """The same as it was known on a day."""
    if not days:
        return []
    units, dates = zip(*sorted(days), strict=True)
    given = {"units": list(units), "days": list(dates), "known": known_on}
    cursor = await connection.execute(_SQL.reports_of, given)
    return _counted(days, await cursor.fetchall())


def _counted(
    days: set[tuple[str, date]], rows: Iterable[tuple[Any, ...]]
) -> list[tuple[str, date, int]]:
    found = {(unit, day): number for unit, day, number in rows}
    return [(unit, day, found.get((unit, day), 0)) for unit, day in sorted(days)]


def _days(rows: Moved) -> set[tuple[str, date]]:
    """The days of units whose reports may have moved."""
    return {(row[1].lead, day) for row, day, _ in rows if not row[1].programme}


def _told(row: tuple[Any, ...]) -> tuple[Row, date, Counts]:
    partition, unit, programme, field, post, known_on, day, counts = row
    return (partition, Group(unit, programme, field, post), known_on), day, tuple(counts)
