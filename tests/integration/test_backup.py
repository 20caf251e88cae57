"""A backup taken while reports come in, a database lost and restored: as docs/operate.md says."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from schema.database import identifier
from schema.settings import Settings
from tests.integration.documented import commands, run
from tests.integration.fold_rig import Log, Process, fresh, log, positions, until_folded
from tests.integration.fold_traffic import Traffic
from tests.integration.fold_truth import assert_like_oracle, in_sql

pytestmark = [pytest.mark.storage, pytest.mark.timeout(300)]
PAGE = "operate.md"
REFUSED = 78


class Scratch:
    """A database of its own on the server under test, which may be lost."""

    def __init__(self, url: str) -> None:
        self.name = f"backup_{secrets.token_hex(4)}"
        self.server = urlsplit(url)._replace(path="/postgres").geturl()
        self.url = urlsplit(url)._replace(path=f"/{self.name}").geturl()

    def make(self) -> None:
        """It is there, and empty."""
        self._say("create database {}")

    def lose(self) -> None:
        """It is gone with all it held."""
        self._say("drop database if exists {} with (force)")

    def _say(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL(statement).format(identifier(self.name)))


@pytest.fixture
async def scratch(database: str) -> AsyncIterator[Scratch]:
    """A database that may be lost."""
    made = Scratch(database)
    made.make()
    yield made
    made.lose()


@pytest.fixture
async def system(settings: Settings, scratch: Scratch) -> AsyncIterator[Settings]:
    """A system in it."""
    async with fresh(settings.model_copy(update={"database_url": scratch.url})) as own:
        yield own


@asynccontextmanager
async def reporting(written: Log, traffic: Traffic) -> AsyncIterator[None]:
    """Reports come in meanwhile, some twenty a second."""
    enough = asyncio.Event()

    async def go_on() -> None:
        while not enough.is_set():
            await written.write_all(traffic.messages(2))
            with suppress(TimeoutError):
                await asyncio.wait_for(enough.wait(), 0.1)

    running = asyncio.create_task(go_on())
    try:
        yield
    finally:
        enough.set()
        await running


def restoring(database: str) -> list[str]:
    """The commands for this kind of server."""
    plain, timescale = commands(PAGE, "Restore")
    with psycopg.connect(database) as connection:
        query = "select 1 from pg_available_extensions where name = 'timescaledb'"
        return timescale if connection.execute(query).fetchone() else plain


async def test_a_lost_database_is_restored_and_catches_up_by_the_log(
    system: Settings, scratch: Scratch, environ: dict[str, str], tmp_path: Path
) -> None:
    environ = {
        **environ,
        "NHIP_PREFIX": system.prefix,
        "DATABASE_URL": scratch.url,
        "SERVER_URL": scratch.server,
        "DATABASE": scratch.name,
    }
    traffic, worker = Traffic(seed=23), Process(system, tmp_path / "fold.log")
    async with log(system) as written:
        await worker.start()
        await written.write_all(traffic.messages(60))
        await until_folded(system, written.ends)
        stood = positions(system)
        async with reporting(written, traffic):
            for command in commands(PAGE, "Back up")[0]:
                await run(command, tmp_path, environ)
        await written.write_all(traffic.messages(100))
        await until_folded(system, written.ends)
        assert await worker.stop() == 0, worker.said
        before = in_sql(system)
        scratch.lose()
        *steps, last = restoring(scratch.server)
        for command in steps:
            await run(command, tmp_path, environ)
        back = positions(system)
        assert all(stood[n] <= back[n] <= end for n, end in written.ends.items())
        assert sum(back.values()) < sum(written.ends.values()), "the backup is older than the log"
        await worker.start()
        assert await worker.ended() == REFUSED
        assert "but only" in worker.said and last in worker.said
        assert "build 1 is build 2 now" in await run(last, tmp_path, environ)
        await worker.start()
        await until_folded(system, written.ends)
    assert await worker.stop() == 0, worker.said
    after = in_sql(system)
    for kept in ("reports", "letters", "arrived"):  # the rest moves with the midnights since
        assert getattr(after, kept) == getattr(before, kept), kept
    await assert_like_oracle(system)
