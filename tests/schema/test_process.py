"""Heartbeats, without a database: what is written, and that its absence stops nobody."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from schema import process
from schema.process import beat, heartbeat, instance_name, is_fresh, leave
from schema.queries import load

QUERIES = load("process")


class Rows:
    """A pool whose connection remembers what is executed; it may be away at first."""

    def __init__(self, away: int = 0) -> None:
        self.away = away
        self.executed: list[tuple[str, Any]] = []
        self.written = asyncio.Event()

    @asynccontextmanager
    async def connection(self, **limits: float) -> AsyncIterator[Rows]:
        if self.away > 0:
            self.away -= 1
            raise psycopg.OperationalError("away")
        yield self

    async def execute(self, query: str, given: Any) -> None:
        self.executed.append((query, given))
        self.written.set()


def test_an_instance_is_a_process() -> None:
    assert instance_name().endswith(f":{os.getpid()}")


async def test_a_beat_says_who_when_and_whether_ready() -> None:
    pool = Rows()
    await beat(pool, "web", ready=True, detail={"viewers": 3})  # type: ignore[arg-type]
    (query, given), (forgotten, about) = pool.executed
    assert query == QUERIES.beat
    assert given == ("web", instance_name(), os.getpid(), True, '{"viewers":3}')
    assert "clock_timestamp()" in query, "no clock of ours stamps it"
    assert (forgotten, about) == (QUERIES.forget, ("web",))


async def test_a_database_that_is_away_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "EVERY_S", 0.0)
    pool = Rows(away=2)
    task = asyncio.create_task(
        heartbeat(pool, "roll", lambda: (False, {}))  # type: ignore[arg-type]
    )
    await asyncio.wait_for(pool.written.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pool.executed[0][1][0] == "roll"


async def test_an_orderly_stop_takes_the_row_away() -> None:
    pool = Rows()
    await leave(pool, "web")  # type: ignore[arg-type]
    assert pool.executed == [(QUERIES.leave, ("web", instance_name()))]


def test_a_heartbeat_is_missed_only_after_several() -> None:
    assert process.STALE_S >= 4 * process.EVERY_S


def test_what_was_stamped_ahead_tells_of_no_life() -> None:
    """Its process may be dead for as long as it lies ahead."""
    assert [is_fresh(age) for age in (-3600.0, -2.0, -0.5, 0.0, 9.9, 10.0)] == [
        False, False, True, True, True, False,
    ]  # fmt: skip
