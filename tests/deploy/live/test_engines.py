"""The embedded engines for real: what they are set to, and that nothing of them is ever left over.

They live in a data directory of their own, whatever the environment gives, and share one story:
start, kill -9 of everything that can be killed, second start, clean stop.
"""

import asyncio
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.conftest import ADDRESSES, addresses, end_services, start_services

STOP_WITHIN, START_WITHIN, HEAL_WITHIN = 20.0, 25.0, 30.0  # seconds


@dataclass
class Instance:
    """`python -m deploy services` in one data directory, started and stopped by the tests."""

    data: Path
    found: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None

    def start(self) -> float:
        """Seconds until all addresses were there."""
        begun = time.monotonic()
        with (self.data / "said.log").open("ab") as said:
            self.process = start_services(self.data, said.fileno(), **dict.fromkeys(ADDRESSES, ""))
        self.found = addresses(self.process, self.data / "said.log")
        return time.monotonic() - begun

    def end(self, number: signal.Signals) -> None:
        """Send the signal and wait for the end."""
        assert self.process is not None
        end_services(self.process, number)

    def engine(self, name: str) -> psutil.Process:
        """The engine's process, by its pid file."""
        pid = (self.data / "run" / f"{name}.pid").read_text().split()[0]
        return psutil.Process(int(pid))

    def engines(self) -> list[psutil.Process]:
        return [self.engine(name) for name in ("kafka", "postgres", "valkey")]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    made = Instance(tmp_path_factory.mktemp("engines"))
    made.start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.end(signal.SIGTERM)


def test_postgres_is_as_agreed(instance: Instance) -> None:
    wanted = {"TimeZone": "UTC", "listen_addresses": "127.0.0.1", "max_connections": "200"}
    wanted |= {"synchronous_commit": "on", "shared_buffers": "256MB"}
    with psycopg.connect(instance.found["DATABASE_URL"]) as connection:
        said = {name: connection.execute(f"show {name}").fetchone() for name in wanted}
    assert said == {name: (value,) for name, value in wanted.items()}


def test_postgres_wants_the_password(instance: Instance) -> None:
    url = instance.found["DATABASE_URL"]
    secret = (instance.data / "postgres-password").read_text().strip()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(secret, "guess"))


async def test_kafka_is_as_agreed(instance: Instance) -> None:
    wanted = {"auto.create.topics.enable": "false", "offsets.topic.num.partitions": "1"}
    wanted |= {"group.initial.rebalance.delay.ms": "0", "message.max.bytes": "1048588"}
    admin = AIOKafkaAdminClient(bootstrap_servers=instance.found["KAFKA_BOOTSTRAP_SERVERS"])
    await admin.start()
    try:
        resource = ConfigResource(ConfigResourceType.BROKER, "1")
        (answer,) = await admin.describe_configs([resource])
    finally:
        await admin.close()
    said = {entry[0]: entry[1] for entry in answer.resources[0][4]}
    assert {name: said[name] for name in wanted} == wanted


def test_they_listen_on_loopback_only(instance: Instance) -> None:
    for engine in instance.engines():
        listening = [c for c in engine.net_connections() if c.status == psutil.CONN_LISTEN]
        assert listening and {c.laddr.ip for c in listening} <= {"127.0.0.1", "::ffff:127.0.0.1"}


@pytest.mark.parametrize("name", ["kafka", "postgres", "valkey"])
async def test_a_killed_engine_comes_back_at_its_address(instance: Instance, name: str) -> None:
    old = instance.engine(name)
    old.kill()

    async def another_serves() -> bool:
        return not old.is_running() and await _serves(instance, name)

    await _until(another_serves)
    assert instance.engine(name).pid != old.pid


def test_killed_with_all_its_children_it_starts_again_where_it_was(instance: Instance) -> None:
    before = dict(instance.found)
    with psycopg.connect(before["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("create table kept as select 42 as answer")
    assert instance.process is not None
    for engine in instance.engines():
        engine.kill()
    instance.end(signal.SIGKILL)
    assert instance.start() < START_WITHIN
    assert instance.found == before
    with psycopg.connect(before["DATABASE_URL"]) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_killed_alone_it_takes_its_children_along(instance: Instance) -> None:
    engines = instance.engines()
    instance.end(signal.SIGKILL)
    _, alive = psutil.wait_procs(engines, STOP_WITHIN)
    assert not alive
    assert instance.start() < START_WITHIN


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_clean_stop_leaves_no_orphan(instance: Instance, number: signal.Signals) -> None:
    engines = instance.engines()
    instance.end(number)
    assert instance.process is not None and instance.process.returncode == 0
    assert not [engine for engine in engines if engine.is_running()]
    assert not list((instance.data / "run").iterdir())
    assert instance.start() < START_WITHIN


async def _serves(instance: Instance, name: str) -> bool:
    """Whether the engine serves, asked the way a client would."""
    try:
        if name == "valkey":
            async with Redis.from_url(instance.found["REDIS_URL"]) as redis:
                return bool(await redis.ping())
        if name == "postgres":
            await (await psycopg.AsyncConnection.connect(instance.found["DATABASE_URL"])).close()
            return True
        client = AIOKafkaClient(bootstrap_servers=instance.found["KAFKA_BOOTSTRAP_SERVERS"])
        try:
            await client.bootstrap()
            return bool(client.cluster.brokers())
        finally:
            await client.close()
    except (OSError, RedisError, KafkaError, psycopg.OperationalError):
        return False


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(HEAL_WITHIN):
        while not await holds():  # noqa: ASYNC110 - a dead engine sends no event
            await asyncio.sleep(0.1)
