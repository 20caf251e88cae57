"""A lane's part of the log, from offset 0 on and never beyond the offsets it is asked for.

Bare aiokafka: no group, no commits; where it stands is for `lane` to know. What an entry of the log
is, the fold's `Opener` says.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from schema.errors import Contradiction
from schema.settings import Settings
from stream.clients import start
from stream.fold.decode import Opener, Parcel
from stream.fold.worker import appended_at

MOST_MESSAGES = 400
POLL_MS = 1_000
PATIENCE_S = 60.0
"""Without a message for so long, the log is said to be away."""
_FETCH = 4 << 20


class Reader:
    """Reads some partitions; an async context."""

    def __init__(self, settings: Settings, numbers: Sequence[int], partitions: int) -> None:
        self._topic = settings.names.reports
        self._at = dict.fromkeys(numbers, 0)
        self._opener = Opener(partitions)
        self._real_time = settings.sample_day is None
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap_servers,
            enable_auto_commit=False,
            auto_offset_reset="none",
            max_partition_fetch_bytes=_FETCH,
        )

    async def __aenter__(self) -> Reader:
        await start(self._consumer)
        self._consumer.assign([self._place(number) for number in self._at])
        for number in self._at:
            self._consumer.seek(self._place(number), 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def until(self, ends: Mapping[int, int]) -> AsyncIterator[list[Parcel]]:
        """What lies before these offsets and was not given yet, in the order of each partition.

        Raises KafkaError when the log is away, Contradiction when it has lost messages.
        """
        silent_since = asyncio.get_running_loop().time()
        while places := [self._place(n) for n, at in self._at.items() if at < ends.get(n, 0)]:
            records = await self._more(places)
            now = asyncio.get_running_loop().time()
            if records:
                silent_since = now
                yield self._taken(records, ends)
            elif now - silent_since > PATIENCE_S:
                raise KafkaError(f"expected more of {places}, got nothing for {PATIENCE_S:.0f} s")

    async def _more(self, places: list[TopicPartition]) -> Mapping[TopicPartition, Sequence[Any]]:
        try:
            found: Mapping[TopicPartition, Sequence[Any]] = await self._consumer.getmany(
                *places, timeout_ms=POLL_MS, max_records=MOST_MESSAGES
            )
        except OffsetOutOfRangeError as gone:
            raise Contradiction(
                f"expected the log from where it was read to, got {gone}: it has lost messages "
                "meanwhile; its retention must be for ever (docs/operate.md)"
            ) from gone
        return found

    def _taken(
        self, records: Mapping[TopicPartition, Sequence[Any]], ends: Mapping[int, int]
    ) -> list[Parcel]:
        found = []
        for place, some in records.items():
            number, end = place.partition, ends[place.partition]
            taken = [record for record in some if record.offset < end]
            found += [self._opened(number, record) for record in taken]
            self._at[number] = taken[-1].offset + 1
            if len(taken) < len(some):
                self._consumer.seek(place, end)
        return found

    def _opened(self, number: int, record: Any) -> Parcel:
        appended = appended_at(record.timestamp / 1000) if self._real_time else None
        return self._opener.open(number, record.offset, record.value, appended)

    def _place(self, number: int) -> TopicPartition:
        return TopicPartition(self._topic, number)
