"""The body of the fold's agent: events in, committed and acknowledged, or the process ends.

It never raises and never leaves a batch before its commit, because Faust acknowledges what a body
leaves behind. Database away: wait, which holds the log back. Anything unforeseen: count, log, die;
a supervisor starts us again. Below it: `transaction` (one chunk), `desk` (what is cached).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from msgspec import Struct

from schema.settings import Settings
from stream.fold import failures, transaction
from stream.fold.batch import Chunk, Lane, cut, partitions
from stream.fold.decode import Opener, Parcel
from stream.fold.desk import Desk
from stream.fold.load import load_partition
from stream.fold.relay import Relay
from stream.fold.session import Session, is_away, is_slow, pauses
from stream.fold.transaction import Tools

Event = Any  # faust ships no types
Ack = Callable[[Event], Awaitable[Any]]
MOST_EVENTS = 400
WITHIN_S = 0.02
MOST_SLOW = 1
"""Times in a row a transaction may run out of time before that counts as a failure."""
_log = logging.getLogger(__name__)


def appended_at(timestamp: float | None) -> datetime | None:
    """The Unix seconds of a record as an instant; None where it has none."""
    return datetime.fromtimestamp(timestamp, UTC) if timestamp and timestamp > 0 else None


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


class Worker:
    """Folds batches for the partitions assigned to this process."""

    def __init__(self, outside: Outside, desk: Desk, relay: Relay, tools: Tools) -> None:
        self._outside = outside
        self._desk = desk
        self._relay = relay
        self._tools = tools
        self._opener = Opener(tools.partitions)
        settings, build = outside.settings, outside.build
        self._real_time = settings.sample_day is None
        self._sessions = [Session(settings, build) for _ in range(settings.lanes)]
        self._warming = Session(settings, build)
        self.away_since: float | None = None
        """When the database was found to be away, in seconds of the loop's clock."""

    async def fold(self, stream: Any) -> None:
        """The agent's body."""
        async for events in stream.noack_take(MOST_EVENTS, WITHIN_S):
            await self.batch(events, stream.ack)

    async def batch(self, events: Sequence[Event], ack: Ack) -> None:
        """Fold events, commit, acknowledge; end the process on an unforeseen error."""
        try:
            await self._batch(events, ack)
        except Broken as broken:
            await self._give_up(broken.chunk, broken.__cause__ or broken)
        except Exception as error:
            await self._give_up((), error)

    async def warm(self) -> None:
        """Load assigned partitions that are not held, beside the flow; SQL away: not now."""
        try:
            await self._load_missing(self._warming, self._outside.assigned())
        except Exception as error:
            await self._warming.discard()
            if not is_away(error):
                raise

    async def close(self) -> None:
        """Close the connections."""
        for session in (*self._sessions, self._warming):
            await session.discard()

    async def _batch(self, events: Sequence[Event], ack: Ack) -> None:
        ours = self._outside.assigned()
        waiting: dict[tuple[int, int], list[Event]] = {}
        parcels = []
        for event in events:
            message = event.message
            if message.partition not in ours:
                continue  # unacknowledged: its new owner folds it
            waiting.setdefault((message.partition, message.offset), []).append(event)
            parcels.append(self._opened(message))
        await self._until_loaded({parcel.partition for parcel in parcels})
        lanes = cut(parcels, len(self._sessions), self._desk.careful)
        await asyncio.gather(
            *(
                self._lane(session, lane, waiting, ack)
                for session, lane in zip(self._sessions, lanes, strict=False)
            )
        )

    def _opened(self, message: Any) -> Parcel:
        appended = appended_at(message.timestamp) if self._real_time else None
        return self._opener.open(message.partition, message.offset, message.value, appended)

    async def _lane(
        self,
        session: Session,
        lane: Lane,
        waiting: dict[tuple[int, int], list[Event]],
        ack: Ack,
    ) -> None:
        for chunk in lane:
            await self._until_committed(session, chunk)
            self._tools.reach("before_ack")
            for parcel in chunk:
                held = self._desk.held.get(parcel.partition)
                if held is not None and parcel.offset < held.next_offset:
                    for event in waiting.pop((parcel.partition, parcel.offset), ()):
                        await ack(event)

    async def _until_committed(self, session: Session, chunk: Chunk) -> None:
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
                self.away_since = None
                return
            except Exception as error:
                await self._undo(session, chunk)
                slow += is_slow(error)
                if not is_away(error) or slow > MOST_SLOW:
                    await self._once_more(session, chunk, error)
                    return
                await self._wait(error, pause)
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
        committed = await transaction.run(connection, chunk, self._desk.held, sent, self._tools)
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

    async def _until_loaded(self, numbers: set[int]) -> None:
        for pause in pauses():
            try:
                await self._load_missing(self._sessions[0], numbers)
                return
            except Exception as error:
                await self._sessions[0].discard()
                if not is_away(error):
                    raise
                await self._wait(error, pause)

    async def _load_missing(self, session: Session, numbers: Iterable[int]) -> None:
        for number in sorted(set(numbers) - self._desk.held.keys()):
            connection = await session.connection()
            self._desk.load(await load_partition(connection, number, self._tools.worlds))

    async def _wait(self, error: Exception, pause: float) -> None:
        if self.away_since is None:
            self.away_since = asyncio.get_running_loop().time()
        _log.warning("the database is away, the log waits; again in %.1f s: %r", pause, error)
        await asyncio.sleep(pause)

    async def _give_up(self, chunk: Chunk, error: BaseException) -> None:
        _log.critical("an error nobody foresaw; this process ends", exc_info=error)
        outside = self._outside
        await failures.count(outside.settings, outside.build, partitions(chunk), error)
        outside.die(70)
