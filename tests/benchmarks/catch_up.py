"""stream.catch_up: updates a second, Kafka → SQL committed, of one worker behind a full log.

Twenty updates a report: assignments of 4,000 tasks, then progress, each moving a task and its
leaf. The peer is `bare_loop`, which does the same inserts in the same run; rounds alternate,
medians count.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec
from aiokafka.admin import AIOKafkaAdminClient
from psycopg import AsyncConnection, sql

from deploy.places import REPO
from schema.database import Row, connect, connect_async, identifier
from schema.migrate import migrate
from schema.queries import load
from schema.settings import Settings
from schema.topics import make_topics
from stream.fold.startup import Log
from tests.benchmarks.log_filler import Filler, fill

Figure = tuple[str, float, str, str | None, float | None]
UPDATES = 160_000
A_REPORT = 20
UNITS, TASKS_A_UNIT = 200, 20
ROUNDS = 3
PATIENCE_S = 120.0
PEER = "bare aiokafka + COPY loop"


def run() -> Iterator[Figure]:
    """The figures: medians of three rounds, the fold and its peer in turn."""
    fold, bare = [], []
    for _ in range(ROUNDS):
        bare.append(asyncio.run(round_of("tests.benchmarks.bare_loop")))
        fold.append(asyncio.run(round_of("stream", "fold")))
    peer = median(bare)
    yield ("stream.catch_up.updates_per_s", median(fold), "updates/s", PEER, median(fold) / peer)
    yield ("stream.catch_up.peer_updates_per_s", peer, "updates/s", None, None)


async def round_of(module: str, *words: str) -> float:
    """Updates a second of this program over a fresh log."""
    async with system(Settings.from_environ()) as settings:
        filler = Filler(units=UNITS, tasks_a_unit=TASKS_A_UNIT)
        reports = filler.reports(UPDATES, A_REPORT)
        await fill(settings.kafka_bootstrap_servers, settings.names, settings.partitions, reports)
        async with Log(settings) as log:
            ends = await log.ends()
        given = words or (msgspec.json.encode(ends).decode(),)
        with TemporaryDirectory() as folder:
            async with _process(settings, Path(folder), module, *given):
                return await _watch(settings, sum(ends.values())) * A_REPORT


@asynccontextmanager
async def system(settings: Settings) -> AsyncIterator[Settings]:
    """An empty system of its own; nothing is left of it."""
    own = settings.model_copy(update={"prefix": f"b{secrets.token_hex(4)}_"})
    migrate(own, lambda line: None)
    await make_topics(own)
    try:
        yield own
    finally:
        await _remove(own)


async def _remove(settings: Settings) -> None:
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


@asynccontextmanager
async def _process(
    settings: Settings, folder: Path, module: str, *words: str
) -> AsyncIterator[None]:
    with (folder / "said.log").open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *words),
            cwd=REPO,
            env={**os.environ, "NHIP_PREFIX": settings.prefix},
            stdout=said,
            stderr=said,
        )
        try:
            yield
        except TimeoutError:
            sys.stderr.write((folder / "said.log").read_text())
            raise
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def _watch(settings: Settings, messages: int) -> float:
    """Messages a second from the first commit heard of to the last."""
    loop = asyncio.get_running_loop()
    heard = sql.SQL(load("roll").listen).format(channel=identifier(settings.names.partials_channel))
    async with await connect_async(settings, build=1) as connection:
        await connection.execute(heard)
        async with asyncio.timeout(PATIENCE_S):
            first = await _next(connection)
            begin = loop.time()
            done = first
            while done < messages:
                done = await _next(connection)
    return (messages - first) / (loop.time() - begin)


async def _next(connection: AsyncConnection[Row]) -> int:
    """Messages committed so far, once a commit has been heard of."""
    async for _ in connection.notifies(stop_after=1):
        pass
    cursor = await connection.execute(load("fold").positions.encode())
    return sum(row[1] for row in await cursor.fetchall())
