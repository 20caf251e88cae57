"""The body of the fold's agent: events in, committed and acknowledged, or the process ends.

It never raises and never leaves a batch before its commit, because Faust acknowledges what a body
leaves behind. Database away: wait, which holds the log back. Anything unforeseen: count, log, die;
a supervisor starts us again. Below it: `committer` (one chunk), `desk` (what is cached).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from stream.fold import failures
from stream.fold.batch import Chunk, Lane, cut, partitions
from stream.fold.committer import Broken, Committer, Outside, Patience
from stream.fold.decode import Opener, Parcel
from stream.fold.desk import Desk
from stream.fold.load import load_partition
from stream.fold.relay import Relay
from stream.fold.session import Session, is_away, pauses
from stream.fold.stopwatch import Stopwatch
from stream.fold.transaction import Retired, Tools

Event = Any  # faust ships no types
Ack = Callable[[Event], Awaitable[Any]]
MOST_EVENTS = 400
WITHIN_S = 0.02
_log = logging.getLogger(__name__)


def appended_at(timestamp: float | None) -> datetime | None:
    """The Unix seconds of a record as an instant; None where it has none."""
    return datetime.fromtimestamp(timestamp, UTC) if timestamp and timestamp > 0 else None


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
        self.patience = Patience()
        self.stopwatch = Stopwatch()
        self.committer = Committer(outside, desk, relay, tools, self.patience)

    async def fold(self, stream: Any) -> None:
        """The agent's body."""
        async for events in stream.noack_take(MOST_EVENTS, WITHIN_S):
            await self.batch(events, stream.ack)

    async def batch(self, events: Sequence[Event], ack: Ack) -> None:
        """Fold events, commit, acknowledge; end the process on an unforeseen error."""
        try:
            with self.stopwatch.running():
                await self._batch(events, ack)
        except Broken as broken:
            if isinstance(broken.__cause__, Retired):
                _log.info("another build is active now, this process ends: %s", broken.__cause__)
                self._outside.die(70)
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
            await self.committer.until_committed(session, chunk)
            self._tools.reach("before_ack")
            for parcel in chunk:
                held = self._desk.held.get(parcel.partition)
                if held is not None and parcel.offset < held.next_offset:
                    for event in waiting.pop((parcel.partition, parcel.offset), ()):
                        await ack(event)

    async def _until_loaded(self, numbers: set[int]) -> None:
        for pause in pauses():
            try:
                await self._load_missing(self._sessions[0], numbers)
                return
            except Exception as error:
                await self._sessions[0].discard()
                if not is_away(error):
                    raise
                await self.patience.wait(error, pause)

    async def _load_missing(self, session: Session, numbers: Iterable[int]) -> None:
        for number in sorted(set(numbers) - self._desk.held.keys()):
            connection = await session.connection()
            self._desk.load(await load_partition(connection, number, self._tools.worlds))

    async def _give_up(self, chunk: Chunk, error: BaseException) -> None:
        _log.critical("an error nobody foresaw; this process ends", exc_info=error)
        outside = self._outside
        await failures.count(outside.settings, outside.build, partitions(chunk), error)
        outside.die(70)
