from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from aiokafka.errors import KafkaError

from schema.clock import Clock, day_start
from schema.wire import Evaluate, decode_log
from stream.core.partition import Partition
from stream.fold import foresight
from stream.fold.awaiting import Awaiting
from stream.fold.foresight import TOUCHED_S, Foresight
from stream.fold.pen import Line
from stream.fold.tail import End
from tests.builders import COMMUNE, PROVINCE, assigned, on, report, world
from tests.memory_log import MemoryLog

TODAY = on(2)
NOON = day_start(TODAY) + timedelta(hours=12)


class Rig:
    """Foresight over two partitions with five tasks each."""

    def __init__(self) -> None:
        self.written: list[tuple[int, Evaluate]] = []
        self.away = False
        self.held = {number: self._partition(number) for number in (0, 1)}
        self.ends = {number: End(2, 0.0) for number in (0, 1)}
        self.now = 100.0
        pen: Any = self
        tail: Any = self
        self.foresight = Foresight(
            clock=Clock(anchor=NOON, rate=0),
            pen=pen,
            topic="reports",
            tail=tail,
            held=lambda: self.held,
            awaiting=Awaiting(),
        )

    @staticmethod
    def _partition(number: int) -> Partition:
        log = MemoryLog(world())
        log.clock(day_start(TODAY))
        given = [assigned(f"{COMMUNE}.t00{number}{n}") for n in range(5)]
        log.fold([report(*given, unit=PROVINCE)])
        log.partition.number = number
        return log.partition

    async def write(self, topic: str, partition: int, lines: Iterable[Line]) -> int:
        if self.away:
            raise KafkaError
        for _, value in lines:
            message = decode_log(value)
            assert topic == "reports" and isinstance(message, Evaluate)
            self.written.append((partition, message))
        return 2

    async def looks(self, count: int = 1) -> list[tuple[int, int]]:
        """The partition and number of tasks of each message written in so many looks."""
        before = len(self.written)
        for _ in range(count):
            await self.foresight.look(self.now)
        return [(number, len(one.tasks)) for number, one in self.written[before:]]


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    made = Rig()
    monkeypatch.setattr(foresight, "MOST", 3)
    return made


async def test_all_open_tasks_are_written_three_a_message_a_message_a_look(rig: Rig) -> None:
    assert await rig.looks(2) == [(0, 3), (1, 3)]
    assert await rig.looks(2) == [], "what was written must be folded first"
    for one in rig.held.values():
        one.next_offset = 3
    assert await rig.looks(3) == [(0, 2), (1, 2)]
    assert {day for _, one in rig.written for day in [one.day]} == {TODAY}
    assert len({code for _, one in rig.written for code in one.tasks}) == 10


async def test_after_that_it_rests_for_five_seconds(rig: Rig) -> None:
    for one in rig.held.values():
        one.next_offset = 3
    await rig.looks(4)
    rig.foresight._awaiting.learn(0, rig.held[0].tasks)
    assert await rig.looks(2) == []
    rig.now += TOUCHED_S
    assert await rig.looks(1) == [(0, 3)]


async def test_nothing_is_written_before_the_midnight_or_while_reports_wait(rig: Rig) -> None:
    rig.held[0].clock = day_start(on(1))
    rig.ends[1] = End(3, 0.0)
    assert await rig.looks(2) == []
    rig.held[1].next_offset = 3
    assert await rig.looks(1) == [(1, 3)]


async def test_a_partition_of_which_the_end_is_not_known_waits(rig: Rig) -> None:
    rig.ends = {}
    assert await rig.looks(2) == []


async def test_what_could_not_be_written_waits_on(rig: Rig) -> None:
    rig.away = True
    with pytest.raises(KafkaError):
        await rig.foresight.look(rig.now)
    rig.away = False
    assert await rig.looks(1) == [(0, 3)]


async def test_it_goes_on_when_kafka_was_away(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Rig()
    made.away = True
    looked = asyncio.Event()
    look = made.foresight.look

    async def seen(now: float) -> None:
        try:
            await look(now)
        except KafkaError:
            made.away = False
            raise
        if made.written:
            looked.set()

    monkeypatch.setattr(made.foresight, "look", seen)
    monkeypatch.setattr(foresight, "EVERY_S", 0)
    running = asyncio.create_task(made.foresight.run())
    await asyncio.wait_for(looked.wait(), 5)
    running.cancel()
