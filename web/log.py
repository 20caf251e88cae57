"""The way into the log: one idempotent producer a process, and no promise before Kafka confirmed.

While Kafka is away every POST is told so at once (503) and a new producer is tried in the
background. A part that was confirmed to nobody may still have arrived: its ids make that harmless.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from msgspec import Struct

from schema.parts import Located
from schema.settings import Settings
from schema.wire import MAX_MESSAGE, LogMessage, encode

CONFIRM_S = 6.0  # seconds Kafka may take to confirm a POST
RETRY_S = 1.0  # seconds between two attempts to reach Kafka
BATCH = 256 * 1024  # bytes sent to a partition at once
log = logging.getLogger(__name__)
Line = tuple[int, bytes | None, bytes]
"""Partition, key and value of a message."""


class Away(Exception):
    """Kafka did not confirm: nothing is promised, the same ids may be sent again."""


class Part(Struct, frozen=True, kw_only=True):
    """Where a part of a report stands in the log."""

    partition: int
    offset: int


class Log(Protocol):
    """What the API needs of the log; tests give a list."""

    @property
    def ready(self) -> bool:
        """Whether Kafka was there a moment ago."""
        ...

    async def append(self, parts: Sequence[Located]) -> list[Part]:
        """Send all parts and wait until Kafka confirmed each; raises Away."""
        ...


class KafkaLog:
    """The topic of reports; `run` keeps a producer until cancelled."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: AIOKafkaProducer | None = None
        self._lost = asyncio.Event()
        self._lost.set()

    @property
    def ready(self) -> bool:
        """Whether there is a producer that has not failed."""
        return self._producer is not None

    async def append(self, parts: Sequence[Located]) -> list[Part]:
        """Send all parts and wait until Kafka confirmed each; raises Away."""
        return await self._confirmed(
            (part.partition, part.home.encode(), encode(part.report)) for part in parts
        )

    async def send(self, partition: int, message: LogMessage) -> None:
        """Send a message of ours, the way of every report; raises Away."""
        await self._confirmed([(partition, None, encode(message))])

    async def _confirmed(self, lines: Iterable[Line]) -> list[Part]:
        producer = self._producer
        if producer is None:
            raise Away("Kafka is away")
        try:
            async with asyncio.timeout(CONFIRM_S):
                return await self._append(producer, lines)
        except (KafkaError, TimeoutError, OSError) as error:
            self._give_up(producer)
            raise Away(f"Kafka did not confirm: {error!r}") from error

    async def _append(self, producer: AIOKafkaProducer, lines: Iterable[Line]) -> list[Part]:
        topic = self._settings.names.reports
        sent = [
            await producer.send(topic, value, key=key, partition=partition)
            for partition, key, value in lines
        ]
        records = await asyncio.gather(*sent)
        return [Part(partition=each.partition, offset=each.offset) for each in records]

    def _give_up(self, producer: AIOKafkaProducer) -> None:
        if self._producer is producer:
            self._producer = None
            self._lost.set()

    async def run(self) -> None:
        """Have a producer, and a new one after each failure, until cancelled."""
        producer: AIOKafkaProducer | None = None
        try:
            while True:
                await self._lost.wait()
                await _stop(producer)
                producer = await self._connected()
                self._lost.clear()
                self._producer = producer
        finally:
            self._producer = None
            await _stop(producer)

    async def _connected(self) -> AIOKafkaProducer:
        while True:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._settings.kafka_bootstrap_servers,
                acks="all",
                enable_idempotence=True,
                max_batch_size=BATCH,
                max_request_size=2 * MAX_MESSAGE,
                request_timeout_ms=round(CONFIRM_S * 1_000),
            )
            try:
                await producer.start()
            except (KafkaError, OSError) as error:
                log.warning("Kafka is away: %s", error)
                await _stop(producer)
                await asyncio.sleep(RETRY_S)
            else:
                return producer


async def _stop(producer: AIOKafkaProducer | None) -> None:
    if producer is not None:
        with suppress(KafkaError, TimeoutError, OSError):
            await asyncio.wait_for(producer.stop(), timeout=CONFIRM_S)
