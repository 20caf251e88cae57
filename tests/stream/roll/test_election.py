from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import psycopg
import pytest

from schema.settings import Settings
from stream.roll import election
from stream.roll.carrier import Carrier
from stream.roll.election import Candidate
from stream.roll.leader import Published, Superseded
from stream.roll.wake import Bell


class Server:
    """A database that answers the question for the lock; its sessions can be ended."""

    def __init__(self, *answers: bool) -> None:
        self.answers = list(answers)
        self.away = 0
        self.sessions = 0

    async def connect(self, settings: Settings, **given: Any) -> Server:
        if self.away:
            self.away -= 1
            raise psycopg.OperationalError("nobody there")
        self.sessions += 1
        return self

    async def __aenter__(self) -> Server:
        return self

    async def __aexit__(self, *given: object) -> None: ...

    async def set_isolation_level(self, level: object) -> None: ...

    async def execute(self, query: str, given: object) -> Server:
        return self

    async def fetchone(self) -> tuple[bool]:
        return (self.answers.pop(0) if self.answers else True,)


class Leading:
    """A leader that ends as the test says."""

    ends: list[BaseException]
    began = 0
    lag_s = 0.25
    published = Published()

    def __init__(self, *given: object) -> None:
        pass

    async def lead(self, bell: Bell) -> None:
        Leading.began += 1
        if Leading.ends:
            raise Leading.ends.pop(0)
        await asyncio.Event().wait()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """A database that gives the lock when asked."""
    fake = Server()

    async def build(connection: object) -> int:
        return 1

    monkeypatch.setattr(election, "connect_async", fake.connect)
    monkeypatch.setattr(election, "active_build", build)
    monkeypatch.setattr(election, "Leader", Leading)
    monkeypatch.setattr(election, "ASK_EVERY_S", 0)
    Leading.ends, Leading.began, Leading.published = [], 0, Published()
    return fake


@asynccontextmanager
async def running() -> AsyncIterator[Candidate]:
    """A candidate in the race, after it had time to come to rest."""
    candidate = Candidate(Settings(), cast(Carrier, None), Bell())
    task = asyncio.create_task(candidate.run())
    for _ in range(200):
        await asyncio.sleep(0)
    yield candidate
    task.cancel()
    await asyncio.wait([task])


async def test_who_gets_the_lock_leads_and_is_ready_after_its_first_publication(
    server: Server,
) -> None:
    async with running() as candidate:
        assert candidate.status()[0] is False
        Leading.published = Published(kpi_version=3, states=12, took_s=0.0123)
        ready, detail = candidate.status()
    assert ready
    assert detail == {
        "leader": True, "kpi_version": 3, "as_of": None, "states": 12, "publication_ms": 12.3,
        "lag": 0.25,
    }  # fmt: skip
    assert candidate.status() == (False, {"leader": False}), "it leads no more"


async def test_who_does_not_get_it_stands_by(server: Server) -> None:
    server.answers = [False] * 10_000
    async with running() as candidate:
        assert candidate.status() == (True, {"leader": False})
    assert Leading.began == 0


async def test_a_standby_takes_over(server: Server) -> None:
    server.answers = [False, False, True]
    async with running():
        assert Leading.began == 1


@pytest.mark.parametrize("end", [Superseded("another build"), psycopg.OperationalError("lost")])
async def test_a_leader_that_ended_asks_for_the_lock_anew(
    server: Server, end: BaseException
) -> None:
    Leading.ends = [end]
    async with running():
        assert Leading.began == 2


async def test_a_database_that_is_away_is_waited_for_and_said_once(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.away = 5
    async with running():
        assert Leading.began == 1
    assert [r.levelname for r in caplog.records if r.levelname == "WARNING"] == ["WARNING"]
