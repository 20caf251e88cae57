"""One chunk until it is committed: waiting, trying again, and finding the guilty message.

Called by `worker`, in each lane. Database away: wait. Anything unforeseen is `Broken`, unless care
is due (`failures`): then the message is alone, and goes to the dead letters by our own fault.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import NoReturn

from msgspec import Struct

from schema.settings import Settings
from stream.fold import failures, transaction
from stream.fold.batch import Chunk, partitions
from stream.fold.decode import Parcel
from stream.fold.desk import Desk
from stream.fold.relay import Relay
from stream.fold.session import Session, is_away, is_slow, pauses
from stream.fold.transaction import Tools

MOST_SLOW = 1
"""Times in a row a transaction may run out of time before that counts as a failure."""
_log = logging.getLogger(__name__)


class Broken(Exception):
    """A chunk failed for a reason nobody foresaw; its cause says which."""

    def __init__(self, chunk: Chunk) -> None:
        super().__init__(f"partitions {partitions(chunk)}")
        self.chunk = chunk


class Outside(Struct, frozen=True, kw_only=True):
    """What the worker asks of its surroundings."""

    settings: Settings
    build: int
    assigned: Callable[[], set[int]]
    """Partitions that are ours now, as Kafka says."""
    die: Callable[[int], NoReturn]


class Patience:
    """Waits for the database, and knows since when."""

    def __init__(self) -> None:
        self.away_since: float | None = None
        """In seconds of the loop's clock; None: it is there."""

    async def wait(self, error: Exception, pause: float) -> None:
        """Say so, and wait."""
        if self.away_since is None:
            self.away_since = asyncio.get_running_loop().time()
        _log.warning("the database is away, the log waits; again in %.1f s: %r", pause, error)
        await asyncio.sleep(pause)


class Committer:
    """Commits chunks of this worker's partitions."""

    def __init__(
        self, outside: Outside, desk: Desk, relay: Relay, tools: Tools, patience: Patience
    ) -> None:
        self._outside = outside
        self._desk = desk
        self._relay = relay
        self._tools = tools
        self._patience = patience
        self.recomputing: set[int] = set()
        """Partitions whose every task is being judged anew: they stand still for a good reason."""

    async def until_committed(self, session: Session, chunk: Chunk) -> None:
        """Try until the chunk is committed, or what is left of it is not to be folded by us."""
        while chunk := self._ours(chunk):
            before = len(chunk)
            await self._until_moved(session, chunk)
            chunk = self._left(chunk)
            if len(chunk) == before:
                return  # what is left comes too early: the log delivers it again

    async def _until_moved(self, session: Session, chunk: Chunk) -> None:
        """Commit a transaction of the chunk, however long the database is away.

        Too slow once, we may have been frozen; twice, it would be too slow for ever.
        """
        slow = 0
        for pause in pauses():
            try:
                await self._commit(session, chunk)
                self._patience.away_since = None
                return
            except Exception as error:
                await self._undo(session, chunk)
                slow += is_slow(error)
                if not is_away(error) or slow > MOST_SLOW:
                    await self._once_more(session, chunk, error)
                    return
                await self._patience.wait(error, pause)
            except BaseException:
                await self._undo(session, chunk)
                raise
            chunk = self._ours(chunk)
            if not chunk:
                return

    def _ours(self, chunk: Chunk) -> Chunk:
        """What Kafka still says is ours."""
        ours = self._outside.assigned()
        return tuple(parcel for parcel in chunk if parcel.partition in ours)

    def _left(self, chunk: Chunk) -> Chunk:
        """What is not folded yet."""
        held = self._desk.held
        return tuple(
            parcel
            for parcel in chunk
            if parcel.partition in held and parcel.offset >= held[parcel.partition].next_offset
        )

    async def _commit(self, session: Session, chunk: Chunk) -> None:
        sent = dict(self._relay.sent)
        connection = await session.connection()
        anew = {parcel.partition for parcel in chunk if parcel.recomputes}
        self.recomputing |= anew
        try:
            committed = await transaction.run(connection, chunk, self._desk.held, sent, self._tools)
        finally:
            self.recomputing -= anew
        for one in committed.folded:
            if one.partition in sent:
                self._relay.marked(one.partition, sent[one.partition])
        self._desk.install(committed)

    async def _once_more(self, session: Session, chunk: Chunk, error: Exception) -> None:
        """An unforeseen error; where care is due, one more try tells whether the message is guilty.

        Raises Broken everywhere else.
        """
        if len(chunk) > 1 or chunk[0].partition not in self._desk.careful:
            raise Broken(chunk) from error
        try:
            await self._commit(session, chunk)
        except Exception as again:
            await self._undo(session, chunk)
            if is_away(again) and not is_slow(again):
                raise Broken(chunk) from again
            await self._bury(session, chunk[0], again)

    async def _bury(self, session: Session, guilty: Parcel, error: Exception) -> None:
        """The message goes to the dead letters as our own fault, loudly."""
        reason = failures.told(error)
        _log.critical("%s: a dead letter by our own fault:\n%s", guilty.place, reason)
        buried = (guilty.returned("$", reason, our_fault=True),)
        try:
            await self._commit(session, buried)
        except Exception as last:
            await self._undo(session, buried)
            raise Broken(buried) from last

    async def _undo(self, session: Session, chunk: Chunk) -> None:
        """Nobody knows what was committed: forget the state and the connection."""
        self._desk.forget(partitions(chunk))
        await session.discard()
