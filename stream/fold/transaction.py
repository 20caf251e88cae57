"""One transaction of the fold: lock the positions, fold, write, move on. SQL is the truth.

    begin → lock positions (in order) → [reload what moved] → fold → update rows (in a savepoint)
          → everything else → next offsets → commit → install

Nothing is caught here but the one thing that is expected: an id that is there already. Any other
failure leaves the transaction open for the caller to throw away with its connection (`worker`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import psycopg
from msgspec import Struct
from psycopg import AsyncConnection

from schema.database import Row
from schema.queries import load as queries
from schema.wire import CatalogueIs
from stream.core.fold import Folding, fold
from stream.core.outcome import Answer, Fetch, Need, Outcome, Stored
from stream.core.partition import Partition
from stream.fold.again import look_up
from stream.fold.batch import Chunk, by_partition
from stream.fold.decode import DeadLetter, Parcel
from stream.fold.failpoint import Reach
from stream.fold.load import Loaded, load_partition, position_of, read_updates
from stream.fold.recent import Recent
from stream.fold.store import Folded, add_updates, write
from stream.fold.worlds import UnknownCatalogue, Worlds

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
    loaded = await _reload(connection, positions, held, tools.worlds)
    bases = {**held, **{one.partition.number: one.partition for one in loaded}}
    todo = {number: list(_next(queues[number], bases[number].next_offset)) for number in positions}
    folded = await _fold_and_add(connection, todo, bases, tools)
    await write(connection, folded)
    tools.reach("after_write")
    await _move_on(connection, folded, sent, tools)
    tools.reach("after_commit")
    return Committed(folded=tuple(folded), loaded=tuple(loaded))


async def _lock(connection: AsyncConnection[Row], numbers: list[int]) -> dict[int, Partition]:
    """Begin, and lock the positions in ascending order."""
    async with connection.pipeline():
        await connection.execute(_SQL.begin)
        cursor = await connection.execute(_SQL.lock_positions, (sorted(numbers),))
        await connection.execute(_SQL.savepoint)
    return {row[0]: position_of(row) for row in await cursor.fetchall()}


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


def _next(queue: Iterable[Parcel], expected: int) -> Iterable[Parcel]:
    """The parcels that follow the position; what is folded already or comes too early is left.

    Too early happens when earlier ones were dropped in a rebalance: the log delivers them again.
    """
    for parcel in queue:
        if parcel.offset == expected:
            yield parcel
            expected += 1


async def _fold_and_add(
    connection: AsyncConnection[Row],
    todo: Mapping[int, list[Parcel]],
    bases: Mapping[int, Partition],
    tools: Tools,
) -> list[Folded]:
    """Fold, and write the update rows; again, knowing more, when an id was there already."""
    known: dict[int, dict[str, Stored]] = {
        number: dict(tools.recent.among(parcels)) for number, parcels in todo.items()
    }
    for attempt in range(_ATTEMPTS):
        folded = [
            await _fold_one(connection, bases[number], parcels, known[number], tools)
            for number, parcels in todo.items()
            if parcels
        ]
        try:
            await add_updates(connection, folded)
        except psycopg.errors.UniqueViolation:
            if attempt == _ATTEMPTS - 1:
                raise
            await connection.execute(_SQL.rollback_to_savepoint)
            for number, parcels in todo.items():
                known[number] |= await look_up(connection, number, parcels, tools.partitions)
        else:
            break
    return folded


async def _fold_one(
    connection: AsyncConnection[Row],
    base: Partition,
    parcels: list[Parcel],
    known: Mapping[str, Stored],
    tools: Tools,
) -> Folded:
    """Fold the messages of one partition; what is no message goes to the dead letters."""
    checked = [await _checked(connection, parcel, tools.worlds) for parcel in parcels]
    letters = [parcel for parcel in checked if isinstance(parcel.content, DeadLetter)]
    messages = [
        (parcel.offset, parcel.content)
        for parcel in checked
        if not isinstance(parcel.content, DeadLetter)
    ]
    world = await tools.worlds.get(connection, base.catalogue, base.today)
    outcome = await _drive(connection, fold(base, messages, world, known), tools.worlds)
    outcome.overlay.next_offset = parcels[-1].offset + 1
    outcome.overlay.outbox_next = base.outbox_next + len(outcome.standings)
    return Folded(partition=base.number, outcome=outcome, letters=letters)


async def _checked(connection: AsyncConnection[Row], parcel: Parcel, worlds: Worlds) -> Parcel:
    """The parcel, or a dead letter when it names a catalogue nobody has."""
    content = parcel.content
    if not isinstance(content, CatalogueIs):
        return parcel
    try:
        await worlds.get(connection, content.version, None)
    except UnknownCatalogue as error:
        return parcel.returned("$.catalogue.version", str(error))
    return parcel


async def _drive(connection: AsyncConnection[Row], folding: Folding, worlds: Worlds) -> Outcome:
    """Run the pure fold, giving it what it asks for."""
    try:
        need = next(folding)
        while True:
            need = folding.send(await _answer(connection, need, worlds))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


async def _answer(connection: AsyncConnection[Row], need: Need, worlds: Worlds) -> Answer:
    if isinstance(need, Fetch):
        return await read_updates(connection, need.subjects)
    return await worlds.get(connection, need.version, need.day)


async def _move_on(
    connection: AsyncConnection[Row],
    folded: Iterable[Folded],
    sent: Mapping[int, int],
    tools: Tools,
) -> None:
    """Move the positions, mark what was relayed, wake roll, commit."""
    async with connection.pipeline():
        for one in folded:
            overlay = one.outcome.overlay
            if one.partition in sent:
                await connection.execute(_SQL.mark_sent, (one.partition, sent[one.partition]))
            await connection.execute(
                _SQL.move_position,
                (
                    one.stamp,
                    overlay.clock,
                    overlay.catalogue,
                    overlay.outbox_next,
                    one.partition,
                ),
            )
        await connection.execute(_SQL.notify, (tools.channel,))
        tools.reach("before_commit")
        await connection.execute(_SQL.commit)
