"""The SQL of the sealed ranking: what a day is sealed from, and what is kept of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from psycopg import AsyncConnection

from schema.catalogue import Catalogue
from schema.catalogue_store import read as read_catalogue
from schema.clock import day_end
from schema.close import label, unpack
from schema.database import Row
from schema.quality import Quality
from schema.queries import load
from schema.ranking import quarter
from stream.core.entry import SKEW, Entry
from stream.core.task import TaskState, pack
from stream.fold.load import read_updates
from stream.kpi.ranking.known import known_until
from stream.kpi.ranking.seal import Sealed, Volumes

Connection = AsyncConnection[Row]
_SQL = load("ranking")
_HEAD = pack(TaskState(code=""))[:2]
"""How a task's stored form begins; one that begins differently is of another version."""
_DAY = timedelta(days=1)
_ALIVE = timedelta(seconds=30)
"""A process that has been silent for longer is none."""
_MOST_LAG = 200
"""Messages of the log not folded yet that are the ordinary flow, and no backlog."""


class Material(Struct, frozen=True, kw_only=True):
    """What a day is sealed from, as SQL has it."""

    version: int
    catalogue: Catalogue
    stored: list[tuple[str, bytes]]
    """Every task with its stored state of now."""
    again: dict[str, list[Entry]]
    """All updates of the tasks that may have stood otherwise."""
    volumes: Mapping[date, Volumes]
    quality: Mapping[str, Quality]
    """Of every scope as a whole, as the day's close kept it."""


async def last(connection: Connection) -> date | None:
    """The newest day that is sealed."""
    rows = await _rows(connection, _SQL.last_sealed)
    found: date | None = rows[0][0] if rows else None
    return found


async def settled(connection: Connection, now: datetime) -> bool:
    """Whether the fold is there and has nothing to catch up on: SQL holds what was reported."""
    rows = await _rows(connection, _SQL.folds, (_ALIVE,))
    return bool(rows) and all(ready and lag <= _MOST_LAG for ready, lag in rows)


async def material(connection: Connection, day: date) -> Material | None:
    """Read it all in one snapshot; None where nothing is known of the country."""
    found = await read_catalogue(connection)
    if found is None:
        return None
    return Material(
        version=found[0],
        catalogue=found[1],
        stored=[(code, bytes(fold)) for code, fold in await _rows(connection, _SQL.tasks)],
        again=await _again(connection, day),
        volumes=await _volumes(connection, day),
        quality=await _quality(connection, day),
    )


async def keep(connection: Connection, sealed: Sealed, now: datetime) -> None:
    """Append the tables of a day; what would lift units takes the place of what did."""
    for each in sealed.snapshots:
        given = {
            "league": each.league,
            "day": each.day,
            "method": each.method,
            "rows": json.dumps(each.rows, ensure_ascii=False),
            "hash": each.hash,
            "sealed_at": now,
        }
        await connection.execute(_SQL.keep_table, given)
    for begin, volumes in sealed.volumes.items():
        given = {"quarter": begin, "units": list(volumes), "tasks": list(volumes.values())}
        await connection.execute(_SQL.keep_volumes, given)
    await connection.execute(_SQL.forget_lifts)
    columns = [list(column) for column in zip(*_lifts(sealed), strict=True)] or [[], [], [], []]
    named = dict(zip(("units", "places", "tasks", "gains"), columns, strict=True))
    await connection.execute(_SQL.keep_lifts, {"day": sealed.day + _DAY, **named})


def _lifts(sealed: Sealed) -> Iterator[tuple[str, int, str, float]]:
    for unit, found in sealed.lifts.items():
        for place, each in enumerate(found, 1):
            yield unit, place, each.task, float(each.gain)


async def _again(connection: Connection, day: date) -> dict[str, list[Entry]]:
    end = day_end(day)
    given = {"head": _HEAD, "since": end - SKEW, "known": known_until(day), "end": end}
    codes = [code for (code,) in await _rows(connection, _SQL.again, given)]
    found = await read_updates(connection, codes) if codes else {}
    return {code: [one.entry for one in found.get(code, ())] for code in codes}


async def _volumes(connection: Connection, day: date) -> dict[date, Volumes]:
    quarters = sorted({quarter(day), quarter(day + _DAY)})
    found: dict[date, Volumes] = defaultdict(dict)
    for begin, unit, tasks in await _rows(connection, _SQL.volumes, (quarters,)):
        found[begin][unit] = tasks
    return dict(found)


async def _quality(connection: Connection, day: date) -> dict[str, Quality]:
    shelves = [unpack(body) for (body,) in await _rows(connection, _SQL.shelves, (day,))]
    return {
        scope: tiers.quality
        for shelf in shelves
        for scope, _, programme in (name.partition("@") for name in shelf)
        if not programme and (tiers := shelf[label(scope, programme)]).quality is not None
    }


async def _rows(connection: Connection, query: str, given: Any = None) -> list[Any]:
    cursor = await connection.execute(query.encode(), given)
    return await cursor.fetchall()
