"""Whose turn it is sends one; one that is late is told once, and once that it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from msgspec.structs import replace

from schema.canary import Canary as Told
from schema.clock import Clock
from schema.kpi import KpiState
from schema.wire import CanarySent, LogMessage
from tests.web.fakes import FakePool, state
from web import canary as module
from web.canary import MOST_DRIFT, Canary
from web.log import Away

T0 = datetime(2026, 11, 22, 1, tzinfo=UTC)
TURN = {"insert into canary": [(T0,)]}


class Line:
    """Keeps what is sent; `away`: refuses it."""

    def __init__(self) -> None:
        self.away = False
        self.sent: list[tuple[int, LogMessage]] = []

    async def send(self, partition: int, message: LogMessage) -> None:
        if self.away:
            raise Away("Kafka is away")
        self.sent.append((partition, message))


class Country:
    """An installation of two partitions, with a right clock."""

    partitions: int | None = 2
    drift = timedelta(0)
    standby = False


class Rig:
    """A canary, what surrounds it, and the time."""

    def __init__(self, travel: Any, **given: Any) -> None:
        self.travel = travel
        self.line, self.country, self.told = Line(), Country(), 0
        self.pool = FakePool(given.get("rows", TURN))
        self.root: KpiState | None = None
        self.ways: list[float] = []
        self.canary = Canary(
            every_s=given.get("every_s", 30.0),
            clock=Clock(),
            line=self.line,
            pool=self.pool.as_pool(),
            country=self.country,
            root=self._root,
        )
        self.canary.listeners.append(self.ways.append)

    async def _root(self) -> KpiState | None:
        return self.root

    def _changed(self) -> None:
        self.told += 1

    def come_back(self) -> None:
        """Everything sent was folded and published."""
        sent_at = {
            partition: message.sent_at
            for partition, message in self.line.sent
            if isinstance(message, CanarySent)
        }
        self.root = replace(state(), canary=Told(sent_at))

    async def look(self, after_s: float = 0) -> None:
        """One look, so many seconds later."""
        self.travel.shift(after_s)
        running = asyncio.create_task(self.canary.run(self._changed))
        for _ in range(20):
            await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


Make = Callable[..., Rig]


@pytest.fixture
def make() -> Any:
    with time_machine.travel(T0, tick=False) as travel:
        yield lambda **given: Rig(travel, **given)


async def test_it_goes_to_each_partition_in_turn(make: Make) -> None:
    rig = make()
    for seconds in (0, 10, 20, 30):
        await rig.look(seconds)
        rig.come_back()
    at = [T0, T0 + timedelta(seconds=30), T0 + timedelta(seconds=60)]
    assert rig.line.sent == [(n % 2, CanarySent(sent_at=each)) for n, each in enumerate(at)]


async def test_one_that_is_under_way_is_waited_for(make: Make) -> None:
    rig = make()
    for seconds in (0, 10, 19, 1):
        await rig.look(seconds)
    assert [partition for partition, _ in rig.line.sent] == [0, 1], "the other one after a period"


async def test_the_turn_is_another_gateways(make: Make) -> None:
    rig = make(rows={})
    await rig.look()
    assert rig.line.sent == [] and "insert into canary" in rig.pool.executed[0][0]
    assert rig.pool.executed[0][1] == (timedelta(seconds=15),)


async def test_what_kafka_refused_is_tried_again_at_the_next_look(make: Make) -> None:
    rig = make()
    rig.line.away = True
    await rig.look()
    assert "update canary" in rig.pool.executed[-1][0]
    rig.line.away = False
    await rig.look(1)
    assert [partition for partition, _ in rig.line.sent] == [0]


@pytest.mark.parametrize(
    ("partitions", "drift"), [(None, timedelta(0)), (2, MOST_DRIFT + timedelta(seconds=1))]
)
async def test_none_is_sent_by_who_does_not_know_where_or_when(
    make: Make, partitions: int | None, drift: timedelta
) -> None:
    rig = make()
    rig.country.partitions, rig.country.drift = partitions, drift
    await rig.look()
    assert rig.line.sent == [] and rig.pool.executed == []


async def test_engines_that_stand_still_do_not_keep_it_from_judging(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = make(every_s=0.02)
    monkeypatch.setattr(module, "ANSWER_S", 0.01)
    late = asyncio.Event()

    async def never() -> None:
        rig.travel.shift(60)
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(rig.canary, "_root", never)
    running = asyncio.create_task(rig.canary.run(late.set))
    await asyncio.wait_for(late.wait(), 5)
    assert rig.canary.late is not None
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_clock_that_was_put_back_hides_nothing(make: Make) -> None:
    rig = make()
    await rig.look()
    rig.come_back()
    await rig.look(1)
    rig.travel.shift(-3600)
    await rig.look()
    assert len(rig.line.sent) == 2, "it sends again at once"
    await rig.look(301)
    assert rig.canary.late is not None, "not in an hour"


async def test_a_standby_sends_none_and_looks_for_those_of_the_first_site(make: Make) -> None:
    rig = make()
    rig.country.standby = True
    await rig.look()
    assert rig.line.sent == []
    rig.root = replace(state(), canary=Told({0: T0 + timedelta(seconds=30)}))
    await rig.look(31)
    assert rig.ways == [1.0] and rig.canary.late is None


async def test_its_way_is_measured(make: Make) -> None:
    rig = make()
    await rig.look()
    rig.come_back()
    await rig.look(0.25)
    assert rig.ways == [0.25]
    assert (rig.canary.told()["took_s"], rig.canary.age_s()) == (0.25, 0.25)


async def test_late_is_said_once_and_so_is_its_end(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    rig = make()
    await rig.look()
    rig.come_back()
    await rig.look()
    assert (rig.told, rig.canary.told()["late"]) == (0, False)
    for seconds in (61, 1):
        await rig.look(seconds)
    assert (rig.told, rig.canary.told()["late"]) == (1, True)
    rig.come_back()
    for seconds in (1, 1):
        await rig.look(seconds)
    assert (rig.told, rig.canary.told()["late"]) == (2, False)
    said = [(one.levelno, one.getMessage()) for one in caplog.records if one.name == "web.canary"]
    assert [level for level, _ in said] == [logging.ERROR, logging.WARNING]
    assert "NhipCanaryLate" in said[0][1] and "comes back again" in said[1][1]


async def test_without_a_database_it_is_late_and_nothing_breaks(make: Make) -> None:
    rig = make()
    rig.pool.away = True
    await rig.look()
    await rig.look(301)
    assert rig.line.sent == [] and rig.canary.late is not None


async def test_switched_off_it_is_never_late(make: Make) -> None:
    rig = make(every_s=0.0)
    await rig.look()
    await rig.look(3_600)
    assert rig.line.sent == [] and rig.told == 0
    assert (rig.canary.told()["every_s"], rig.canary.told()["late"]) == (0, False)
