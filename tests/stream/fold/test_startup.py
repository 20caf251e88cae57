from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import msgspec
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import GroupCoordinatorNotAvailableError, KafkaConnectionError
from aiokafka.structs import OffsetAndMetadata

from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from stream.fold import startup
from stream.fold.startup import check, read_positions, stand
from tests.stream.fold.fakes import FakeConnection
from tests.stream.story import story

AGREED = story(
    cluster="c1",
    positions={0: 5, 1: 0},
    log_cluster="c1",
    ends={0: 9, 1: 0},
    committed={0: 4},
)


def told(**fields: Any) -> str:
    """What is said about the agreed story with these fields."""
    with pytest.raises(Contradiction) as refusal:
        check(msgspec.structs.replace(AGREED, **fields))
    return str(refusal.value)


def test_a_log_and_a_database_that_agree() -> None:
    check(AGREED)


def test_a_fresh_system_agrees() -> None:
    check(msgspec.structs.replace(AGREED, positions={}, committed={}, ends={0: 0, 1: 0}))


def test_a_database_of_before_clusters_were_known() -> None:
    check(msgspec.structs.replace(AGREED, cluster=None))


def test_another_cluster() -> None:
    assert "expected Kafka cluster c1, got c2" in told(log_cluster="c2")


def test_another_number_of_partitions() -> None:
    assert "expected 2 partitions of the log, got 3" in told(ends={0: 9, 1: 0, 2: 0})


def test_a_log_that_was_wiped() -> None:
    assert "partition 0: folded up to 5, but the log ends at 3" in told(ends={0: 3, 1: 0})


def test_a_log_whose_beginning_is_gone() -> None:
    text = told(starts={0: 7, 1: 0})
    assert "the log begins at 7: 2 messages are gone" in text


def test_a_database_that_was_restored() -> None:
    assert "the group committed 6, but only 5 are folded" in told(committed={0: 6})


def test_every_fault_is_told_and_what_to_do() -> None:
    text = told(log_cluster="c2", committed={0: 6})
    assert "cluster" in text and "committed" in text
    assert "KAFKA_BOOTSTRAP_SERVERS" in text and "docs/operate.md" in text


async def test_positions_by_partition() -> None:
    connection = FakeConnection({load("fold").positions: [(0, 7), (1, 0)]})
    assert await read_positions(connection.real) == {0: 7, 1: 0}


class FakeLog:
    committed: dict[int, int] | None = None
    group: str | None = None

    def __init__(self, settings: Settings, group: str | None = None) -> None:
        FakeLog.group = group

    async def __aenter__(self) -> FakeLog:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def commit(self, positions: dict[int, int]) -> None:
        FakeLog.committed = positions


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> type[FakeLog]:
    FakeLog.committed = FakeLog.group = None
    monkeypatch.setattr(startup, "Log", FakeLog)
    return FakeLog


async def test_the_group_of_a_new_build_stands_where_sql_is(log: type[FakeLog]) -> None:
    await stand(Settings(), msgspec.structs.replace(AGREED, build=3, committed={}))
    assert log.committed == AGREED.positions
    assert log.group == "nhip.fold.3"


async def test_a_group_that_has_committed_is_left_alone(log: type[FakeLog]) -> None:
    await stand(Settings(), AGREED)
    assert log.committed is None


class FakeConsumer:
    """Knows a topic of two partitions once its metadata was asked for often enough."""

    young: ClassVar[int] = 1

    def __init__(self, **_: object) -> None:
        self.asked = 0
        self._client = SimpleNamespace(force_metadata_update=self._update)
        self.assigned: list[Any] = []
        self.committed: dict[Any, int] = {}

    async def _update(self) -> None:
        self.asked += 1

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        return {1, 0} if self.asked >= self.young else None

    async def end_offsets(self, places: list[Any]) -> dict[Any, int]:
        return {place: 10 + place.partition for place in places}

    beginning_offsets = end_offsets

    def assign(self, places: list[Any]) -> None:
        self.assigned = places

    async def commit(self, offsets: dict[Any, int]) -> None:
        self.committed = offsets

    async def start(self) -> None:
        pass

    stop = start


async def test_the_log_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "AIOKafkaConsumer", FakeConsumer)
    async with startup.Log(Settings()) as log:
        assert await log.ends() == {0: 10, 1: 11} == await log.starts()
        await log.commit({0: 4})
        consumer: Any = log._consumer
    assert {place.partition: at for place, at in consumer.committed.items()} == {0: 4}
    assert [place.partition for place in consumer.assigned] == [0]


@pytest.mark.parametrize(("young", "ends"), [(6, {0: 10, 1: 11}), (99, {})])
async def test_a_broker_that_is_just_back_needs_a_moment_to_know_its_topics(
    monkeypatch: pytest.MonkeyPatch, young: int, ends: dict[int, int]
) -> None:
    monkeypatch.setattr(startup, "AIOKafkaConsumer", FakeConsumer)
    monkeypatch.setattr(startup, "METADATA_WAIT_S", 0)
    monkeypatch.setattr(FakeConsumer, "young", young)
    async with startup.Log(Settings()) as log:
        assert await log.ends() == ends


class YoungAdmin:
    """The admin of a broker that has no room for groups until it was asked for one."""

    def __init__(self, silent: int) -> None:
        self.silent = silent

    async def list_consumer_group_offsets(self, group: str) -> dict[Any, Any]:
        self.silent -= 1
        if self.silent >= 0:
            raise GroupCoordinatorNotAvailableError
        return {TopicPartition("nhip.reports", 3): OffsetAndMetadata(7, "")}


async def test_a_young_broker_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "COORDINATOR_WAIT_S", 0)
    admin: Any = YoungAdmin(silent=3)
    assert await startup._committed(admin, Settings(), 1) == {3: 7}


async def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "COORDINATOR_WAIT_S", 0)
    admin: Any = YoungAdmin(silent=startup.COORDINATOR_TRIES)
    with pytest.raises(GroupCoordinatorNotAvailableError):
        await startup._committed(admin, Settings(), 1)


async def test_what_cannot_start_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []

    class Away:
        """A consumer, or an admin, of a broker that is away."""

        def __init__(self, **_: object) -> None:
            pass

        async def start(self) -> None:
            raise KafkaConnectionError

        async def stop(self) -> None:
            closed.append("consumer")

        async def close(self) -> None:
            closed.append("admin")

    monkeypatch.setattr(startup, "AIOKafkaConsumer", Away)
    monkeypatch.setattr(startup, "AIOKafkaAdminClient", Away)
    with pytest.raises(KafkaConnectionError):
        await startup.Log(Settings()).__aenter__()
    with pytest.raises(KafkaConnectionError):
        await startup.free_build(Settings(), 1)
    assert closed == ["consumer", "admin"]
