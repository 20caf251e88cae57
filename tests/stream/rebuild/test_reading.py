"""A lane's part of the log: all of it, in order, and nothing beyond the end it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError
from msgspec import Struct

from schema.errors import Contradiction
from schema.settings import Settings
from schema.wire import ClockTo, encode
from stream.fold.decode import DeadLetter
from stream.rebuild import reading
from stream.rebuild.reading import Reader
from tests.builders import at


class Record(Struct):
    offset: int
    value: bytes | None
    timestamp: int = int(at().timestamp() * 1000)


class FakeConsumer:
    """A log of two partitions, `length` messages each; hands out three at a time."""

    length = 7

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.places: dict[int, int] = {}
        self.stopped = False

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        self.stopped = True

    def assign(self, places: list[TopicPartition]) -> None:
        self.places = {place.partition: -1 for place in places}

    def seek(self, place: TopicPartition, offset: int) -> None:
        self.places[place.partition] = offset

    async def getmany(
        self, *places: TopicPartition, **_: Any
    ) -> Mapping[TopicPartition, list[Record]]:
        place = places[0]
        begin = self.places[place.partition]
        end = min(begin + 3, self.length)
        self.places[place.partition] = end
        value = encode(ClockTo(to=at()))
        return (
            {place: [Record(offset, value) for offset in range(begin, end)]} if end > begin else {}
        )


@pytest.fixture
def consumer(monkeypatch: pytest.MonkeyPatch) -> type[FakeConsumer]:
    monkeypatch.setattr(reading, "AIOKafkaConsumer", FakeConsumer)
    return FakeConsumer


async def read(reader: Reader, ends: dict[int, int]) -> list[tuple[int, int]]:
    return [
        (parcel.partition, parcel.offset)
        async for parcels in reader.until(ends)
        for parcel in parcels
    ]


async def test_everything_before_the_ends_is_given_once(consumer: type[FakeConsumer]) -> None:
    async with Reader(Settings(), (0, 1), 8) as reader:
        first = await read(reader, {0: 4, 1: 2, 5: 9})
        assert first == [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1)]
        assert await read(reader, {0: 5, 1: 5}) == [(0, 4), (1, 2), (1, 3), (1, 4)]
        assert await read(reader, {0: 5, 1: 5}) == []


async def test_nothing_is_committed_and_nothing_skipped(consumer: type[FakeConsumer]) -> None:
    async with Reader(Settings(), (0,), 8) as reader:
        options = reader._consumer.options
    assert options["enable_auto_commit"] is False and options["auto_offset_reset"] == "none"
    assert "group_id" not in options and reader._consumer.stopped


async def test_a_message_from_the_future_is_what_it_was_live(
    consumer: type[FakeConsumer], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = encode(ClockTo(to=at(days=900)))
    monkeypatch.setattr(reading, "PATIENCE_S", 0.0)

    async def one(self: FakeConsumer, *places: Any, **_: Any) -> Mapping[Any, list[Record]]:
        return {places[0]: [Record(0, late)]}

    monkeypatch.setattr(FakeConsumer, "getmany", one)
    async with Reader(Settings(), (0,), 8) as reader:
        (parcels,) = [parcels async for parcels in reader.until({0: 1})]
    assert isinstance(parcels[0].content, DeadLetter)


async def test_a_silent_log_is_away(
    consumer: type[FakeConsumer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENCE_S", -1.0)
    async with Reader(Settings(), (0,), 8) as reader:
        with pytest.raises(KafkaError, match="expected more"):
            await read(reader, {0: 99})


async def test_a_log_that_lost_messages_meanwhile_is_refused(
    consumer: type[FakeConsumer], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: Any, **__: Any) -> None:
        await asyncio.sleep(0)
        raise OffsetOutOfRangeError({TopicPartition("reports", 0): 0})

    monkeypatch.setattr(FakeConsumer, "getmany", gone)
    async with Reader(Settings(), (0,), 8) as reader:
        with pytest.raises(Contradiction, match="lost messages meanwhile"):
            await read(reader, {0: 1})
