"""A partition's state from SQL: what a worker's memory is a cache of.

Called inside a transaction that holds the position's lock (`transaction`), or just to warm up
(`worker`): then the position decides later whether what was read still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from psycopg import AsyncConnection

from schema.database import Row
from schema.measures import WIDTH, Packed, packed, unpacked, widen
from schema.queries import load as queries
from schema.states import Verdict
from schema.update import as_update
from stream.core.entry import Entry, Judged, key_of
from stream.core.leaf import LeafKey, Placed, place_task, summed
from stream.core.outcome import Stored
from stream.core.outlook import Outlook
from stream.core.partition import Partition, newest_of
from stream.core.refold import refold
from stream.core.task import TaskState, unpack
from stream.core.world import World
from stream.fold.worlds import Worlds

_SQL = queries("fold")


class Letter(Struct, frozen=True, kw_only=True):
    """A row of the outbox: a change of standing to be relayed."""

    n: int
    key: bytes
    payload: bytes


class Loaded(Struct, frozen=True, kw_only=True):
    """A partition as SQL has it."""

    partition: Partition
    unsent: tuple[Letter, ...]
    failures: int
    """How often folding from this position has failed."""


async def load_partition(connection: AsyncConnection[Row], number: int, worlds: Worlds) -> Loaded:
    """Everything SQL holds of one partition."""
    partition = await read_position(connection, number)
    world = await worlds.get(connection, partition.catalogue)
    partition.outlooks = await _outlooks(connection, number)
    partition.tasks = await _tasks(connection, partition, world)
    partition.newest = newest_of(partition.tasks.values())
    partition.totals = await _totals(connection, partition)
    partition.closed = await _leaves(connection, _SQL.read_closed, number)
    return Loaded(
        partition=partition,
        unsent=await read_unsent(connection, number),
        failures=await read_failures(connection, number, partition.next_offset),
    )


async def read_position(connection: AsyncConnection[Row], number: int) -> Partition:
    """A partition's position, without tasks and sums."""
    cursor = await connection.execute(_SQL.read_position, (number,))
    row = await cursor.fetchone()
    return Partition(number=number) if row is None else position_of(row)


def position_of(row: Row) -> Partition:
    """A row of ``position`` as a partition without tasks and sums."""
    number, next_offset, clock, catalogue, outbox_next, began, canary = row
    return Partition(
        number=number,
        next_offset=next_offset,
        clock=clock,
        catalogue=catalogue,
        outbox_next=outbox_next,
        began=began,
        canary=canary,
    )


async def read_unsent(connection: AsyncConnection[Row], number: int) -> tuple[Letter, ...]:
    """The outbox rows not known to be sent, in order."""
    cursor = await connection.execute(_SQL.read_unsent, (number,), binary=True)
    return tuple(
        Letter(n=n, key=str(key).encode(), payload=bytes(payload))
        for n, key, payload in await cursor.fetchall()
    )


async def read_failures(connection: AsyncConnection[Row], number: int, offset: int) -> int:
    """How often folding from this offset has failed."""
    cursor = await connection.execute(_SQL.read_failures, (number, offset))
    row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def read_updates(
    connection: AsyncConnection[Row], subjects: Iterable[str]
) -> dict[str, list[Judged]]:
    """Every stored update of these subjects, with its verdict."""
    cursor = await connection.execute(_SQL.read_updates, (list(subjects),))
    found: dict[str, list[Judged]] = {}
    for row in await cursor.fetchall():
        found.setdefault(row[0], []).append(_judged(row))
    return found


async def read_others(connection: AsyncConnection[Row], number: int) -> frozenset[str]:
    """Every subject of a partition that is no task, as its updates are stored with."""
    cursor = await connection.execute(_SQL.read_others, (number,))
    return frozenset([row[0] for row in await cursor.fetchall()])


