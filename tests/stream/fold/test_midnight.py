from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schema.clock import Clock, day_start
from schema.wire import ClockTo, decode_log
from stream.fold.midnight import QUIET_S, Hands, Midnights, Watched, due, may_write
from stream.fold.pen import Line
from stream.fold.tail import End
from tests.builders import on

NOON = day_start(on(3)) + timedelta(hours=12)


def hands(clock: datetime | None, *, at: int = 5, newest: datetime | None = None) -> Hands:
    return Hands(clock=clock, next_offset=at, newest=newest)


def test_missed_midnights_are_due_one_by_one_in_order() -> None:
    assert due(day_start(on(0)), NOON, None) == [day_start(on(day)) for day in (1, 2, 3)]


def test_a_clock_within_a_day_waits_for_its_end() -> None:
    assert due(day_start(on(3)) + timedelta(hours=5), NOON, None) == []


def test_at_the_very_midnight_it_is_due() -> None:
    assert due(day_start(on(2)), day_start(on(3)), None) == [day_start(on(3))]


def test_a_partition_without_a_clock_begins_once_time_runs_elsewhere() -> None:
    assert due(None, NOON, None) == []
    assert due(None, NOON, day_start(on(1))) == [day_start(on(3))]


def test_what_the_log_held_must_be_folded_first() -> None:
    midnight = day_start(on(3))
    behind, there = hands(None, at=4, newest=NOON), hands(None, at=5, newest=NOON)
    assert not may_write(behind, midnight, Watched(passed_at=5), 99)
    assert may_write(there, midnight, Watched(passed_at=5), 99)
    assert not may_write(there, midnight, Watched(passed_at=5, written=6), 99), "ours on its way"


def test_history_that_is_being_written_is_waited_for() -> None:
    midnight = day_start(on(3))
    old = hands(None, newest=midnight - timedelta(days=30))
    assert not may_write(old, midnight, Watched(passed_at=5), QUIET_S - 0.1)
    assert may_write(old, midnight, Watched(passed_at=5), QUIET_S)
    assert may_write(hands(None, newest=midnight), midnight, Watched(passed_at=5), 0)


class FakePen:
    def __init__(self) -> None:
        self.lines: list[tuple[int, ClockTo]] = []

    async def write(self, topic: str, partition: int, lines: Iterable[Line]) -> int:
        for _, value in lines:
            message = decode_log(value)
            assert isinstance(message, ClockTo)
            self.lines.append((partition, message))
        return 40 + len(self.lines)


class FakeTail:
    def __init__(self, ends: Mapping[int, End]) -> None:
        self.ends = ends

    async def read(self) -> Mapping[int, End]:
        return self.ends


class World:
    """Midnights over two partitions of which everything else can be said."""

    def __init__(self, drift: timedelta = timedelta(0)) -> None:
        self.owned: dict[int, Hands] = {}
        self.pen = FakePen()
        self.tail = FakeTail({0: End(5, -1e9), 1: End(5, -1e9)})
        pen: Any = self.pen
        tail: Any = self.tail
        self.midnights = Midnights(
            clock=Clock(offset=NOON - datetime.now(UTC)),
            pen=pen,
            topic="reports",
            tail=tail,
            owned=lambda: self.owned,
            server=self._server,
        )
        self._drift = drift

    async def _server(self) -> tuple[datetime, datetime | None]:
        return datetime.now(UTC) + self._drift, day_start(on(2))


async def test_the_owner_writes_what_is_due_once() -> None:
    world = World()
    world.owned = {0: hands(day_start(on(1))), 1: hands(day_start(on(3)))}
    await world.midnights.look()
    await world.midnights.look()
    assert world.pen.lines == [(0, ClockTo(to=day_start(on(day)))) for day in (2, 3)]


async def test_nothing_is_written_for_a_partition_of_another() -> None:
    world = World()
    await world.midnights.look()
    assert world.pen.lines == []


async def test_a_clock_that_is_off_writes_no_time() -> None:
    world = World(drift=timedelta(seconds=3))
    world.owned = {0: hands(day_start(on(1)))}
    await world.midnights.look()
    assert world.pen.lines == [] and world.midnights.drift > timedelta(seconds=2)


async def test_a_log_that_grows_is_waited_for() -> None:
    world = World()
    now = asyncio.get_running_loop().time()
    world.tail.ends = {0: End(5, now)}
    world.owned = {0: hands(day_start(on(1)), newest=day_start(on(1)))}
    await world.midnights.look()
    assert world.pen.lines == []


async def test_what_is_no_longer_due_is_forgotten() -> None:
    world = World()
    world.owned = {0: hands(day_start(on(2)))}
    await world.midnights.look()
    world.owned = {0: hands(day_start(on(3)))}
    await world.midnights.look()
    world.owned = {0: hands(day_start(on(2)), at=50)}
    await world.midnights.look()
    assert len(world.pen.lines) == 2


@pytest.mark.parametrize("days", [0, 400])
def test_it_catches_up_with_any_absence(days: int) -> None:
    midnights = due(day_start(on(3)) - timedelta(days=days), NOON, None)
    assert len(midnights) == days
