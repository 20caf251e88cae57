"""Messages into the log, in order, in large batches; only confirmed ones count (acks=all)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schema.settings import Settings
from schema.wire import encode
from stream.sample.history import Entry

_BATCH = 256 * 1024
_IN_FLIGHT = 32
"""Batches sent and not yet confirmed."""


def producer(settings: Settings) -> AIOKafkaProducer:
    """A producer that neither loses, repeats nor reorders."""
    return AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        acks="all",
        enable_idempotence=True,
        max_batch_size=_BATCH,
        max_request_size=4 * _BATCH,
        request_timeout_ms=30_000,
    )


class Writer:
    """Fills one batch a partition and sends it when it is full."""

    def __init__(self, kafka: AIOKafkaProducer, topic: str) -> None:
        self._kafka, self._topic = kafka, topic
        self._batches: dict[int, Any] = {}
        self._sent: set[asyncio.Future[Any]] = set()

    async def write(
        self, entries: Iterable[Entry], skip: Mapping[int, int], tell: Callable[[Entry], None]
    ) -> None:
        """Write all entries but the first `skip` of each partition, which are there already."""
        left = dict(skip)
        for entry in entries:
            tell(entry)
            if left.get(entry.partition, 0):
                left[entry.partition] -= 1
            else:
                await self._append(entry)
        for number in list(self._batches):
            await self._send(number)
        await self._settle(0)

    async def _append(self, entry: Entry) -> None:
        key = None if entry.key is None else entry.key.encode()
        message = {
            "key": key,
            "value": encode(entry.message),
            "timestamp": int(entry.at.timestamp() * 1000),
        }
        number = entry.partition
        if number not in self._batches:
            self._batches[number] = self._kafka.create_batch()
        if self._batches[number].append(**message) is None:
            await self._send(number)
            self._batches[number] = self._kafka.create_batch()
            self._batches[number].append(**message)

    async def _send(self, number: int) -> None:
        batch = self._batches.pop(number)
        batch.close()
        self._sent.add(await self._kafka.send_batch(batch, self._topic, partition=number))
        await self._settle(_IN_FLIGHT)

    async def _settle(self, most: int) -> None:
        """Wait until at most so many batches are unconfirmed; raises what Kafka refused."""
        while len(self._sent) > most:
            done, self._sent = await asyncio.wait(self._sent, return_when=asyncio.FIRST_COMPLETED)
            for future in done:
                future.result()


async def ends(settings: Settings, partitions: int) -> dict[int, int]:
    """The offset the next message of each partition will get."""
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await consumer.start()
    try:
        topic = settings.names.reports
        asked = [TopicPartition(topic, number) for number in range(partitions)]
        found = await consumer.end_offsets(asked)
        return {place.partition: int(offset) for place, offset in found.items()}
    finally:
        await consumer.stop()
