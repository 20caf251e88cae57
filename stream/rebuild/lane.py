"""Some partitions on one connection: read, folded and committed by the fold's own transaction.

What fails for a reason nobody foresaw is tried again a message at a time, and the guilty one
becomes a dead letter by our own fault, as it would live. Two lanes that wait for one another (an id
that two partitions brought) are no reason to end: one of them is told so, and goes again. A
database or a log that is away ends the rebuild: the next one begins anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import count

import psycopg

from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from stream.core.partition import Partition, install
from stream.fold import transaction
from stream.fold.batch import Chunk, cut, partitions
from stream.fold.decode import Parcel
from stream.fold.failures import told
from stream.fold.session import Session, is_away
from stream.fold.transaction import Tools
from stream.rebuild.reading import Reader

Tell = Callable[[Chunk], None]
MOST_TRIES = 10
"""Times a chunk goes again because lanes were in each other's way."""
_IN_THE_WAY = (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable)
_SQL = load("rebuild")
_log = logging.getLogger(__name__)


class Lane:
    """Folds its partitions of the log into a build; `held` is where they stand."""

    def __init__(
        self, settings: Settings, build: int, numbers: Sequence[int], tools: Tools, tell: Tell
    ) -> None:
        self.reader = Reader(settings, numbers, tools.partitions)
        self.held: dict[int, Partition] = {}
        self._session = Session(settings, build)
        self._tools = tools
        self._tell = tell

    async def begin(self) -> None:
        """Open the connection; a commit does not wait for the disk."""
        await self._hurry()

    async def close(self) -> None:
        """Close the connection."""
        await self._session.discard()

    async def fold_to(self, ends: Mapping[int, int]) -> None:
        """Fold what lies before these offsets."""
        async for parcels in self.reader.until(ends):
            (chunks,) = cut(parcels, 1)
            for chunk in chunks:
                await self._folded(chunk)

    async def _folded(self, chunk: Chunk) -> None:
        left = chunk
        while left:
            try:
                await self._commit(left)
            except Exception as error:
                if is_away(error):
                    raise
                await self._one_by_one(left, error)
            left = self._left(left)
        self._tell(chunk)

    async def _one_by_one(self, chunk: Chunk, error: Exception) -> None:
        await self._undo(chunk)
        if len(chunk) > 1:
            for parcel in chunk:
                await self._folded_alone(parcel)
        else:
            await self._bury(chunk[0], error)

    async def _folded_alone(self, parcel: Parcel) -> None:
        try:
            await self._commit((parcel,))
        except Exception as error:
            if is_away(error):
                raise
            await self._one_by_one((parcel,), error)

    async def _bury(self, guilty: Parcel, error: Exception) -> None:
        reason = told(error)
        _log.critical("%s: a dead letter by our own fault:\n%s", guilty.place, reason)
        await self._commit((guilty.returned("$", reason, our_fault=True),))

    async def _commit(self, chunk: Chunk) -> None:
        for tries in count(1):
            try:
                await self._try(chunk)
                return
            except _IN_THE_WAY:
                await self._undo(chunk)
                if tries == MOST_TRIES:
                    raise

    async def _try(self, chunk: Chunk) -> None:
        connection = await self._session.connection()
        committed = await transaction.run(connection, chunk, self.held, {}, self._tools)
        for loaded in committed.loaded:
            self.held[loaded.partition.number] = loaded.partition
        for one in committed.folded:
            self.held[one.partition] = install(one.outcome.overlay)
            self._tools.recent.remember(one.outcome)

    def _left(self, chunk: Chunk) -> Chunk:
        left = tuple(
            parcel
            for parcel in chunk
            if parcel.partition not in self.held
            or parcel.offset >= self.held[parcel.partition].next_offset
        )
        if len(left) == len(chunk):  # a transaction takes what follows the position, and found none
            raise Contradiction(
                f"expected a log without holes, got {left[0].place} where another was to come; "
                "it has lost messages (docs/operate.md)"
            )
        return left

    async def _undo(self, chunk: Chunk) -> None:
        for number in partitions(chunk):
            self.held.pop(number, None)
        await self._session.discard()
        await self._hurry()

    async def _hurry(self) -> None:
        await (await self._session.connection()).execute(_SQL.hurry)
