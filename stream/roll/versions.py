"""Restatements of leaves from SQL, the days of scopes they reach, and new versions back into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct
from psycopg import AsyncConnection

from schema.database import Row
from schema.measures import widen
from schema.queries import load
from stream.kpi.leaf import Group, Key
from stream.kpi.restating import Restated, Told, Version
from stream.roll.write import array_text, key_text

Connection = AsyncConnection[Row]
_SQL = load("roll")
_STEPS = msgspec.json.Decoder(list[tuple[date, dict[str, int]]])


class Place(Struct, frozen=True, order=True):
    """How far along a partition: the local day it was told on, the stamp of the transaction."""

    known_on: date
    stamp: int


class Restatement(Struct, frozen=True, kw_only=True):
    """A row of ``restated``."""

    told: Told
    known_from: datetime
    partition: int
    place: Place


async def restated(connection: Connection, known_on: date) -> list[Restatement]:
    """What was told up to a local day and is not in `kpi_day` yet."""
    return [_restatement(row) for row in await _rows(connection, _SQL.restated, (known_on,))]


async def newest(connection: Connection, firsts: Mapping[Key, date]) -> dict[Key, list[Version]]:
    """Of each scope the newest version of its days, from the last one before `first` on."""
    asked = ([key[0] for key in firsts], [key[1] for key in firsts], list(firsts.values()))
    found: dict[Key, list[Version]] = {key: [] for key in firsts}
    for row in await _rows(connection, _SQL.newest_days, asked):
        scope, programme, day, version, counts = row
        found[scope, programme].append(Version(day, version, widen(counts)))
    return found


async def restated_on(connection: Connection, day: date) -> set[Key]:
    """Scopes of which this day has a version beyond the first."""
    rows = await _rows(connection, _SQL.restated_on, (day,))
    return {(scope, programme) for scope, programme in rows}


async def keep(
    connection: Connection,
    versions: Sequence[Restated],
    known_from: datetime,
    upto: Mapping[int, Place],
) -> None:
    """Append versions of days, and note up to where restatements are in them."""
    known = known_from.isoformat()
    async with connection.cursor() as cursor, cursor.copy(_SQL.copy_versions) as copy:
        for begin in range(0, len(versions), _BLOCK):
            await copy.write("".join(_line(one, known) for one in versions[begin : begin + _BLOCK]))
    places = upto.values()
    given = (list(upto), [one.known_on for one in places], [one.stamp for one in places])
    await connection.execute(_SQL.restated_upto, given)


_BLOCK = 1000


def _restatement(row: Sequence[Any]) -> Restatement:
    *group, steps, updates, known_from, partition, known_on, stamp = row
    return Restatement(
        told=Told(Group._make(group), _STEPS.decode(steps), tuple(updates)),
        known_from=known_from,
        partition=partition,
        place=Place(known_on, stamp),
    )


def _line(one: Restated, known_from: str) -> str:
    causes = "{" + ",".join(one.causes) + "}"
    head = f"{key_text(one.key)}\t{one.day.isoformat()}\t{one.version}\t{known_from}"
    return f"{head}\t{array_text(one.counts)}\t{causes}\t{one.caused}\n"


async def _rows(connection: Connection, query: str, given: Any) -> Sequence[Any]:
    cursor = await connection.execute(query.encode(), given)
    return await cursor.fetchall()
