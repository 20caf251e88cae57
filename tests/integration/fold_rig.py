"""What the tests of the fold on real engines share: a system of their own, its log, a worker.

What SQL must say in the end stands in `fold_truth`.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from psycopg import sql

from deploy.places import REPO
from schema.database import connect, identifier
from schema.migrate import migrate
from schema.place import home_of, partition_of
from schema.report import LogReport
from schema.settings import Settings
from schema.topics import make_topics
from schema.wire import LogMessage, encode
from tests.integration.waiting import until

PARTITIONS = 8

Message = LogMessage | bytes | None


@asynccontextmanager
async def fresh(settings: Settings) -> AsyncIterator[Settings]:
    """A system of its own for one test: Kafka remembers the groups of topics that are gone."""
    own = settings.model_copy(update={"prefix": f"t{secrets.token_hex(4)}_"})
    migrate(own, lambda line: None)
    await make_topics(own)
    try:
        yield own
    finally:
        await tear_down(own)


async def tear_down(settings: Settings) -> None:
    """Leave nothing behind on engines that others use too."""
    names = settings.names
    with connect(settings) as connection:
        made = [int(row[0]) for row in connection.execute("select build from build").fetchall()]
        for schema in (*map(names.build_sql, made), names.sql):
            statement = sql.SQL("drop schema if exists {} cascade")
            connection.execute(statement.format(identifier(schema)))
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_topics([names.reports, names.standings])
    finally:
        await admin.close()


def place_of(message: Message) -> int:
    """The partition a report belongs to; 0 for anything else."""
    if not isinstance(message, LogReport):
        return 0
    return partition_of(home_of(message.updates[0], message.unit), PARTITIONS)


class Log:
    """The log from the test's side: writes, and remembers what it wrote."""

    def __init__(self, settings: Settings, producer: AIOKafkaProducer) -> None:
        self._topic = settings.names.reports
        self._producer = producer
        self.ends: dict[int, int] = {}

    async def write(self, message: Message, partition: int | None = None) -> int:
        """Write one message to its partition, or the one given; its offset."""
        place = place_of(message) if partition is None else partition
        raw = message if message is None or isinstance(message, bytes) else encode(message)
        sent = await (await self._send(raw, place))
        self.ends[place] = sent.offset + 1
        return int(sent.offset)

    async def _send(self, raw: bytes | None, place: int) -> asyncio.Future[Any]:
        sent: asyncio.Future[Any] = await self._producer.send(
            self._topic, raw, partition=place, key=b"home"
        )
        return sent

    async def write_all(self, messages: Iterable[Message]) -> None:
        """Write messages in order."""
        waiting = []
        for message in messages:
            place = place_of(message)
            raw = message if message is None or isinstance(message, bytes) else encode(message)
            waiting.append((place, await self._send(raw, place)))
        for place, future in waiting:
            self.ends[place] = max(self.ends.get(place, 0), (await future).offset + 1)


@asynccontextmanager
async def log(settings: Settings) -> AsyncIterator[Log]:
    """A producer that waits for all copies."""
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers, acks="all", enable_idempotence=True
    )
    await producer.start()
    try:
        yield Log(settings, producer)
    finally:
        await producer.stop()


async def read_topic(settings: Settings, topic: str) -> dict[int, list[tuple[int, bytes | None]]]:
    """Everything in a topic: (offset, value) by partition."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap_servers, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        found: dict[int, list[tuple[int, bytes | None]]] = {p: [] for p in range(PARTITIONS)}
        left = {place: end for place, end in ends.items() if end > 0}
        while left:
            for place, records in (await consumer.getmany(timeout_ms=500)).items():
                found[place.partition] += [(record.offset, record.value) for record in records]
                if records[-1].offset + 1 >= ends[place]:
                    left.pop(place, None)
        return found
    finally:
        await consumer.stop()


def rows(settings: Settings, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The answer of the active build to a question of a test."""
    with connect(settings) as connection:
        (build,) = connection.execute("select build from build where active").fetchone() or (1,)
    with connect(settings, build=build) as connection:
        return connection.execute(query.encode(), values).fetchall()


def positions(settings: Settings) -> dict[int, int]:
    """The next offset to fold, by partition."""
    return dict(rows(settings, "select partition, next_offset from position"))


async def until_folded(settings: Settings, ends: Mapping[int, int], within: float = 60.0) -> None:
    """Wait until every partition is folded up to these offsets."""

    def folded() -> bool:
        at = positions(settings)
        return all(at[number] >= end for number, end in ends.items())

    await until(folded, f"positions {dict(ends)}, last {positions(settings)}", within)


class Process:
    """``python -m stream fold``, or another role of it, as a process of its own."""

    def __init__(self, settings: Settings, log: Path, role: str = "fold", **more: str) -> None:
        self._role = role
        own = {
            "DATABASE_URL": settings.database_url,
            "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
            "NHIP_PREFIX": settings.prefix,
        }
        self._environ = {**os.environ, **own, **more}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Its process number."""
        assert self._process is not None
        return self._process.pid

    @property
    def said(self) -> str:
        """Its log."""
        return self._log.read_text() if self._log.exists() else ""

    async def start(self) -> Process:
        """Start it; `until_ready` says when it is ready."""
        with self._log.open("ab") as said:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "stream", self._role),
                cwd=REPO,
                env=self._environ,
                stdout=said,
                stderr=said,
            )
        return self

    async def until_ready(self, settings: Settings) -> None:
        """Wait for a heartbeat of this process that says ready."""

        def ready() -> bool:
            query = "select ready from process where role = 'fold' and pid = %s"
            return rows(settings, query, self.pid) == [(True,)]

        await until(ready, f"a ready worker, it said: {self.said[-2000:]}", 40)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    async def ended(self, within: float = 30.0) -> int:
        """Wait for its end; the exit code."""
        assert self._process is not None
        async with asyncio.timeout(within):
            return await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM, and wait."""
        if self._process is not None and self._process.returncode is None:
            self.signal(signal.SIGTERM)
        return await self.ended()

    async def kill(self) -> None:
        """kill -9 if it still runs, and wait."""
        if self._process is not None and self._process.returncode is None:
            self.signal(signal.SIGKILL)
            await self.ended()
