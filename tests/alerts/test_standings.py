"""Reading the topic: what a record becomes, where reading begins (the topic: integration)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiokafka import TopicPartition
from msgspec import Struct

from alerts import standings as module
from alerts.standings import Standings
from schema.alert import encode
from schema.clock import Clock
from schema.errors import Contradiction
from schema.settings import Settings
from tests.alerts.builders import standing


class Record(Struct):
    """A record as the consumer hands it out."""

    value: bytes | None
    partition: int = 0
    offset: int = 0
    timestamp: int | None = None


class FakeConsumer:
    """A topic with one partition that holds the offsets 3 to 9."""

    def __init__(self, **given: Any) -> None:
        self.given, self.at = given, dict[TopicPartition, int]()
        self.assigned: Sequence[TopicPartition] = ()
        self.records: list[Record] = []
        self.stopped = False

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        self.stopped = True

    def assign(self, partitions: Sequence[TopicPartition]) -> None:
        self.assigned = partitions

    def seek(self, at: TopicPartition, offset: int) -> None:
        self.at[at] = offset

    async def beginning_offsets(self, at: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(at, 3)

    async def end_offsets(self, at: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(at, 10)

    async def getmany(self, **limits: int) -> dict[TopicPartition, list[Record]]:
        return {TopicPartition("nhip.standings", 0): self.records}


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Standings:
    monkeypatch.setattr(module, "AIOKafkaConsumer", FakeConsumer)
    return Standings(Settings(), Clock(offset=timedelta(days=100)))


def consumer(reader: Standings) -> FakeConsumer:
    return reader._consumer  # type: ignore[no-any-return]


async def test_it_commits_nothing_by_itself(reader: Standings) -> None:
    given = consumer(reader).given
    assert (given["enable_auto_commit"], given["group_id"]) == (False, "nhip.alerts")


async def test_it_begins_where_sql_stands(reader: Standings) -> None:
    async with reader:
        await reader.seek({0: 7})
    assert consumer(reader).at == {TopicPartition("nhip.standings", 0): 7}
    assert consumer(reader).stopped


async def test_what_the_topic_no_longer_holds_is_passed_over(reader: Standings) -> None:
    await reader.seek({0: 1})
    assert consumer(reader).at == {TopicPartition("nhip.standings", 0): 3}


async def test_having_read_more_than_there_is_is_a_contradiction(reader: Standings) -> None:
    with pytest.raises(Contradiction, match="expected at least 11 messages"):
        await reader.seek({0: 11})


@pytest.mark.parametrize("value", [None, b"", b"{}", b"no json", b'{"title": "\\u0000"}'])
async def test_what_is_no_standing_is_counted(reader: Standings, value: bytes | None) -> None:
    consumer(reader).records = [Record(value, offset=4)]
    (arrival,) = await reader.take()
    assert (arrival.standing, arrival.offset, reader.unreadable) == (None, 4, 1)


async def test_the_time_of_publication_is_told_on_our_clock(reader: Standings) -> None:
    ago = datetime.now(UTC) - timedelta(hours=2)
    consumer(reader).records = [Record(encode(standing()), timestamp=int(ago.timestamp() * 1_000))]
    (arrival,) = await reader.take()
    expected = ago + timedelta(days=100)
    assert abs(arrival.published_at - expected) < timedelta(seconds=1)
    assert arrival.standing == standing()


@pytest.mark.parametrize("timestamp", [None, -1, 99_999_999_999_999])
async def test_a_time_that_makes_no_sense_is_now(reader: Standings, timestamp: int | None) -> None:
    consumer(reader).records = [Record(encode(standing()), timestamp=timestamp)]
    (arrival,) = await reader.take()
    now = datetime.now(UTC) + timedelta(days=100)
    assert abs(arrival.published_at - now) < timedelta(seconds=1)
