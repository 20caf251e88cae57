"""One transaction of the fold: lock the positions, fold, write, move on. SQL is the truth.

    begin → lock positions (in order) → [reload what moved] → fold → update rows (in a savepoint)
          → everything else → next offsets → commit → install

Nothing is caught here but the one thing that is expected: an id that is there already. Any other
failure leaves the transaction open for the caller to throw away with its connection (`worker`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import psycopg
from msgspec import Struct
from psycopg import AsyncConnection

from schema.database import Row
from schema.errors import NhipError
from schema.queries import load as queries
from schema.wire import CatalogueIs
from stream.core.outcome import Stored
from stream.core.partition import Partition
from stream.fold.again import brought_twice, look_up
from stream.fold.batch import Chunk, by_partition
from stream.fold.decode import Parcel
from stream.fold.drive import fold_parcels
from stream.fold.failpoint import Reach
from stream.fold.load import Loaded, load_partition, position_of, read_known
from stream.fold.recent import Recent
from stream.fold.session import TRANSACTION_TIMEOUT_SINCE
from stream.fold.store import Folded, Statement, add_updates, keep, stage
from stream.fold.worlds import Worlds

_SQL = queries("fold")
_ATTEMPTS = 3
"""Foldings of one chunk when ids keep turning up that another lane has just written."""

Known = Mapping[int, Mapping[str, Stored]]
"""By partition: what stands under ids that came again."""


class Tools(Struct, frozen=True, kw_only=True):
    """What every transaction of a worker shares."""

    partitions: int
    worlds: Worlds
    recent: Recent
    channel: str
    """NOTIFY channel on which roll is woken."""
    reach: Reach


class Retired(NhipError):
    """Another build is the active one."""


class Committed(Struct, frozen=True, kw_only=True):
    """What became of a chunk, after its commit."""

    folded: tuple[Folded, ...]
    loaded: tuple[Loaded, ...]
    """Partitions that had to be read anew."""


async def run(
    connection: AsyncConnection[Row],
    chunk: Chunk,
    held: Mapping[int, Partition],
    sent: Mapping[int, int],
    tools: Tools,
) -> Committed:
    """Fold a chunk and commit it; `sent` says up to where each outbox has been relayed."""
    queues = by_partition(chunk)
    positions = await _lock(connection, list(queues))
    if any(parcel.recomputes for parcel in chunk):
        await _take_time(connection)
    loaded = await _reload(connection, positions, held, tools.worlds)
    bases = {**held, **{one.partition.number: one.partition for one in loaded}}
    todo = {number: list(_next(queues[number], bases[number])) for number in positions}
    folded = await _fold_and_add(connection, todo, bases, tools)
    staged = await stage(connection, folded)
    await _keep_and_commit(connection, folded, staged, sent, tools)
    tools.reach("after_commit")
    return Committed(folded=tuple(folded), loaded=tuple(loaded))


async def _lock(connection: AsyncConnection[Row], numbers: list[int]) -> dict[int, Partition]:
    """Begin, and lock the positions in ascending order.

    Raises Retired where this build has none any more.
    """
    async with connection.pipeline():
        await connection.execute(_SQL.begin)
        cursor = await connection.execute(_SQL.lock_positions, (sorted(numbers),))
        await connection.execute(_SQL.savepoint)
    found = {row[0]: position_of(row) for row in await cursor.fetchall()}
    if found.keys() != set(numbers):
        raise Retired(f"expected the positions {numbers} of the active build, got {list(found)}")
    return found


async def _take_time(connection: AsyncConnection[Row]) -> None:
    """Let this transaction take longer than others, where the server sets a limit."""
    if connection.info.server_version >= TRANSACTION_TIMEOUT_SINCE:
        await connection.execute(_SQL.take_time)


async def _reload(
    connection: AsyncConnection[Row],
    positions: Mapping[int, Partition],
    held: Mapping[int, Partition],
    worlds: Worlds,
) -> list[Loaded]:
    """Partitions that are not held, or that another worker has moved since."""
    moved = [
        number
        for number, position in positions.items()
        if number not in held or held[number].next_offset != position.next_offset
    ]
    return [await load_partition(connection, number, worlds) for number in moved]


def _next(queue: Iterable[Parcel], base: Partition) -> Iterable[Parcel]:
    """The parcels that follow the position, up to one that makes it another world.

    What is folded already is left out, and what comes too early: earlier ones were dropped in a
    rebalance, and the log delivers them again. What follows another catalogue is for the next
    transaction, so that how the log is cut into transactions changes nothing.
    """
    expected = base.next_offset
    for parcel in queue:
        if parcel.offset == expected:
            yield parcel
            expected += 1
            if isinstance(parcel.content, CatalogueIs):
                return


async def _fold_and_add(
    connection: AsyncConnection[Row],
    todo: Mapping[int, list[Parcel]],
    bases: Mapping[int, Partition],
    tools: Tools,
) -> list[Folded]:
    """Fold, and write the update rows; again, knowing more, when an id was there already."""
    known = {
        number: await _met(connection, tools.recent.among(number, parcels))
        for number, parcels in todo.items()
    }
    for attempt in range(_ATTEMPTS):
        folded = [
            await fold_parcels(connection, bases[number], parcels, known[number], tools.worlds)
            for number, parcels in todo.items()
            if parcels
        ]
        try:
            await add_updates(connection, folded)
        except psycopg.errors.UniqueViolation:
            if attempt == _ATTEMPTS - 1:
                raise
            await connection.execute(_SQL.rollback_to_savepoint)
            for number, repeated in brought_twice(todo).items():
                stored = await look_up(connection, number, todo[number], tools.partitions)
                known[number] = {**repeated, **known[number], **stored}
        else:
            break
    return folded


async def _met(connection: AsyncConnection[Row], ids: Sequence[str]) -> dict[str, Stored]:
    """What stands under ids that were folded a moment ago; mostly there are none."""
    return await read_known(connection, ids) if ids else {}


async def _keep_and_commit(
    connection: AsyncConnection[Row],
    folded: Sequence[Folded],
    staged: Sequence[Statement],
    sent: Mapping[int, int],
    tools: Tools,
) -> None:
    """In one round trip: the tables, the positions, what was relayed, roll woken, commit."""
    async with connection.pipeline():
        await keep(connection, folded, staged)
        tools.reach("after_write")
        for one in folded:
            if one.partition in sent:
                await connection.execute(_SQL.mark_sent, (one.partition, sent[one.partition]))
            await _move(connection, one)
        await connection.execute(_SQL.notify, (tools.channel,))
        tools.reach("before_commit")
        await connection.execute(_SQL.commit)


async def _move(connection: AsyncConnection[Row], one: Folded) -> None:
    overlay = one.outcome.overlay
    await connection.execute(
        _SQL.move_position,
        (
            *(one.stamp, overlay.clock, overlay.catalogue),
            *(overlay.outbox_next, overlay.began, overlay.canary, one.partition),
        ),
    )
