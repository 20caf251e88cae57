"""What the leader reads, all in one snapshot, so that a state stands on exact positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from psycopg import AsyncConnection

from schema.catalogue import Catalogue, empty
from schema.catalogue_store import read as read_catalogue
from schema.clock import local_day
from schema.database import Row
from schema.earned.plan import Milestone, Plan
from schema.errors import Contradiction
from schema.measures import Counts, widen
from schema.queries import load
from stream.kpi.dated import ByGroup, Fact, gather
from stream.kpi.leaf import Changes, Group, Key, Leaf
from stream.kpi.operational.plans import Planned

Connection = AsyncConnection[Row]
_SQL = load("roll")
_MILESTONES = msgspec.json.Decoder(tuple[Milestone, ...])


LONG_PAST = timedelta(days=2)


class Ground(Struct, frozen=True, kw_only=True):
    """Where the log, the catalogue and the published states stand."""

    build: int
    catalogue: int | None
    kpi_version: int
    day: date | None
    """The last local day closed."""
    positions: dict[int, int]
    clock: datetime | None
    """The instant every partition has been moved to; None while one has not begun."""
    slowest: datetime | None
    """The same among the partitions that have begun."""
    canaries: Mapping[int, datetime] = {}
    """Per partition, when the newest canary folded there was sent."""

    def replays(self, now: datetime) -> bool:
        """Whether the log still tells of days long past: what it says is no value of now."""
        return self.slowest is not None and now - self.slowest > LONG_PAST


class DayChanges(Struct, frozen=True, kw_only=True):
    """The leaves that differ from the day before, and since when all of it is known."""

    known_from: datetime | None
    leaves: Changes


NO_CHANGES = DayChanges(known_from=None, leaves={})


async def ground(connection: Connection) -> Ground:
    """Where everything stands in this snapshot.

    Raises Contradiction when the database is not one that `python -m schema migrate` has made.
    """
    rows = await _rows(connection, _SQL.ground)
    if not rows or rows[0][0] is None or rows[0][1] is None:
        raise Contradiction(
            "expected an installation with an active build and the row of roll_state, found none; "
            "run `python -m schema migrate`"
        )
    build, partitions, catalogue, kpi_version, day = rows[0]
    positions = await _rows(connection, _SQL.positions)
    clocks = [clock for _, _, clock, _ in positions if clock is not None]
    slowest = min(clocks, default=None)
    return Ground(
        build=build,
        catalogue=catalogue,
        kpi_version=kpi_version,
        day=day,
        positions={partition: offset for partition, offset, _, _ in positions},
        clock=slowest if len(clocks) >= partitions else None,
        slowest=slowest,
        canaries={partition: sent for partition, _, _, sent in positions if sent is not None},
    )


async def catalogue(connection: Connection) -> Catalogue:
    """The newest catalogue; a country of which nothing is known when there is none."""
    found = await read_catalogue(connection)
    return found[1] if found else empty()


async def moved(connection: Connection, seen: Mapping[int, int]) -> Changes:
    """Leaves written after the positions `seen`."""
    given = (list(seen), list(seen.values()))
    rows = await _rows(connection, _SQL.moved, given)
    return {Leaf._make(row[:7]): widen(row[7]) for row in rows}


async def redated(connection: Connection) -> set[str]:
    """Lead units whose dated facts moved though none of their integers did; asks only once."""
    return {lead for (lead,) in await _rows(connection, _SQL.redated)}


async def dated(connection: Connection, leads: Iterable[str]) -> dict[str, ByGroup]:
    """The dated facts of these lead units."""
    rows = await _rows(connection, _SQL.dated, {"leads": sorted(leads)})
    return gather((Group._make(row[:4]), Fact._make((row[4], *row[5:8])), row[8]) for row in rows)


async def replanned(connection: Connection) -> list[str]:
    """Tasks whose plan, place or completion moved; asks only once."""
    return sorted({code for (code,) in await _rows(connection, _SQL.replanned)})


async def planned(
    connection: Connection, codes: Sequence[str] | None = None
) -> dict[str, Planned | None]:
    """What these tasks (or all) have planned; None for one that is no leaf (Q45)."""
    if codes is None:
        rows = await _rows(connection, _SQL.planned_all)
    else:
        rows = await _rows(connection, _SQL.planned, (codes,))
    found: dict[str, Planned | None] = dict.fromkeys(codes or ())
    for code, *cells in rows:
        found[code] = _planned(cells)
    return found


def _planned(cells: Sequence[Any]) -> Planned:
    *group, start, due_0, weight, milestones, done = cells
    steps = _MILESTONES.decode(milestones) if milestones else ()
    return Planned(Group._make(group), Plan(start, due_0, weight, steps), done)


async def planned_since(connection: Connection) -> dict[str, tuple[date, Planned | None]]:
    """What every leaf has planned, and the local day its task was first told of."""
    found: dict[str, tuple[date, Planned | None]] = {}
    for *plan, told in await _rows(connection, _SQL.planned_since):
        code, *cells = plan
        found[code] = local_day(told), _planned(cells)
    return found


async def first_day(connection: Connection) -> date | None:
    """The first local day any leaf was closed."""
    rows = await _rows(connection, _SQL.first_day)
    return rows[0][0] if rows else None


async def days(connection: Connection, after: date, last: date) -> dict[date, DayChanges]:
    """The day closes of leaves after one day, up to and including another."""
    leaves: dict[date, dict[Leaf, Counts]] = {}
    known: dict[date, datetime] = {}
    for row in await _rows(connection, _SQL.days, (after, last)):
        leaves.setdefault(row[0], {})[Leaf._make(row[1:8])] = widen(row[8])
        known[row[0]] = max(known.get(row[0], row[9]), row[9])
    return {
        day: DayChanges(known_from=known[day], leaves=changes) for day, changes in leaves.items()
    }


async def days_until(connection: Connection, day: date) -> Changes:
    """Every leaf at the close of a day."""
    rows = await _rows(connection, _SQL.days_until, (day,))
    return {Leaf._make(row[:7]): widen(row[7]) for row in rows}


async def published(connection: Connection) -> set[Key]:
    """Scopes and programmes that have a state in SQL."""
    return {(scope, programme) for scope, programme in await _rows(connection, _SQL.published)}


async def recorded(connection: Connection) -> dict[Key, Counts]:
    """The newest values in the history."""
    rows = await _rows(connection, _SQL.recorded)
    return {(scope, programme): widen(counts) for scope, programme, counts in rows}


async def _rows(connection: Connection, query: str, given: Any = None) -> Sequence[Any]:
    cursor = await connection.execute(query.encode(), given)
    return await cursor.fetchall()
