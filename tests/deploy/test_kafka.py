from pathlib import Path

import pytest

from deploy import kafka
from deploy.child import Command
from deploy.errors import CannotStart
from deploy.kafka import Kafka, cluster_id
from deploy.ports import Ports
from tests.deploy.fakes import command, places, silent


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kafka:
    """One whose jars are there and whose storage is formatted."""

    async def jars(*_: object) -> tuple[Path, ...]:
        return (Path("/jars/a.jar"), Path("/jars/b.jar"))

    monkeypatch.setattr(kafka, "classpath", jars)
    at = places(tmp_path)
    at.engine("kafka").mkdir()
    (at.engine("kafka") / "formatted").touch()
    return Kafka(at, Ports(at.ports_file))


async def test_one_node_on_loopback_that_makes_no_topics(engine: Kafka) -> None:
    await engine.prepare(silent()[0])
    text = (engine.places.engine("kafka") / "server.properties").read_text()
    said = dict(line.split("=", 1) for line in text.splitlines())
    assert said["listeners"].startswith(f"PLAINTEXT://{engine.address()},CONTROLLER://127.0.0.1:")
    assert said["auto.create.topics.enable"] == "false"
    assert said["group.initial.rebalance.delay.ms"] == "0"
    assert said["offsets.topic.num.partitions"] == "1"
    assert said["message.max.bytes"] == "1048588"


async def test_it_runs_with_half_a_gigabyte(engine: Kafka) -> None:
    await engine.prepare(silent()[0])
    words = engine.command().argv
    assert "-Xmx512m" in words and "kafka.Kafka" in words
    assert "/jars/a.jar:/jars/b.jar" in words


async def test_a_format_that_fails_is_not_taken_for_done(
    engine: Kafka, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: str) -> Command:
        return command(tmp_path, "raise SystemExit(1)", log=True)

    mark = engine.places.engine("kafka") / "formatted"
    mark.unlink()
    monkeypatch.setattr(engine, "_java", fails)
    with pytest.raises(CannotStart, match="expected its storage to be formatted"):
        await engine.prepare(silent()[0])
    assert not mark.exists()


async def test_a_broker_that_is_not_there_does_not_answer(engine: Kafka) -> None:
    await engine.prepare(silent()[0])
    assert not await engine.answers()


def test_cluster_ids_are_as_kafka_makes_them() -> None:
    ids = {cluster_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(len(i) == 22 and not i.startswith("-") for i in ids)
