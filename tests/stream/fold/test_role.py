from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from schema.queries import load
from schema.settings import Settings
from stream.core.partition import Partition
from stream.fold import role as module
from stream.fold.role import AGAIN, OK, Role, _first
from stream.fold.tail import End
from tests.stream.fold.test_startup import AGREED
from tests.stream.mirror.twins import Database

SQL = load("standby")
BUILD = load("migrate").active_build


class FakeApp:
    """A Faust app that owns what it is told to own."""

    def __init__(self) -> None:
        self.owned: set[int] = set()
        self.hooks: list[Any] = []
        self._crashed = asyncio.Event()
        self.stopped = False
        self.on_partitions_assigned = SimpleNamespace(
            connect=lambda hook, **_: self.hooks.append(hook)
        )

    @property
    def consumer(self) -> Any:
        places = [SimpleNamespace(topic="nhip.reports", partition=n) for n in self.owned]
        return SimpleNamespace(assignment=lambda: [*places, _ELSEWHERE])

    def finalize(self) -> None:
        pass

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        self.stopped = True

    async def assign(self, *numbers: int) -> None:
        """Kafka says these are ours."""
        self.owned = set(numbers)
        for hook in self.hooks:
            await hook(self, [SimpleNamespace(partition=n) for n in numbers])


_ELSEWHERE = SimpleNamespace(topic="other", partition=7)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FakeApp:
    fake = FakeApp()
    monkeypatch.setattr(module, "make_app", lambda *_: fake)
    monkeypatch.setattr(module, "add_agent", lambda *_: None)
    monkeypatch.setattr(module, "Watchdog", lambda *_: SimpleNamespace(start=lambda: None))
    return fake


@pytest.fixture
def role(app: FakeApp, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Role:
    pool: Any = None
    made = Role(Settings(), AGREED, pool, tmp_path)

    async def left(*_: object) -> None:
        pass

    monkeypatch.setattr(module, "leave", left)
    monkeypatch.setattr(made, "_duties", lambda: [asyncio.sleep(60)])
    return made


async def test_it_is_not_ready_before_its_partitions_are_known(role: Role, app: FakeApp) -> None:
    assert role._status()[0] is False
    await app.assign()
    assert role._status()[0] is True, "a worker too many is ready with nothing to do"


async def test_it_is_ready_when_what_is_assigned_is_loaded(role: Role, app: FakeApp) -> None:
    await app.assign(0, 1)
    assert role._status()[0] is False
    role._desk.held = {n: Partition(number=n, next_offset=5) for n in (0, 1)}
    ready, detail = role._status()
    assert ready and detail["partitions"] == [0, 1]
    assert detail["positions"] == {"0": 5, "1": 5}


async def test_the_lag_is_what_its_partitions_have_left(role: Role, app: FakeApp) -> None:
    await app.assign(0)
    role._desk.held = {n: Partition(number=n, next_offset=5) for n in (0, 1)}
    role._tail.ends = {0: End(9, 0.0), 1: End(100, 0.0)}
    assert role._status()[1]["lag"] == 4


async def test_it_tells_how_often_its_partitions_were_dealt_anew(role: Role, app: FakeApp) -> None:
    assert role._status()[1]["rebalances"] == 0
    for owned in ((1, 2), (2,)):
        await app.assign(*owned)
    assert role._status()[1]["rebalances"] == 2


async def test_what_goes_to_another_worker_is_forgotten(role: Role, app: FakeApp) -> None:
    await app.assign(0, 1)
    role._desk.held = {n: Partition(number=n) for n in (0, 1)}
    await app.assign(1)
    assert set(role._desk.held) == {1}


async def test_only_what_is_ours_gets_midnights(role: Role, app: FakeApp) -> None:
    role._desk.held = {n: Partition(number=n) for n in (0, 1)}
    await app.assign(1)
    role._stands_by = False
    assert set(role._timed()) == set(role._foreseen()) == {1}


async def test_a_standby_writes_neither_time_nor_forecasts(role: Role, app: FakeApp) -> None:
    role._desk.held = {0: Partition(number=0)}
    await app.assign(0)
    assert not role._timed() and not role._foreseen(), "until SQL says that this is the first site"
    assert set(role._owned()) == {0}


async def test_whether_it_stands_by_is_asked_again_and_again(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database({SQL.stands_by: [(True,)], BUILD: [(1,)]})
    seen: list[bool] = []

    async def wait(_: float) -> None:
        seen.append(role._stands_by)
        database.answers[SQL.stands_by] = [(False,)]
        database.answers[BUILD] = [(1 if len(seen) < 2 else 2,)]

    role._beats = SimpleNamespace(connection=lambda: database)  # type: ignore[assignment]
    monkeypatch.setattr(asyncio, "sleep", wait)
    await role._watch_build()
    assert seen == [True, False], "then another build is active, and it ends"


async def test_it_stops_as_told(role: Role, app: FakeApp) -> None:
    stop = asyncio.Event()
    stop.set()
    assert await role.run(stop) == OK
    assert app.stopped


async def test_a_crash_of_faust_asks_to_be_started_again(role: Role, app: FakeApp) -> None:
    app._crashed.set()
    assert await role.run(asyncio.Event()) == AGAIN


async def test_the_first_to_end_ends_the_others(caplog: pytest.LogCaptureFixture) -> None:
    ended: list[str] = []

    async def long() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("long")

    async def broken() -> None:
        raise ValueError("a duty")

    await _first(long(), broken())
    await asyncio.sleep(0)
    assert ended == ["long"] and "a duty" in caplog.text
