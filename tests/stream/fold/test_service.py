from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import psycopg
import pytest

from schema.errors import Contradiction
from schema.settings import Settings
from stream.fold import service
from stream.fold.startup import Story
from tests.stream.fold.test_startup import AGREED


class FakePool:
    async def open(self) -> None:
        pass

    async def close(self, **_: float) -> None:
        pass


class FakeRole:
    started = 0

    def __init__(self, *_: object) -> None:
        pass

    async def run(self, stop: asyncio.Event) -> int:
        FakeRole.started += 1
        return 0


Tell = Callable[[Any], None]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stories, or errors, the log and the database will tell, the last first."""
    stories: list[Any] = []

    async def look(_: Settings) -> Story:
        story = stories.pop()
        if isinstance(story, Exception):
            raise story
        assert isinstance(story, Story)
        return story

    async def stand(*_: object) -> None:
        pass

    FakeRole.started = 0
    monkeypatch.setattr(service, "look", look)
    monkeypatch.setattr(service, "stand", stand)
    monkeypatch.setattr(service, "Role", FakeRole)
    monkeypatch.setattr(service, "pool", lambda *_, **__: FakePool())
    monkeypatch.setattr(service, "pauses", lambda: iter([0.0] * 10))
    return stories


@pytest.fixture
def beats(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Heartbeats written by the service itself."""
    written: list[dict[str, Any]] = []

    async def beat(*_: object, ready: bool, detail: Any) -> None:
        written.append({"ready": ready, **detail})

    monkeypatch.setattr(service, "beat", beat)
    return written


async def test_it_waits_for_the_engines_and_runs(told: list[Any], beats: list[Any]) -> None:
    told += [AGREED, psycopg.OperationalError("away"), psycopg.OperationalError("away")]
    assert await service.run(Settings()) == 0
    assert FakeRole.started == 1 and beats == []


async def test_a_contradiction_is_refused_where_everybody_can_read_it(
    told: list[Any], beats: list[dict[str, Any]]
) -> None:
    told.append(msgspec.structs.replace(AGREED, log_cluster="c2"))
    assert await service.run(Settings()) == service.REFUSED
    assert FakeRole.started == 0
    assert beats[0]["ready"] is False and "cluster c1, got c2" in beats[0]["refused"]


async def test_a_database_without_tables_says_what_to_do(
    told: list[Any], beats: list[dict[str, Any]]
) -> None:
    told.append(psycopg.errors.UndefinedTable())
    assert await service.run(Settings()) == service.REFUSED
    assert "python -m schema migrate" in beats[0]["refused"]


async def test_told_to_stop_while_it_waits(
    told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told += [psycopg.OperationalError("away")]
    stop = asyncio.Event()
    stop.set()
    monkeypatch.setattr(service, "pauses", lambda: iter([60.0]))
    assert await service._story(Settings(), stop) is None


def test_a_refusal_is_not_tried_again_as_a_crash_is() -> None:
    assert service.REFUSED not in (0, 70)
    assert issubclass(Contradiction, Exception)
