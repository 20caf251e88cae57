"""How far the log reaches, and since when its oldest unfolded message waits: asked of the broker.

Not asked of the fold: one that does nothing any more would not say so. Called by `scrape`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from msgspec import Struct

from schema.settings import Settings

ANSWER_S = 4.0
RECORD_S = 1.0
FETCH = 64 * 1024
AWAY = (KafkaError, TimeoutError, OSError)


class Extent(Struct, frozen=True, kw_only=True):
    """A partition of the log."""

    start: int
    end: int
    oldest: float | None = None
    """When the log took the message at the position, in Unix seconds; None: there is none."""


class Extents:
    """Asks the broker; one consumer without a group, kept between two questions."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._consumer: AIOKafkaConsumer | None = None

    async def look(self, positions: Mapping[int, int]) -> dict[int, Extent]:
        """The extents of these partitions, of which these are the positions. Raises one of AWAY."""
        try:
            async with asyncio.timeout(ANSWER_S):
                return await self._look(await self._started(), positions)
        except AWAY:
            await self.close()
            raise

    async def close(self) -> None:
        """Hang up."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            with suppress(*AWAY):
                await asyncio.wait_for(consumer.stop(), RECORD_S)

    async def _started(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            consumer = AIOKafkaConsumer(
                bootstrap_servers=self._settings.kafka_bootstrap_servers,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                max_partition_fetch_bytes=FETCH,
            )
            self._consumer = consumer  # before it starts: what cannot start holds sockets too
            await consumer.start()
        return self._consumer

    async def _look(
        self, consumer: AIOKafkaConsumer, positions: Mapping[int, int]
    ) -> dict[int, Extent]:
        places = {n: TopicPartition(self._settings.names.reports, n) for n in positions}
        starts = await consumer.beginning_offsets(list(places.values()))
        ends = await consumer.end_offsets(list(places.values()))
        behind = {
            place: max(positions[n], starts[place])
            for n, place in places.items()
            if max(positions[n], starts[place]) < ends[place]
        }
        oldest = await _taken_at(consumer, behind) if behind else {}
        return {
            n: Extent(start=starts[place], end=ends[place], oldest=oldest.get(place))
            for n, place in places.items()
        }


async def _taken_at(
    consumer: AIOKafkaConsumer, places: Mapping[TopicPartition, int]
) -> dict[TopicPartition, float]:
    """When the log took the messages at these places, in Unix seconds."""
    consumer.assign(list(places))
    try:
        for place, offset in places.items():
            consumer.seek(place, offset)
        found = await asyncio.gather(*(_record_at(consumer, place) for place in places))
        return {place: at for place, at in zip(places, found, strict=True) if at is not None}
    finally:
        consumer.unsubscribe()  # else it goes on reading


async def _record_at(consumer: AIOKafkaConsumer, place: TopicPartition) -> float | None:
    """When it was taken; None when it does not come: the broker is slow, which is not away."""
    try:
        record = await asyncio.wait_for(consumer.getone(place), RECORD_S)
    except TimeoutError:
        return None
    return float(record.timestamp / 1_000)
