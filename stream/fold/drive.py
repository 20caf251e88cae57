"""The pure fold over the parcels of one partition, given what it asks for. Called by `transaction`.

The one thing it cannot see by itself: an id it takes for new may be among the rows it asks for.
Then it is folded again, knowing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from psycopg import AsyncConnection

from schema.database import Row
from schema.wire import CatalogueIs
from stream.core.duplicates import stored_form
from stream.core.entry import Judged
from stream.core.fold import Folding, fold
from stream.core.outcome import Answer, Fetch, FetchWorld, Need, Outcome, Stored
from stream.core.partition import Partition
from stream.fold.decode import DeadLetter, Parcel, ids_in
from stream.fold.load import read_others, read_updates
from stream.fold.store import Folded
from stream.fold.worlds import UnknownCatalogue, Worlds


class CameAgain(Exception):
    """Ids taken for new are stored already, as the rows of their subjects show."""

    def __init__(self, known: dict[str, Stored]) -> None:
        super().__init__(", ".join(known))
        self.known = known


async def fold_parcels(
    connection: AsyncConnection[Row],
    base: Partition,
    parcels: list[Parcel],
    known: dict[str, Stored],
    worlds: Worlds,
) -> Folded:
    """Fold messages in order; what is no message goes to the dead letters. `known` may grow."""
    checked = [await _checked(connection, parcel, worlds) for parcel in parcels]
    letters = [parcel for parcel in checked if isinstance(parcel.content, DeadLetter)]
    messages = [
        (parcel.offset, parcel.content)
        for parcel in checked
        if not isinstance(parcel.content, DeadLetter)
    ]
    world = await worlds.get(connection, base.catalogue)
    while True:
        shell = _Shell(connection, worlds, base.number, parcels, known)
        try:
            outcome = await shell.run(fold(base, messages, world, known))
            break
        except CameAgain as again:
            known |= again.known
    outcome.overlay.next_offset = parcels[-1].offset + 1
    outcome.overlay.outbox_next = base.outbox_next + len(outcome.standings)
    return Folded(partition=base.number, outcome=outcome, letters=letters)


async def _checked(connection: AsyncConnection[Row], parcel: Parcel, worlds: Worlds) -> Parcel:
    """The parcel, or a dead letter when it names a catalogue nobody has."""
    content = parcel.content
    if not isinstance(content, CatalogueIs):
        return parcel
    try:
        await worlds.get(connection, content.version)
    except UnknownCatalogue as error:
        return parcel.returned("$.catalogue.version", str(error))
    return parcel


class _Shell:
    """Answers the needs of one run of a partition over these parcels, of which ids are known."""

    def __init__(
        self,
        connection: AsyncConnection[Row],
        worlds: Worlds,
        number: int,
        parcels: Iterable[Parcel],
        known: Mapping[str, Stored],
    ) -> None:
        self._connection = connection
        self._worlds = worlds
        self._number = number
        self._parcels = parcels
        self._known = known

    @cached_property
    def _fresh(self) -> frozenset[str]:
        """The ids it takes for new; few runs ask."""
        return frozenset(ids_in(self._parcels)) - self._known.keys()

    async def run(self, folding: Folding) -> Outcome:
        """The outcome; raises CameAgain."""
        try:
            need = next(folding)
            while True:
                need = folding.send(await self._answer(need))
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome

    async def _answer(self, need: Need) -> Answer:
        match need:
            case FetchWorld():
                return await self._worlds.get(self._connection, need.version)
            case Fetch():
                return await self._updates(need.subjects)
            case _:
                return await read_others(self._connection, self._number)

    async def _updates(self, subjects: frozenset[str]) -> dict[str, list[Judged]]:
        found = await read_updates(self._connection, subjects)
        again = dict(self._stored_again(found.values()))
        if again:
            raise CameAgain(again)
        return found

    def _stored_again(self, found: Iterable[list[Judged]]) -> Iterator[tuple[str, Stored]]:
        for entry in (judged.entry for rows in found for judged in rows):
            if entry.id in self._fresh:
                yield entry.id, stored_form(entry)
