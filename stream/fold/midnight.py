"""Time as a message: each partition's owner writes ``clock{to}`` at every local midnight.

Folding that message is the only thing that moves time. Everything that changes by time alone
changes at a local midnight (Q5, Q6), so these are all the boundaries there are; missed ones are
written one by one, in order. A message too many is harmless (``to`` not after the partition's
clock: nothing happens); one too early is not. So a midnight is written only when what the log held
as it passed has been folded, and nothing older is still being written: history has its own
midnights.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import psycopg
from aiokafka.errors import KafkaError
from msgspec import Struct

from schema.clock import Clock, day_end, day_start, local_day
from schema.wire import ClockTo, encode
from stream.fold.pen import Pen
from stream.fold.tail import Tail

EVERY_S = 1.0
QUIET_S = 10.0
"""A log that has not grown for so long holds no history on its way."""
MOST_DRIFT = timedelta(seconds=2)
"""A machine whose clock is further from the database's writes no time."""
_log = logging.getLogger(__name__)


class Hands(Struct, frozen=True, kw_only=True):
    """How far a partition of ours is: what `due` and `may_write` look at."""

    clock: datetime | None
    """Where the log has moved its time to; None: nothing was ever reported here."""
    next_offset: int
    newest: datetime | None
    """When the newest report folded here was received; None: not known."""


def due(clock: datetime | None, now: datetime, elsewhere: datetime | None) -> list[datetime]:
    """The local midnights to write: after `clock` up to `now`, in order.

    A partition without a clock begins with today's, once time runs anywhere (`elsewhere`).
    """
    if clock is None:
        return [] if elsewhere is None else [day_start(local_day(now))]
    midnights = []
    midnight = day_end(local_day(clock))
    while midnight <= now:
        midnights.append(midnight)
        midnight = day_end(local_day(midnight))
    return midnights


class Watched(Struct):
    """A partition with a midnight due."""

    passed_at: int
    """The end of its log when the midnight was first seen to be due: must be folded before."""
    written: int = 0
    """The offset after our last midnight: must be folded before the next."""


def may_write(hands: Hands, midnight: datetime, watched: Watched, quiet_s: float) -> bool:
    """Whether nothing older than `midnight` is on its way; `quiet_s`: since the log last grew."""
    if hands.next_offset < max(watched.passed_at, watched.written):
        return False
    if hands.newest is not None and hands.newest >= midnight:
        return True
    return quiet_s >= QUIET_S


class Midnights:
    """Writes what is due, for the partitions this worker owns."""

    def __init__(
        self,
        *,
        clock: Clock,
        pen: Pen,
        topic: str,
        tail: Tail,
        owned: Callable[[], Mapping[int, Hands]],
        server: Callable[[], Awaitable[tuple[datetime, datetime | None]]],
    ) -> None:
        """`server` gives the database's time and the furthest clock of any partition."""
        self._clock = clock
        self._pen = pen
        self._topic = topic
        self._tail = tail
        self._owned = owned
        self._server = server
        self._watched: dict[int, Watched] = {}
        self.drift: timedelta = timedelta(0)

    async def run(self) -> None:
        """Look every second, until cancelled."""
        while True:
            try:
                await self.look()
            except (KafkaError, psycopg.Error) as error:
                _log.warning("time waits: %r", error)
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Write the midnights that are due and may be written."""
        now = self._clock.now()
        waiting = {n: hands for n, hands in self._owned().items() if _overdue(hands, now)}
        for number in self._watched.keys() - waiting.keys():
            del self._watched[number]
        if not waiting:
            return
        ends = await self._tail.read()
        at = asyncio.get_running_loop().time()
        server, elsewhere = await self._server()
        if self._drifts(server):
            return
        for number, hands in waiting.items():
            end = ends[number]
            watched = self._watched.setdefault(number, Watched(passed_at=end.offset))
            midnights = due(hands.clock, now, elsewhere)
            if midnights and may_write(hands, midnights[0], watched, at - end.since):
                await self._write(number, midnights, watched)

    def _drifts(self, server: datetime) -> bool:
        self.drift = abs(datetime.now(UTC) - server)
        if self.drift > MOST_DRIFT:
            _log.error("this machine's clock is %s off the database's: no midnights", self.drift)
        return self.drift > MOST_DRIFT

    async def _write(self, number: int, midnights: list[datetime], watched: Watched) -> None:
        lines = [(None, encode(ClockTo(to=midnight))) for midnight in midnights]
        last = await self._pen.write(self._topic, number, lines)
        watched.written = last + 1
        _log.info("partition %d: %d midnights up to %s", number, len(lines), midnights[-1])


def _overdue(hands: Hands, now: datetime) -> bool:
    return hands.clock is None or day_end(local_day(hands.clock)) <= now