async def read_known(connection: AsyncConnection[Row], ids: Iterable[str]) -> dict[str, Stored]:
    """What SQL holds under these ids."""
    cursor = await connection.execute(_SQL.read_known, (list(ids),))
    return {
        row[0]: Stored(
            subject=row[1],
            hash=bytes(row[2]),
            received_at=row[3],
            known_at=row[4],
            report=row[5],
            unit=row[6],
            actor=row[7],
            source=row[8],
            channel=row[9],
        )
        for row in await cursor.fetchall()
    }


def _judged(row: Row) -> Judged:
    body = str(row[1]).encode()
    update = as_update(body)
    entry = Entry(
        id=row[13],
        update=update,
        report=row[2],
        unit=row[3],
        actor=row[4],
        source=row[5],
        channel=row[6],
        known_at=row[7],
        received_at=row[8],
        hash=bytes(row[9]),
        body=body,
        subject=row[0],
        key=key_of(update, row[7]),
    )
    marks = tuple(row[12] or ())
    return Judged(entry=entry, verdict=Verdict(row[10]), reason=row[11], marks=marks)


async def _tasks(
    connection: AsyncConnection[Row], partition: Partition, world: World
) -> dict[str, Placed]:
    today = partition.today
    if today is None:
        return {}
    cursor = await connection.execute(_SQL.read_tasks, (partition.number,), binary=True)
    rows: list[Any] = await cursor.fetchall()
    states = {code: unpack(blob) for code, _, blob in rows}
    stale = [code for code, state in states.items() if state is None]
    states |= await _anew(connection, stale, world)
    likely = {code: outlook.likely for code, outlook in partition.outlooks.items()}
    return {
        code: place_task(state, today, world.calendar, version, None, likely.get(code))
        for code, version, _ in rows
        if (state := states[code]) is not None
    }


async def _outlooks(connection: AsyncConnection[Row], number: int) -> dict[str, Outlook]:
    """The forecasts in force, by task."""
    cursor = await connection.execute(_SQL.read_outlooks, (number,), binary=True)
    return {row[0]: msgspec.convert(row[1:], Outlook) for row in await cursor.fetchall()}


async def _anew(
    connection: AsyncConnection[Row], codes: list[str], world: World
) -> dict[str, TaskState]:
    """Tasks whose stored form is of another version: folded anew from their updates."""
    if not codes:
        return {}
    found = await read_updates(connection, codes)
    return {
        code: refold(code, (judged.entry for judged in found.get(code, ())), world).state
        for code in codes
    }


async def _totals(connection: AsyncConnection[Row], partition: Partition) -> dict[LeafKey, Packed]:
    """The sums of the leaves; summed anew where a measure was added since they were stored."""
    cursor = await connection.execute(_SQL.read_partials, (partition.number,), binary=True)
    rows = await cursor.fetchall()
    totals = {LeafKey(*row[:6]): packed(widen(row[6])) for row in rows}
    narrow = [LeafKey(*row[:6]) for row in rows if len(row[6]) < WIDTH]
    if narrow:
        totals |= summed(partition.tasks.values())
        await _store_anew(connection, partition, {leaf: totals[leaf] for leaf in narrow})
    return totals


async def _store_anew(
    connection: AsyncConnection[Row], partition: Partition, totals: Mapping[LeafKey, Packed]
) -> None:
    """Let the roll see them too: nobody else writes a leaf that none of its tasks moves."""
    at = (partition.number, partition.next_offset)
    given = [(*at, list(unpacked(total)), *leaf) for leaf, total in totals.items()]
    async with connection.cursor() as cursor:
        await cursor.executemany(_SQL.widen_partial, given)


async def _leaves(
    connection: AsyncConnection[Row], statement: str, number: int
) -> dict[LeafKey, Packed]:
    cursor = await connection.execute(statement.encode(), (number,), binary=True)
    return {LeafKey(*row[:6]): packed(widen(row[6])) for row in await cursor.fetchall()}
