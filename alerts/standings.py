"""The topic ``standings``, read in order from positions that SQL keeps.

A plain consumer: partitions are assigned by hand, so no rebalance ever moves them. What the group
commits is for those who look at Kafka; nobody here reads it. Who calls: ``alerts.app``.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from alerts.ledger import Arrival
from schema.alert import Standing, decode
from schema.clock import Clock
from schema.errors import Contradiction
from schema.settings import Settings
from schema.text import text_fault

_log = structlog.get_logger()
BATCH = 2_000
WAIT_MS = 1_000
ANSWER_S = 5.0
"""How long Kafka may take for a question before it counts as away."""


class Standings:
    """A reader of the topic, to be used inside ``async with``."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._topic, self._clock = settings.names.standings, clock
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap_servers,
            group_id=settings.names.alerts_group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=WAIT_MS // 2,
            request_timeout_ms=10_000,
        )
        self.unreadable = 0
        """Messages passed over because they are no standing."""

    async def __aenter__(self) -> Standings:
        """Connect; raises KafkaError while no broker answers."""
        try:
            await self._consumer.start()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(self, *reason: object) -> None:
        """Disconnect, without waiting long for a broker that is away."""
        await self._stop()

    async def _stop(self) -> None:
        with contextlib.suppress(TimeoutError, KafkaError):
            async with asyncio.timeout(2):
                await self._consumer.stop()

    async def seek(self, positions: Mapping[int, int]) -> None:
        """Read on from here.

        Raises Contradiction when SQL has read more than the topic holds.
        """
        self._consumer.assign([self._at(partition) for partition in positions])
        first, end = await self._first(positions), await self.ends(positions)
        for partition, offset in positions.items():
            if offset > end[partition]:
                raise Contradiction(
                    f"{self._topic}/{partition}: expected at least {offset} messages, as judged "
                    f"before, got {end[partition]}; was the topic made anew? Restore it, or begin "
                    "with an empty database"
                )
            if offset < first[partition]:
                _log.error("standings lost", partition=partition, n=first[partition] - offset)
            self._consumer.seek(self._at(partition), max(offset, first[partition]))

    async def take(self) -> list[Arrival]:
        """What has arrived, as soon as anything has; empty after a second without anything."""
        found = await self._consumer.getmany(timeout_ms=WAIT_MS, max_records=BATCH)
        real, now = Clock().now(), self._clock.now()
        return [
            self._arrival(record, now - (real - _published(record, real)))
            for records in found.values()
            for record in records
        ]

    async def ends(self, partitions: Iterable[int]) -> dict[int, int]:
        """The end of each partition; raises KafkaError or TimeoutError while Kafka is away."""
        async with asyncio.timeout(ANSWER_S):
            found = await self._consumer.end_offsets([self._at(one) for one in partitions])
        return {at.partition: int(offset) for at, offset in found.items()}

    async def commit(self, positions: Mapping[int, int]) -> None:
        """Tell Kafka how far we are, for its own tools."""
        async with asyncio.timeout(ANSWER_S):
            await self._consumer.commit({self._at(one): to for one, to in positions.items()})

    async def _first(self, partitions: Iterable[int]) -> dict[int, int]:
        async with asyncio.timeout(ANSWER_S):
            found = await self._consumer.beginning_offsets([self._at(one) for one in partitions])
        return {at.partition: int(offset) for at, offset in found.items()}

    def _at(self, partition: int) -> TopicPartition:
        return TopicPartition(self._topic, partition)

    def _arrival(self, record: Any, published_at: datetime) -> Arrival:
        return Arrival(
            partition=record.partition,
            offset=record.offset,
            published_at=published_at,
            standing=self._standing(record),
        )

    def _standing(self, record: Any) -> Standing | None:
        fault = text_fault(record.value or b"")
        try:
            if fault is None:
                return decode(record.value or b"")
        except msgspec.DecodeError as error:
            fault = str(error)
        self.unreadable += 1
        _log.error("no standing", partition=record.partition, offset=record.offset, why=fault)
        return None


def _published(record: Any, real: datetime) -> datetime:
    """When a record was written, on the machine's clock; now, if it does not say."""
    if record.timestamp is None or record.timestamp < 0:
        return real
    return min(datetime.fromtimestamp(record.timestamp / 1_000, UTC), real)
