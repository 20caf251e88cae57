"""What SQL, the broker and the heartbeats say, as numbers; what is away is missing and said so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from aiokafka.errors import KafkaConnectionError

from schema.clock import Clock
from tests.web.fakes import FakePool, ManualClock
from web import scrape as module
from web.extent import Extent
from web.families import FAMILIES, Samples
from web.scrape import FROM, KEPT_S, Scrape, reach

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
FOLD: dict[str, Any] = {
    "rebalances": 2,
    "batches": 40,
    "batch_s": 1.5,
    "slowest_batch_s": 0.2,
    "unsent": 3,
    "unsent_s": 4.5,
    "clock_drift_s": 0.1,
}


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


Rows = dict[str, list[tuple[Any, ...]]]


def rows(**more: Any) -> Rows:
    given: Rows = {
        "from position p": [(0, 7, 2, 5, 1), (1, 3, 0, 0, 0)],
        "verdict = 'held'": [(4, ago(60))],
        "from delivery": [(9, ago(30))],
        "from process": [
            ("fold", "host:1", 1, 1.0, True, FOLD),
            ("fold", "host:2", 2, 11.0, True, FOLD),
            ("roll", "host:3", 3, 2.0, True, {"lag": 0.5}),
            ("roll", "host:4", 4, 2.0, True, {"leader": False}),
            ("alerts", "host:5", 5, 2.0, False, {"lag": 12}),
            ("mirror", "host:6", 6, 2.0, True, {"lag": 3, "behind_s": 0.4}),
        ],
    }
    return given | more


class Log:
    """A broker with two partitions; away, if told so."""

    def __init__(self) -> None:
        self.away = False
        self.asked: list[Mapping[int, int]] = []

    async def look(self, positions: Mapping[int, int]) -> dict[int, Extent]:
        self.asked.append(positions)
        if self.away:
            raise KafkaConnectionError("away")
        taken = NOW.timestamp() - 12
        return {0: Extent(start=0, end=9, oldest=taken), 1: Extent(start=0, end=3)}


def scrape(
    pool: FakePool, log: Log, clock: ManualClock | None = None, *, standby: bool = False
) -> Scrape:
    return Scrape(pool.as_pool(), log, Clock(), lambda: standby, clock or ManualClock())


async def numbers(pool: FakePool | None = None, log: Log | None = None) -> Samples:
    with time_machine.travel(NOW, tick=False):
        return await scrape(pool or FakePool(rows()), log or Log()).read()


async def test_partitions() -> None:
    found = await numbers()
    assert found["nhip_fold_position"] == [(("0",), (7,)), (("1",), (3,))]
    assert found["nhip_log_end_offset"] == [(("0",), (9,)), (("1",), (3,))]
    assert found["nhip_fold_failures"] == [(("0",), (2,)), (("1",), (0,))]
    assert found["nhip_dead_letters"][:2] == [(("0", "false"), (5,)), (("0", "true"), (1,))]
    assert found["nhip_log_oldest_unfolded_seconds"] == [(("0",), (12,)), (("1",), (0,))]
    assert found["nhip_log_lost_messages"] == [(("0",), (0,)), (("1",), (0,))]


async def test_what_waits_and_since_when() -> None:
    found = await numbers()
    assert found["nhip_updates_held"] == [((), (4,))]
    assert found["nhip_updates_held_oldest_seconds"] == [((), (60,))]
    assert found["nhip_alerts_deliveries_waiting"] == [((), (9,))]
    assert found["nhip_alerts_delivery_age_seconds"] == [((), (30,))]
    later = ago(-30)
    found = await numbers(FakePool(rows(**{"from delivery": [(1, later)]})))
    assert found["nhip_alerts_delivery_age_seconds"] == [((), (0,))], "it is not due yet"


async def test_nothing_waits() -> None:
    given = {"verdict = 'held'": [(0, None)], "from delivery": [(0, None)]}
    found = await numbers(FakePool(rows(**given)))
    assert found["nhip_updates_held_oldest_seconds"] == [((), (0,))]
    assert found["nhip_alerts_delivery_age_seconds"] == [((), (0,))]


async def test_processes_speak_for_themselves_until_they_are_silent() -> None:
    found = await numbers()
    ready = {values: number for values, (number,) in found["nhip_process_ready"]}
    assert ready["fold", "host:1"] == 1
    assert ready["fold", "host:2"] == 0, "nothing was heard of it for eleven seconds"
    assert ready["alerts", "host:5"] == 0, "it says so itself"
    assert found["nhip_fold_batch_seconds"] == [(("host:1",), (40, 1.5))]
    assert found["nhip_fold_rebalances"] == [(("host:1",), (2,))]
    assert found["nhip_roll_lag_seconds"] == [(("host:3",), (0.5,))], "one that stands by has none"
    assert found["nhip_alerts_lag"] == [(("host:5",), (12,))]
    assert found["nhip_mirror_lag"] == [(("host:6",), (3,))]
    assert found["nhip_mirror_behind_seconds"] == [(("host:6",), (0.4,))]


async def test_a_role_nobody_fills_is_told() -> None:
    found = await numbers()
    assert dict(found["nhip_role_ready"]) == {
        ("web",): (0,),
        ("fold",): (1,),
        ("roll",): (2,),
        ("alerts",): (0,),
    }
    standby = await scrape(FakePool(rows()), Log(), standby=True).read()
    assert dict(standby["nhip_role_ready"])["mirror",] == (1,)


async def test_a_database_that_stands_still_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: Any) -> Any:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(module, "ANSWER_S", 0.01)
    monkeypatch.setattr(FakePool, "execute", never)
    assert await numbers() == {"nhip_database_up": [((), (0,))]}


async def test_every_family_has_a_number_when_all_is_there() -> None:
    assert (await numbers()).keys() == {family.name for family in FAMILIES}


def test_what_heartbeats_give_is_a_family() -> None:
    given = {name for fields in FROM.values() for name in fields}
    assert given <= {family.name for family in FAMILIES}


async def test_without_a_database_it_says_so() -> None:
    log = Log()
    assert await numbers(FakePool({}, away=True), log) == {"nhip_database_up": [((), (0,))]}
    assert log.asked == []


async def test_without_a_broker_the_rest_is_told() -> None:
    log = Log()
    log.away = True
    found = await numbers(log=log)
    assert found["nhip_log_up"] == [((), (0,))]
    assert "nhip_log_end_offset" not in found and "nhip_fold_position" in found


@pytest.mark.parametrize(("position", "lost"), [(4, 0), (3, 1), (0, 4), (10, 0), (13, 3)])
def test_what_is_gone_from_the_log(position: int, lost: int) -> None:
    found = reach({2: Extent(start=4, end=10)}, {2: position}, 0.0)
    assert found["nhip_log_lost_messages"] == [(("2",), (lost,))]


def test_what_could_not_be_looked_at_is_not_called_young() -> None:
    found = reach({2: Extent(start=0, end=10)}, {2: 3}, 0.0)
    assert "nhip_log_oldest_unfolded_seconds" not in found


async def test_those_who_ask_at_once_share_a_reading() -> None:
    log, clock = Log(), ManualClock()
    made = scrape(FakePool(rows()), log, clock)
    await asyncio.gather(made.read(), made.read())
    clock.at += KEPT_S / 2
    await made.read()
    assert len(log.asked) == 1
    clock.at += KEPT_S / 2
    await made.read()
    assert len(log.asked) == 2
