"""The fold's own Kafka producer: idempotent, acks=all, one for standings and for time.

A producer that failed for good is thrown away; the next writing makes a new one. Called by `relay`
and `midnight`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

SEND_TIMEOUT_MS = 15_000
STOP_TIMEOUT_S = 1.0

Line = tuple[bytes | None, bytes]
"""Key and value of a message."""


class Pen:
    """Writes messages to one partition of a topic, in order."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._servers = bootstrap_servers
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()

    async def write(self, topic: str, partition: int, lines: Iterable[Line]) -> int:
        """Write and wait until every replica has them; the offset of the last.

        Raises KafkaError; then a part may have been written, and writing all again is right.
        """
        producer = await self._started()
        try:
            sent = [
                await producer.send(topic, value, key=key, partition=partition)
                for key, value in lines
            ]
            confirmed = [await one for one in sent]
        except KafkaError:
            await self.stop()
            raise
        return int(confirmed[-1].offset) if confirmed else -1

    async def stop(self) -> None:
        """Stop the producer; what is unconfirmed is written again by the next owner."""
        producer, self._producer = self._producer, None
        if producer is not None:
            try:
                await asyncio.wait_for(producer.stop(), STOP_TIMEOUT_S)
            except (KafkaError, TimeoutError):
                pass  # it failed already; nothing of it is counted as sent

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    bootstrap_servers=self._servers,
                    acks="all",
                    enable_idempotence=True,
                    request_timeout_ms=SEND_TIMEOUT_MS,
                )
                try:
                    await producer.start()
                except BaseException:
                    await producer.stop()
                    raise
                self._producer = producer
            return self._producer
