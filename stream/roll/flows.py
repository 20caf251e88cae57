"""Day flows from SQL into the country: the rows whose stamp moved, and the reports beside them.

Called by `leader` in its snapshot. Rows older than the windows look back are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

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
    rows = await moved(connection, seen, since(today))
    country.put_flows(rows)
    country.put_reports(await reports(connection, _days(rows), since(today)))


async def stand_at(connection: Connection, country: Country, day: date) -> Moved:
    """Bring the country, whose day it is, to what was known at its close.

    What was told that day and is not followed yet goes in, what was told since goes out: returns
    that, to `go_on` with.
    """
    first = since(day)
    behind = await known(connection, day - timedelta(days=1), day, first)
    ahead = await known(connection, day, date.max, first)
    country.begin_history()
    country.put_flows(behind)
    country.put_flows([(row, each, ()) for row, each, _ in ahead])
    country.put_reports(await told_by(connection, behind + ahead, day))
    return ahead


async def go_on(connection: Connection, country: Country, ahead: Moved) -> None:
    """Put back what was told after the close."""
    country.put_flows(ahead)
    country.put_reports(await reports(connection, _days(ahead), since(country.day)))


async def told_by(connection: Connection, rows: Moved, day: date) -> list[tuple[str, date, int]]:
    """The reports beside these rows as they were known at the close of a day."""
    return await reports(connection, _days(rows), since(day), day)


async def moved(connection: Connection, seen: Mapping[int, int], first: date) -> Moved:
    """Rows of days from `first` on that were written after the positions `seen`."""
    given = (list(seen), list(seen.values()), first)
    cursor = await connection.execute(_SQL.flows_moved, given, binary=True)
    return [_told(row) for row in await cursor.fetchall()]


async def known(connection: Connection, after: date, until: date, first: date) -> Moved:
    """Rows of days from `first` on, told after one day, up to and including another."""
    cursor = await connection.execute(_SQL.flows_known, (after, until, first), binary=True)
    return [_told(row) for row in await cursor.fetchall()]


async def reports(
    connection: Connection,
    days: set[tuple[str, date]],
    first: date,
    known_on: date = date.max,
) -> list[tuple[str, date, int]]:
    """How many reports these units made on these days, as known on a day; 0: none any more.

    With them come later days of the same reports: one counts on the first day there is of it.
    """
    if not days:
        return []
    if len(days) > MANY:
        given: dict[str, Any] = {"since": first, "known": known_on}
        cursor = await connection.execute(_SQL.reports_since, given)
    else:
        units, dates = zip(*sorted(days), strict=True)
        given = {"units": list(units), "days": list(dates), "known": known_on}
        cursor = await connection.execute(_SQL.reports_of, given)
    return [(unit, day, number) for unit, day, number in await cursor.fetchall()]


def _days(rows: Moved) -> set[tuple[str, date]]:
    """The days of units whose reports may have moved."""
    return {(row[1].lead, day) for row, day, _ in rows if not row[1].programme}


def since(day: date) -> date:
    """Of days before this one nothing is looked at on `day`."""
    return day - timedelta(days=KEEP)


def _told(row: tuple[Any, ...]) -> tuple[Row, date, Counts]:
    partition, unit, programme, field, post, known_on, day, counts = row
    return (partition, Group(unit, programme, field, post), known_on), day, tuple(counts)
