"""The reach of the log is asked of the broker; what waits in it, only where something does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from schema.settings import Settings
from web import extent as module
from web.extent import Extent, Extents

TAKEN_MS = 1_700_000_000_000


class Consumer:
    """A log of two partitions: 5 to 10, and 0 to 3."""

    made: ClassVar[list[Consumer]] = []
    silent: ClassVar[set[int]] = set()
    error: ClassVar[Exception | None] = None
    starts: ClassVar[dict[int, int]] = {0: 5, 1: 0}
    ends: ClassVar[dict[int, int]] = {0: 10, 1: 3}

    def __init__(self, **_: Any) -> None:
        self.said: list[Any] = []
        self.stopped = False
        Consumer.made.append(self)

    async def start(self) -> None:
        if Consumer.error:
            raise Consumer.error

    async def stop(self) -> None:
        self.stopped = True

    async def beginning_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        return {place: self.starts[place.partition] for place in places}

    async def end_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        return {place: self.ends[place.partition] for place in places}

    def assign(self, places: Iterable[TopicPartition]) -> None:
        self.said.append([place.partition for place in places])

    def seek(self, place: TopicPartition, offset: int) -> None:
        self.said.append((place.partition, offset))

    def unsubscribe(self) -> None:
        self.said.append("unsubscribed")

    async def getone(self, place: TopicPartition) -> Any:
        if place.partition in Consumer.silent:
            await asyncio.Event().wait()
        return SimpleNamespace(timestamp=TAKEN_MS + place.partition)


@pytest.fixture(autouse=True)
def broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AIOKafkaConsumer", Consumer)
    monkeypatch.setattr(module, "RECORD_S", 0.05)
    Consumer.made.clear()
    Consumer.silent, Consumer.error = set(), None


async def test_what_is_folded_waits_for_nothing() -> None:
    extents = Extents(Settings())
    found = await extents.look({0: 10, 1: 3})
    assert found == {0: Extent(start=5, end=10), 1: Extent(start=0, end=3)}
    await extents.look({0: 10, 1: 3})
    (consumer,) = Consumer.made
    assert consumer.said == [], "nothing is read, and the line is kept"
    await extents.close()
    assert consumer.stopped


async def test_the_oldest_that_waits_is_looked_at_where_it_is() -> None:
    found = await Extents(Settings()).look({0: 7, 1: 3})
    assert found[0].oldest == TAKEN_MS / 1_000 and found[1].oldest is None
    assert Consumer.made[0].said == [[0], (0, 7), "unsubscribed"]


async def test_of_what_is_gone_the_first_that_is_left_counts() -> None:
    await Extents(Settings()).look({0: 2, 1: 1})
    assert Consumer.made[0].said == [[0, 1], (0, 5), (1, 1), "unsubscribed"]


async def test_one_partition_without_an_answer_leaves_the_others() -> None:
    Consumer.silent = {0}
    found = await Extents(Settings()).look({0: 7, 1: 1})
    assert (found[0].oldest, found[1].oldest) == (None, (TAKEN_MS + 1) / 1_000)
    assert Consumer.made[0].said[-1] == "unsubscribed"


async def test_slow_records_of_many_partitions_are_no_broker_that_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = range(20)
    monkeypatch.setattr(Consumer, "starts", dict.fromkeys(many, 0))
    monkeypatch.setattr(Consumer, "ends", dict.fromkeys(many, 9))
    monkeypatch.setattr(module, "ANSWER_S", 0.5)
    Consumer.silent = set(many)
    found = await Extents(Settings()).look(dict.fromkeys(many, 3))
    assert {one.oldest for one in found.values()} == {None}


async def test_a_broker_that_is_away_is_asked_anew_by_another_consumer() -> None:
    Consumer.error = KafkaConnectionError("away")
    extents = Extents(Settings())
    with pytest.raises(KafkaConnectionError):
        await extents.look({0: 7})
    Consumer.error = None
    await extents.look({0: 7})
    first, second = Consumer.made
    assert first.stopped and not second.stopped
