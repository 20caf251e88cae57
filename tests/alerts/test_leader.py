"""Who leads, on a lock that is a fake (two real processes: integration)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from alerts import leader
from alerts.status import Duty, Status
from schema.queries import load
from schema.settings import Settings

SQL = load("alerts")


class FakeLock:
    """A connection to a database that has one lock."""

    def __init__(self) -> None:
        self.taken_by_another = False
        self.away = False
        self.asked = asyncio.Event()

    async def __aenter__(self) -> FakeLock:
        return self

    async def __aexit__(self, *reason: object) -> None:
        """The lock goes with its connection."""

    async def connect(self, settings: Settings, **limits: str) -> FakeLock:
        """As `schema.database.connect_async`."""
        self.asked.set()
        if self.away:
            raise psycopg.OperationalError("the database is away")
        return self

    async def execute(self, query: bytes, values: Any = ()) -> FakeLock:
        """Whether the lock is ours, or the connection still there."""
        self.asked.set()
        if self.away:
            raise psycopg.OperationalError("the connection is gone")
        self.answer = query.decode() != SQL.try_lead or not self.taken_by_another
        return self

    async def fetchone(self) -> tuple[bool]:
        return (self.answer,)


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> FakeLock:
    fake = FakeLock()
    monkeypatch.setattr(leader, "connect_async", fake.connect)
    monkeypatch.setattr(leader, "ASK_EVERY_S", 0.001)
    return fake


class Work:
    """Duties that note when they begin and end."""

    def __init__(self) -> None:
        self.begun, self.ended = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()


async def run(status: Status, work: Callable[[], Any], during: Callable[[], Any]) -> None:
    task = asyncio.ensure_future(leader.lead(Settings(), status, work))
    async with asyncio.timeout(5):
        await during()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_who_has_the_lock_works_until_told(lock: FakeLock) -> None:
    status, work = Status(), Work()

    async def during() -> None:
        await work.begun.wait()
        assert status.duty is Duty.AT_WORK

    await run(status, work, during)
    assert work.ended.is_set()


async def test_who_has_it_not_stands_by_and_takes_over(lock: FakeLock) -> None:
    status, work = Status(), Work()
    lock.taken_by_another = True

    async def during() -> None:
        while status.duty is not Duty.STANDING_BY:
            lock.asked.clear()
            await lock.asked.wait()
        assert not work.begun.is_set()
        lock.taken_by_another = False
        await work.begun.wait()

    await run(status, work, during)


async def test_who_loses_the_database_stops_working_and_says_so(lock: FakeLock) -> None:
    status, work = Status(), Work()

    async def during() -> None:
        await work.begun.wait()
        lock.away = True
        await work.ended.wait()
        while "away" not in status.report()[1]:
            lock.asked.clear()
            await lock.asked.wait()
        assert "database" in status.report()[1]["away"]
        work.begun.clear()
        lock.away = False
        await work.begun.wait()
        assert "away" not in status.report()[1]

    await run(status, work, during)


async def test_a_duty_that_fails_for_an_unknown_reason_is_not_hidden(lock: FakeLock) -> None:
    async def fail() -> None:
        raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError, match="a fault of ours"):
        await leader.lead(Settings(), Status(), fail)
