"""The order of a rebuild: chase, compare, flip; and what stops it (whole: tests/integration)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import msgspec
import psycopg
import pytest
from aiokafka.errors import KafkaError

from schema.errors import Contradiction
from schema.settings import Settings
from stream.fold.startup import Story
from stream.rebuild import build, session
from stream.rebuild.compare import PLAIN
from stream.rebuild.session import Unlike, Wish, rebuild
from tests.stream.fold.fakes import FakeConnection
from tests.stream.story import story

STORY = story(positions={0: 900, 1: 0}, ends={0: 900, 1: 0}, committed={})


class World:
    """Everything a rebuild touches, in memory; the live build moves on with each look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[str] = []
        self.done: list[str] = []
        self.story = STORY
        self.live = [{0: 900, 1: 0}, {0: 950, 1: 0}]
        self.positions: dict[int, int] = {}
        self.worth = {1: "live", 2: "live"}
        self.locked = 0
        self.why: type[Exception] = psycopg.errors.LockNotAvailable
        self.away = False
        self.behind = 0
        self.updates = self.messages = 0
        self.rate = 0.0
        for name in (
            "look",
            "connect_async",
            "read_positions",
            "country_of",
            "owed",
            "read",
            "free_build",
        ):
            monkeypatch.setattr(session, name, getattr(self, f"_{name}"))
        monkeypatch.setattr(session, "flip", self._flip)
        monkeypatch.setattr(session, "Log", self._log)
        monkeypatch.setattr(session, "Folding", self._folding)
        monkeypatch.setattr(session, "Scopes", lambda *_: self)
        monkeypatch.setattr(session, "ROLL_EVERY_S", 0.0)
        monkeypatch.setattr(build, "alone", self._alone)
        monkeypatch.setattr(build, "clear", lambda *_: 1)
        monkeypatch.setattr(build, "begin", lambda *_: None)
        monkeypatch.setattr(build, "withdraw", lambda *_: self.done.append("withdrawn"))

    async def run(self, **wish: bool) -> None:
        await rebuild(Settings(), Wish(**wish), self.said.append)

    async def _look(self, settings: Settings) -> Story:
        return self.story

    async def _free_build(self, settings: Settings, after: int) -> int:
        return after + 1

    @contextmanager
    def _alone(self, settings: Settings) -> Iterator[None]:
        yield

    @asynccontextmanager
    async def _folding(self, *_: Any) -> AsyncIterator[World]:
        yield self

    async def to(self, ends: Mapping[int, int], step: Any = None) -> None:
        self.positions = dict(ends)
        self.done.append(f"fold to {ends[0]}")

    async def follow(self) -> None:
        self.done.append("close days")

    async def _connect_async(self, settings: Settings, **given: int) -> Connected:
        return Connected(given["build"], self)

    async def _read_positions(self, connection: Any) -> dict[int, int]:
        return self.live.pop(0) if len(self.live) > 1 else self.live[0]

    async def _country_of(self, *_: Any) -> None:
        pass

    async def _owed(self, *_: Any) -> set[tuple[str, str]]:
        return set()

    async def _read(self, connection: Connected, *_: Any) -> dict[str, str]:
        return {"a": self.worth[connection.build]}

    async def _flip(self, *_: Any, accept: bool) -> dict[int, int]:
        if self.locked:
            self.locked -= 1
            raise self.why
        self.done.append(f"flip, accept {accept}")
        return self.positions

    @asynccontextmanager
    async def _log(self, settings: Settings, group: str) -> AsyncIterator[World]:
        self.done.append(group)
        yield self

    async def commit(self, positions: Mapping[int, int]) -> None:
        assert positions == self.positions
        if self.away:
            raise KafkaError


class Connected(FakeConnection):
    def __init__(self, build: int, world: World) -> None:
        super().__init__()
        self.build = build
        self._world = world

    async def __aenter__(self) -> Connected:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def set_isolation_level(self, level: Any) -> None:
        pass

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        yield

    async def execute(self, statement: Any, values: Any = (), **more: Any) -> Any:
        cursor = await super().execute(statement, values, **more)
        if statement == session._SQL.roll_behind:
            self._world.behind -= 1
            cursor._rows = [(self._world.behind >= 0,)]
        return cursor


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


async def test_the_order(world: World) -> None:
    await world.run()
    assert world.done == [
        *("fold to 900", "close days", "fold to 950", "close days"),
        *("flip, accept False", "nhip.fold.2"),
    ]
    assert sum("compared" in line for line in world.said) == len(PLAIN) + 1
    assert "build 2 is active" in world.said[-1]


async def test_what_came_while_builds_were_compared_is_folded_before_anybody_is_locked(
    world: World,
) -> None:
    world.live = [{0: 900, 1: 0}, {0: 900, 1: 0}, {0: 950, 1: 0}, {0: 5_000, 1: 0}]
    await world.run()
    assert world.done.index("fold to 5000") < world.done.index("flip, accept False")


async def test_builds_that_differ_are_told_and_not_flipped(world: World) -> None:
    world.worth[2] = "anew"
    with pytest.raises(Unlike, match="build 1 stays active"):
        await world.run()
    assert "flip, accept False" not in world.done and "withdrawn" not in world.done
    assert any("DIFFER" in line for line in world.said)


async def test_differences_can_be_accepted(world: World) -> None:
    world.worth[2] = "anew"
    await world.run(accept=True)
    assert "flip, accept True" in world.done


async def test_only_comparing_throws_the_new_build_away(world: World) -> None:
    await world.run(flip=False)
    assert world.done[-1] == "withdrawn" and "nhip.fold.2" not in world.done


@pytest.mark.parametrize("why", session._TAKEN)
async def test_locks_that_could_not_be_had_or_kept_are_asked_for_again(
    world: World, why: type[Exception]
) -> None:
    world.locked, world.why = 2, why
    await world.run()
    assert world.done[-1] == "nhip.fold.2"
    assert sum("not every lock could be had, or kept" in line for line in world.said) == 2


async def test_a_lock_that_never_comes_leaves_everything_as_it_was(world: World) -> None:
    world.locked = 99
    with pytest.raises(psycopg.errors.LockNotAvailable):
        await world.run()
    assert world.done[-1] == "withdrawn"


async def test_after_the_flip_an_absent_log_undoes_nothing(world: World) -> None:
    world.away = True
    await world.run()
    assert "withdrawn" not in world.done and "build 2 is active" in world.said[-1]


async def test_the_roll_is_waited_for_but_not_for_ever(world: World) -> None:
    world.behind = 3
    await world.run()
    assert world.behind == -1
    world.behind = 10_000
    await world.run()
    assert world.behind == 10_000 - session.ROLL_LOOKS


async def test_a_log_without_its_beginning_is_refused_before_anything_is_made(
    world: World,
) -> None:
    world.story = msgspec.structs.replace(STORY, starts={0: 3, 1: 0})
    with pytest.raises(Contradiction, match="lost its first 3 messages"):
        await world.run()
    assert world.done == []
