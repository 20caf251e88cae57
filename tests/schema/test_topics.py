"""Making the topics, against a broker and a database that only remember."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from schema import topics
from schema.errors import MigrationError
from schema.queries import load
from schema.settings import Settings
from schema.wire import MAX_MESSAGE

QUERIES = load("migrate")
EXISTS, NOT_ALLOWED = 36, 44
SETTINGS = Settings(prefix="x_", kafka_bootstrap_servers="broker:9092")


class Broker:
    """A cluster of `brokers` nodes and the topics made on it."""

    def __init__(self, brokers: int = 1, error: int = 0) -> None:
        self.brokers, self.error = brokers, error
        self.topics: dict[str, Any] = {}
        self.open = False

    async def start(self) -> None:
        self.open = True

    async def close(self) -> None:
        self.open = False

    async def describe_cluster(self) -> dict[str, Any]:
        return {"cluster_id": "c1", "brokers": list(range(self.brokers))}

    async def create_topics(self, new: list[Any]) -> Any:
        (topic,) = new
        code = self.error or (EXISTS if topic.name in self.topics else 0)
        self.topics.setdefault(topic.name, topic)
        return type("Response", (), {"topic_errors": [(topic.name, code, "why")]})

    async def alter_configs(self, resources: list[Any]) -> list[Any]:
        (resource,) = resources
        self.topics[resource.name].topic_configs = resource.configs
        return [type("Response", (), {"resources": [(self.error, "why", 2, resource.name)]})]

    async def describe_topics(self, names: list[str]) -> list[dict[str, Any]]:
        return [{"partitions": list(range(self.topics[names[0]].num_partitions))}]


class Database:
    """One row `installation`, one active build; remembers the positions asked for."""

    def __init__(self, row: tuple[Any, ...] | None = None) -> None:
        self.row = row
        self.positions: tuple[int | None, int] | None = None

    @contextmanager
    def connect(self, settings: Settings, build: int | None = None) -> Iterator[Database]:
        self.build = build
        yield self

    def execute(self, query: str, given: Any = ()) -> Database:
        self.answer: tuple[Any, ...] | None = None
        if query == QUERIES.found_installation:
            self.row = self.row or given
            self.answer = self.row
        elif query == QUERIES.active_build:
            self.answer = (2,)
        elif query == QUERIES.first_positions:
            self.positions = (self.build, given[0])
        return self

    def fetchone(self) -> Any:
        return self.answer


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    made = Database()
    monkeypatch.setattr(topics, "connect", made.connect)
    return made


def use(monkeypatch: pytest.MonkeyPatch, broker: Broker) -> Broker:
    monkeypatch.setattr(topics, "AIOKafkaAdminClient", lambda **given: broker)
    return broker


async def test_both_topics_are_made(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    broker = use(monkeypatch, Broker())
    await topics.make_topics(SETTINGS)
    assert set(broker.topics) == {"x_nhip.reports", "x_nhip.standings"}
    assert database.row == (8, "c1", False)
    assert database.positions == (2, 8)
    assert not broker.open


async def test_the_log_keeps_everything(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    broker = use(monkeypatch, Broker())
    await topics.make_topics(SETTINGS)
    told = broker.topics["x_nhip.reports"].topic_configs
    assert (told["retention.ms"], told["retention.bytes"]) == ("-1", "-1")
    assert (told["cleanup.policy"], told["compression.type"]) == ("delete", "zstd")
    assert int(told["max.message.bytes"]) > MAX_MESSAGE
    assert told["message.timestamp.type"] == "LogAppendTime", "no writer may say when it was"


@pytest.mark.parametrize(
    ("brokers", "copies", "in_sync"), [(1, 1, "1"), (2, 2, "1"), (3, 3, "2"), (5, 3, "2")]
)
async def test_as_many_copies_as_there_are_brokers(
    monkeypatch: pytest.MonkeyPatch, database: Database, brokers: int, copies: int, in_sync: str
) -> None:
    broker = use(monkeypatch, Broker(brokers))
    await topics.make_topics(SETTINGS)
    topic = broker.topics["x_nhip.reports"]
    assert topic.replication_factor == copies
    assert topic.topic_configs["min.insync.replicas"] == in_sync


async def test_again_changes_nothing(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    broker = use(monkeypatch, Broker())
    await topics.make_topics(SETTINGS)
    before = dict(broker.topics)
    await topics.make_topics(SETTINGS.model_copy(update={"partitions": 48}))
    assert broker.topics == before
    assert database.row == (8, "c1", False)


async def test_a_topic_with_another_number_of_partitions_is_refused(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    use(monkeypatch, Broker())
    await topics.make_topics(SETTINGS)
    database.row = (4, "c1")
    with pytest.raises(MigrationError, match=r"has 8 partitions, but .* born with 4"):
        await topics.make_topics(SETTINGS)


async def test_another_cluster_is_refused(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    broker = use(monkeypatch, Broker())
    database.row = (8, "c0")
    with pytest.raises(MigrationError, match=r"cluster c0, but broker:9092 is cluster c1"):
        await topics.make_topics(SETTINGS)
    assert broker.topics == {} and not broker.open


async def test_what_kafka_refuses_is_told(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    use(monkeypatch, Broker(error=NOT_ALLOWED))
    with pytest.raises(MigrationError, match=r"x_nhip\.reports.*PolicyViolation.*why"):
        await topics.make_topics(SETTINGS)


async def test_a_standby_is_born_with_the_times_of_the_first_site(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    broker = use(monkeypatch, Broker())
    await topics.make_topics(SETTINGS.model_copy(update={"first_kafka": "first:9092"}))
    assert database.row == (8, "c1", True)
    kinds = {
        name: made.topic_configs["message.timestamp.type"] for name, made in broker.topics.items()
    }
    assert kinds == {"x_nhip.reports": "CreateTime", "x_nhip.standings": "LogAppendTime"}


async def test_a_promoted_log_has_its_own_time(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    broker = use(monkeypatch, Broker(3))
    await topics.make_topics(SETTINGS.model_copy(update={"first_kafka": "first:9092"}))
    born = dict(broker.topics["x_nhip.reports"].topic_configs)
    await topics.own_times(SETTINGS)
    told = broker.topics["x_nhip.reports"].topic_configs
    assert told == born | {"message.timestamp.type": "LogAppendTime"}, "nothing else changes"
    broker.error = NOT_ALLOWED
    with pytest.raises(MigrationError, match="PolicyViolation"):
        await topics.own_times(SETTINGS)
