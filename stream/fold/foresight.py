"""Forecasts as messages: each partition's owner writes ``evaluate{day, tasks}`` into it.

After a midnight every open task waits for its forecast of the new day; during the day those wait of
which something was folded since. The one goes a hundred tasks at a time, ten messages a second over
all partitions; the other at once, then at most every five seconds a partition. Nothing is written
before the midnight is, nor while the partition has something to fold: reports are never kept
waiting by more than one message. One too many is harmless: the same day gives the same forecast.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import date

from aiokafka.errors import KafkaError

from schema.clock import Clock, local_day
from schema.wire import Evaluate, encode
from stream.core.partition import Partition
from stream.fold.awaiting import Awaiting
from stream.fold.pen import Pen
from stream.fold.tail import Tail

EVERY_S = 0.1
MOST = 100
"""Tasks a message names (architecture §2)."""
TOUCHED_S = 5.0
"""Between two messages of one partition, once all its tasks have their forecast of the day."""
_log = logging.getLogger(__name__)


class Foresight:
    """Writes what waits, for the partitions this worker owns."""

    def __init__(
        self,
        *,
        clock: Clock,
        pen: Pen,
        topic: str,
        tail: Tail,
        held: Callable[[], Mapping[int, Partition]],
        awaiting: Awaiting,
    ) -> None:
        """`held` gives the partitions that are ours and loaded."""
        self._clock = clock
        self._pen = pen
        self._topic = topic
        self._tail = tail
        self._held = held
        self._awaiting = awaiting
        self._not_before: dict[int, float] = {}
        self._written: dict[int, int] = {}

    async def run(self) -> None:
        """Look ten times a second, until cancelled."""
        while True:
            try:
                await self.look(asyncio.get_running_loop().time())
            except KafkaError as error:
                _log.warning("forecasts wait: %r", error)
            await asyncio.sleep(EVERY_S)

    async def look(self, now: float) -> None:
        """Write one message, for the partition that waits longest; `now` in the loop's seconds."""
        today = local_day(self._clock.now())
        held = self._held()
        for number in sorted(held, key=lambda n: (self._not_before.get(n, 0.0), n)):
            if self._may_write(held[number], today, now):
                codes = self._awaiting.take(held[number], MOST)
                if codes:
                    await self._write(number, today, codes, now)
                    return

    def _may_write(self, partition: Partition, today: date, now: float) -> bool:
        """Whether its time has come, its day has begun, and everything known of it is folded."""
        number = partition.number
        end = self._tail.ends.get(number)
        return (
            now >= self._not_before.get(number, 0.0)
            and partition.today == today
            and end is not None
            and partition.next_offset >= max(end.offset, self._written.get(number, 0))
        )

    async def _write(self, number: int, today: date, codes: list[str], now: float) -> None:
        line = (None, encode(Evaluate(day=today, tasks=codes)))
        try:
            last = await self._pen.write(self._topic, number, [line])
        except KafkaError:
            self._awaiting.learn(number, codes)
            raise
        self._written[number] = last + 1
        self._not_before[number] = now + (0.0 if len(codes) == MOST else TOUCHED_S)
