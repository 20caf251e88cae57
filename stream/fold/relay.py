"""Outbox → topic ``standings``, by the partition's owner, in the order of the outbox.

What was committed cannot get lost: it is sent from memory right after the commit, and from SQL by
whoever loads the partition next. What is sent is marked in the next batch's transaction; between
the two a row may be sent twice, and readers ignore versions they have seen.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable, Mapping
from time import monotonic

from aiokafka.errors import KafkaError

from stream.fold.load import Letter
from stream.fold.pen import Pen
from stream.fold.session import pauses

MOST_AT_ONCE = 500
_log = logging.getLogger(__name__)


class Relay:
    """What waits to be sent, by partition."""

    def __init__(self, pen: Pen, topic: str) -> None:
        self._pen = pen
        self._topic = topic
        self._waiting: dict[int, deque[Letter]] = {}
        self._since: dict[int, deque[float]] = {}
        """When each of them was offered, in seconds of a clock that only grows."""
        self._sent: dict[int, int] = {}
        self._stirred = asyncio.Event()

    @property
    def sent(self) -> Mapping[int, int]:
        """By partition: the number of the newest row that Kafka has confirmed."""
        return self._sent

    def offer(self, partition: int, letters: Iterable[Letter]) -> None:
        """Rows to be sent, in order; those that wait already are not taken twice."""
        queue = self._waiting.setdefault(partition, deque())
        newest = queue[-1].n if queue else self._sent.get(partition, -1)
        before = len(queue)
        queue.extend(letter for letter in letters if letter.n > newest)
        since = self._since.setdefault(partition, deque())
        since.extend([monotonic()] * (len(queue) - before))
        if queue:
            self._stirred.set()

    def forget(self, partitions: Iterable[int]) -> None:
        """These partitions have another owner now."""
        for partition in partitions:
            self._waiting.pop(partition, None)
            self._since.pop(partition, None)
            self._sent.pop(partition, None)

    def marked(self, partition: int, n: int) -> None:
        """SQL knows that rows up to `n` are sent."""
        if self._sent.get(partition) == n:
            del self._sent[partition]

    @property
    def backlog(self) -> int:
        """Rows that wait to be sent."""
        return sum(len(queue) for queue in self._waiting.values())

    @property
    def age_s(self) -> float:
        """Seconds the oldest of them has waited; 0: none waits."""
        oldest = min((since[0] for since in self._since.values() if since), default=None)
        return 0.0 if oldest is None else monotonic() - oldest

    async def run(self) -> None:
        """Send whatever is offered, until cancelled; Kafka away: wait."""
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            for pause in pauses():
                try:
                    await self._send_all()
                    break
                except KafkaError as error:
                    _log.warning("standings wait, Kafka said %r; again in %.1f s", error, pause)
                    await asyncio.sleep(pause)

    async def _send_all(self) -> None:
        for partition in list(self._waiting):
            while queue := self._waiting.get(partition):
                letters = [queue[i] for i in range(min(len(queue), MOST_AT_ONCE))]
                await self._pen.write(
                    self._topic, partition, ((one.key, one.payload) for one in letters)
                )
                self._confirmed(partition, letters)

    def _confirmed(self, partition: int, letters: list[Letter]) -> None:
        queue = self._waiting.get(partition)
        if queue is None:
            return  # lost the partition meanwhile
        newest = letters[-1].n
        while queue and queue[0].n <= newest:
            queue.popleft()
            self._since[partition].popleft()
        self._sent[partition] = newest
