"""What the tests of alerts on real engines share: a system of their own, senders, receivers."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import psycopg
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from deploy.places import REPO
from schema.alert import Standing, encode
from schema.database import connect, identifier
from schema.migrate import migrate
from schema.queries import load
from schema.settings import Settings
from schema.topics import make_topics
from tests.alerts.sink import SECRET
from tests.integration.waiting import until

SQL = load("alerts")


async def build(settings: Settings) -> None:
    """Tables and topics under the test's own prefix."""
    migrate(settings, lambda line: None)
    await make_topics(settings)


async def tear_down(settings: Settings) -> None:
    """Leave nothing behind on engines that others use too."""
    names = settings.names
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        for schema in (names.build_sql(1), names.sql):
            statement = psycopg.sql.SQL("drop schema if exists {} cascade")
            connection.execute(statement.format(identifier(schema)))
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_topics([names.reports, names.standings])
    finally:
        await admin.close()


async def publish(settings: Settings, standings: Iterable[Standing], partition: int = 0) -> None:
    """Write standings to the topic, as the fold's relay does."""
    async with producer(settings) as sender:
        for standing in standings:
            await sender.send(settings.names.standings, encode(standing), partition=partition)
        await sender.flush()


@asynccontextmanager
async def producer(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    """A Kafka producer that waits for all copies."""
    sender = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers, acks="all")
    await sender.start()
    try:
        yield sender
    finally:
        await sender.stop()


def rows(settings: Settings, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The answer of the database to a question of a test."""
    with connect(settings) as connection:
        return connection.execute(query.encode(), values).fetchall()


def add_webhook(settings: Settings, unit: str, url: str) -> UUID:
    """A webhook of a unit."""
    id = uuid4()
    with connect(settings) as connection:
        connection.execute(SQL.add_webhook, (id, unit, url, SECRET))
    return id


class Process:
    """``python -m alerts`` as a process of its own."""

    def __init__(self, settings: Settings, environ: Mapping[str, str]) -> None:
        self._settings, self._environ = settings, environ
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Its process number."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start it; `heartbeat` says when it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "alerts",
            cwd=REPO,
            env={**os.environ, **self._environ},
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def ready(self) -> None:
        """Until its heartbeat says that it is ready."""
        await until(lambda: bool(self.heartbeat().get("ready")), "a ready alerts process")

    async def spoke(self) -> None:
        """Until its first heartbeat."""
        await until(lambda: bool(self.heartbeat()), "a first heartbeat")

    def heartbeat(self) -> dict[str, Any]:
        """What it says of itself; empty before it spoke."""
        query = "select ready, detail from process where role = 'alerts' and pid = %s"
        found = rows(self._settings, query, self.pid)
        return {"ready": found[0][0], **found[0][1]} if found else {}

    async def end(self, number: signal.Signals) -> int:
        """Send the signal and wait for the end; its exit status."""
        assert self._process is not None
        self._process.send_signal(number)
        async with asyncio.timeout(10):
            return await self._process.wait()

    async def kill_if_alive(self) -> None:
        """For the end of a test."""
        if self._process is not None and self._process.returncode is None:
            await self.end(signal.SIGKILL)
