"""Readings and targets in force from SQL, and how indicators stand back into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from schema.database import Row
from schema.queries import load
from stream.kpi.strategic.band import Band, Seal
from stream.kpi.strategic.board import Line
from stream.kpi.strategic.facts import Reading, Subject, Target
from stream.kpi.strategic.tier import Facts

Connection = AsyncConnection[Row]
Colours = tuple[dict[tuple[str, str], Seal], date | None]
_SQL = load("strategic")


async def moved(connection: Connection, seen: Mapping[int, int]) -> dict[Subject, Facts]:
    """All that is in force of what was judged after the positions `seen`."""
    given = (list(seen), list(seen.values()))
    subjects = [Subject(*row) for row in await _rows(connection, _SQL.moved, given)]
    if not subjects:
        return {}
    asked = ([one.indicator for one in subjects], [one.unit for one in subjects])
    readings: dict[Subject, list[Reading]] = {one: [] for one in subjects}
    targets: dict[Subject, list[Target]] = {one: [] for one in subjects}
    for row in await _rows(connection, _SQL.readings, asked):
        readings[Subject(*row[:2])].append(_reading(row[2:]))
    for row in await _rows(connection, _SQL.targets, asked):
        targets[Subject(*row[:2])].append(_target(row[2:]))
    return {one: (tuple(readings[one]), tuple(targets[one])) for one in subjects}


async def colours(connection: Connection) -> Colours:
    """The colours sealed last, and on which day close."""
    rows = await _rows(connection, _SQL.colours)
    days = [row[4] for row in rows]
    last = max(days, default=None)
    return {
        (scope, code): Seal(band=Band(band), waits=Band(waits) if waits else None)
        for scope, code, band, waits, sealed in rows
        if sealed == last
    }, last


async def keep(
    connection: Connection,
    lines: Sequence[Line],
    sealed: date | None,
    kpi_version: int,
    as_of: datetime,
) -> None:
    """Let this be how these indicators stand."""
    if lines:
        given: dict[str, Any] = {
            "kpi_version": kpi_version,
            "as_of": as_of,
            "sealed": sealed,
            "scopes": [line.scope for line in lines],
            "indicators": [line.indicator for line in lines],
            "states": [msgspec.json.encode(line.now).decode() for line in lines],
            "bands": [line.now.band for line in lines],
            "waits": [line.seal.waits if line.seal else None for line in lines],
        }
        await connection.execute(_SQL.keep_indicators, given)


async def forget(connection: Connection, places: Iterable[tuple[str, str]]) -> None:
    """Take away what is asked of nobody any more: all but these scopes and indicators."""
    there = sorted(places)
    given = ([scope for scope, _ in there], [code for _, code in there])
    await connection.execute(_SQL.forget_indicators, given)


def _reading(row: Sequence[Any]) -> Reading:
    return Reading(
        period=row[0],
        occurred_at=row[1],
        known_at=row[2],
        update=row[3],
        source_seq=row[4],
        value=row[5],
        num=row[6],
        den=row[7],
        n=row[8],
        edition=row[9],
        marks=tuple(row[10]),
    )


def _target(row: Sequence[Any]) -> Target:
    return Target(
        on=row[0],
        value=row[1],
        version=row[2],
        shape=row[3],
        trajectory=tuple(zip(row[4], row[5], strict=True)),
        update=row[6],
    )


async def _rows(connection: Connection, query: str, given: Any = None) -> Sequence[Any]:
    cursor = await connection.execute(query.encode(), given)
    return await cursor.fetchall()
