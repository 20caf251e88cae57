"""Ids that are in SQL already: what stands under them, for folding again knowing it.

Called by `transaction` after a unique violation; what to do about each is the pure fold's decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from psycopg import AsyncConnection

from schema.database import Row
from schema.place import partition_of
from schema.report import LogReport
from schema.update import Update, canonical
from stream.core.entry import content_hash, entry_ids, speaker_of
from stream.core.outcome import Stored
from stream.fold.decode import Parcel
from stream.fold.load import read_known


async def look_up(
    connection: AsyncConnection[Row], number: int, parcels: Iterable[Parcel], partitions: int
) -> dict[str, Stored]:
    """What SQL has under the ids of these messages."""
    given = _given(parcels)
    if not given:
        return {}
    found = await read_known(connection, given)
    return {
        identity: stored
        if partition_of(speaker_of(stored.subject), partitions) == number
        else _as_repeated(*given[identity])
        for identity, stored in found.items()
    }


def brought_twice(todo: Mapping[int, Iterable[Parcel]]) -> dict[int, dict[str, Stored]]:
    """By partition: ids that another partition, before it here, brings in the same transaction."""
    taken: set[str] = set()
    found: dict[int, dict[str, Stored]] = {}
    for number, parcels in todo.items():
        given = _given(parcels)
        found[number] = {each: _as_repeated(*given[each]) for each in given.keys() & taken}
        taken |= given.keys()
    return found


def _given(parcels: Iterable[Parcel]) -> dict[str, tuple[str, Update]]:
    """Every entry of these messages by id: its subject and its update."""
    return {
        identity: (subject, update)
        for parcel in parcels
        if isinstance(parcel.content, LogReport)
        for identity, subject, update in entry_ids(parcel.content)
    }


def _as_repeated(subject: str, update: Update) -> Stored:
    """An id another partition has: what came first stands, this one is taken for a repetition.

    What came before everything, from nobody, is the smallest there is: nothing takes its place.
    """
    return Stored(
        subject=subject,
        hash=content_hash(canonical(update)),
        received_at=datetime.min.replace(tzinfo=UTC),
        known_at=datetime.min.replace(tzinfo=UTC),
        report="",
        unit="",
        actor="",
        source="",
        channel="",
    )
