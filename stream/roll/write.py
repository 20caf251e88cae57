"""What the leader writes, in the transaction in which it read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from psycopg import AsyncConnection

from schema.clock import day_end
from schema.close import Tiers, encode
from schema.database import Row
from schema.measures import Counts
from schema.queries import load
from stream.kpi.closes import Row as Close
from stream.kpi.leaf import Key
from stream.kpi.operational.points import Points

Connection = AsyncConnection[Row]
_SQL = load("roll")


async def states(
    connection: Connection, encoded: Mapping[Key, bytes], kpi_version: int, as_of: datetime
) -> None:
    """Let these be the newest states of their scopes; `encoded` are KpiStates in JSON."""
    if encoded:
        given = {
            "kpi_version": kpi_version,
            "as_of": as_of,
            "scopes": [scope for scope, _ in encoded],
            "programmes": [programme for _, programme in encoded],
            "states": [state.decode() for state in encoded.values()],
        }
        await connection.execute(_SQL.upsert_states, given)


async def forget(connection: Connection, keys: Iterable[Key]) -> None:
    """Take away the states of scopes that exist no more."""
    gone = sorted(keys)
    if gone:
        given = ([scope for scope, _ in gone], [programme for _, programme in gone])
        await connection.execute(_SQL.forget_states, given)


async def close(
    connection: Connection, day: date, known_from: datetime, closes: Sequence[Close]
) -> None:
    """Append the first version of a day, for the scopes that differ from the day before."""
    async with connection.cursor() as cursor, cursor.copy(_SQL.copy_days) as copy:
        head = f"{day.isoformat()}\t1\t{known_from.isoformat()}"
        for begin in range(0, len(closes), _BLOCK):
            block = closes[begin : begin + _BLOCK]
            await copy.write(
                "".join(f"{key_text(key)}\t{head}\t{array_text(now)}\n" for key, now in block)
            )


async def history(
    connection: Connection,
    values: Mapping[Key, Counts],
    at: datetime,
    kpi_version: int,
    tiers: Callable[[Key], Tiers] | None = None,
) -> None:
    """Append published values of the day, with the tiers they stood beside."""
    if values:
        tail = f"{at.isoformat()}\t{kpi_version}"
        lines = [
            f"{key_text(key)}\t{tail}\t{array_text(now)}\t{_json(tiers(key)) if tiers else _NULL}\n"
            for key, now in values.items()
        ]
        async with connection.cursor() as cursor, cursor.copy(_SQL.copy_history) as copy:
            await copy.write("".join(lines))


async def carry(connection: Connection, day: date) -> None:
    """Say again what has not moved for long, at the end of `day`: old values can then go."""
    given = {"at": day_end(day), "turn": day.toordinal() % 30}
    await connection.execute(_SQL.carry_history, given)


async def shelves(
    connection: Connection, day: date, known_from: datetime, bodies: Mapping[int, bytes]
) -> None:
    """Append what stands on the shelves that differ from the close before."""
    async with connection.cursor() as cursor, cursor.copy(_SQL.copy_shelves) as copy:
        copy.set_types(_SHELF_TYPES)
        for number, body in sorted(bodies.items()):
            await copy.write_row((number, day, known_from, body))


async def curves(connection: Connection, drawn: Mapping[Key, Points | None], *, anew: bool) -> None:
    """Let these be the planned curves of their scopes; None: it has none; `anew`: nor any other."""
    if anew:
        await connection.execute(_SQL.forget_all_curves)
    else:
        given = ([scope for scope, _ in drawn], [programme for _, programme in drawn])
        await connection.execute(_SQL.forget_curves, given)
    lines = [f"{key_text(key)}\t{_points(found)}\n" for key, found in drawn.items() if found]
    async with connection.cursor() as cursor, cursor.copy(_SQL.copy_curves) as copy:
        for begin in range(0, len(lines), _BLOCK):
            await copy.write("".join(lines[begin : begin + _BLOCK]))


async def move_on(connection: Connection, kpi_version: int, day: date | None) -> None:
    """The newest published version and the last closed day."""
    await connection.execute(_SQL.move_on, (kpi_version, day))


_BLOCK = 1000
_NULL = "\\N"
_SHELF_TYPES = ("int4", "date", "timestamptz", "bytea")


def _json(tiers: Tiers) -> str:
    return encode(tiers).decode().translate(_ESCAPES)


def key_text(key: Key) -> str:
    """A scope and programme as the first cells of a COPY."""
    return "\t".join(part.translate(_ESCAPES) for part in key)


def _points(found: Points) -> str:
    alike = "t" if found.alike else "f"
    head = (found.first.isoformat(), found.last.isoformat(), str(found.step), alike)
    return "\t".join((*head, array_text(found.values)))


def array_text(counts: Counts) -> str:
    """Integers as a cell of a COPY."""
    return "{" + ",".join(map(str, counts)) + "}"


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
