"""Canaries on the real line: one a period, each partition in turn, seen by every gateway."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from schema.demo_key import ensure
from schema.settings import Settings
from schema.wire import CanarySent, decode_log
from tests.integration.fold_rig import PARTITIONS, Process, fresh, read_topic, rows
from tests.integration.fold_truth import assert_like_oracle
from tests.integration.roll_process import Process as Roll
from tests.integration.waiting import until_told
from tests.integration.web_rig import Web, web

pytestmark = pytest.mark.integration
EVERY_S = 0.5
WITHIN_S = 40.0
LEFT_ALONE = "report", "update", "task", "partial", "partial_day", "arrival", "flow_day", "outbox"


class System:
    """One fold, one roll, two gateways."""

    def __init__(self, settings: Settings, fold: Process, gateways: list[Web]) -> None:
        self.settings, self.fold, self.gateways = settings, fold, gateways

    async def number(self, gateway: Web, name: str) -> float:
        """A number among its metrics."""
        lines = (await gateway.http.get("/metrics")).text.splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(name + " "))

    async def until(self, late: bool) -> None:
        """Wait until every gateway says so."""
        for gateway in self.gateways:
            await until_told(partial(self._is, gateway, late), "a word on lateness", WITHIN_S)

    async def until_seen(self, ways: int) -> None:
        """Wait until every gateway has seen so many come back."""
        for gateway in self.gateways:
            await until_told(partial(self._has_seen, gateway, ways), "canaries back", WITHIN_S)

    async def _is(self, gateway: Web, late: bool) -> bool:
        return bool((await gateway.http.get("/readyz")).json()["canary"]["late"] is late)

    async def _has_seen(self, gateway: Web, ways: int) -> bool:
        return await self.number(gateway, "nhip_canary_seconds_count") >= ways


@pytest.fixture
async def system(
    settings: Settings, environ: dict[str, str], tmp_path: Path
) -> AsyncIterator[System]:
    """Empty tables and topics, and everything a canary meets."""
    async with fresh(settings) as own, AsyncExitStack() as held:
        ensure(own)
        more = {"NHIP_PREFIX": own.prefix, "NHIP_CANARY_S": str(EVERY_S)}
        fold, roll = Process(own, tmp_path / "fold.log"), Roll(own, **{**environ, **more})
        held.push_async_callback(fold.kill)
        held.push_async_callback(roll.kill_if_alive)
        await fold.start()
        await roll.start()
        gateways = [await held.enter_async_context(web(own, {**environ, **more})) for _ in range(2)]
        yield System(own, fold, gateways)


async def test_one_a_period_goes_to_each_partition_in_turn_and_every_gateway_sees_it(
    system: System,
) -> None:
    await system.until_seen(2 * PARTITIONS)
    await system.until(late=False)
    topic = await read_topic(system.settings, system.settings.names.reports)
    found = [(n, decode_log(raw)) for n, held in topic.items() for _, raw in held]
    sent = sorted((each.sent_at, n) for n, each in found if isinstance(each, CanarySent))
    assert len(sent) == len(found), "nothing else is in the log"
    assert [n for _, n in sent[:PARTITIONS]] == list(range(PARTITIONS))
    ways = [(later - earlier).total_seconds() for (earlier, _), (later, _) in pairwise(sent)]
    assert min(ways) >= EVERY_S / 2, "one at a time, however many gateways there are"
    for table in LEFT_ALONE:
        assert rows(system.settings, f"select count(*) from {table}") == [(0,)], table
    await assert_like_oracle(system.settings)


async def test_one_that_is_late_is_told_by_every_gateway_until_the_line_works_again(
    system: System,
) -> None:
    await system.until_seen(1)
    await system.until(late=False)
    system.fold.signal(signal.SIGSTOP)
    await system.until(late=True)
    for gateway in system.gateways:
        assert await system.number(gateway, "nhip_canary_late") == 1
        assert (await gateway.http.get("/readyz")).status_code == 503
        board = (await gateway.http.get("/boards/vn.json")).json()
        assert board["feed"] == "late"
    system.fold.signal(signal.SIGCONT)
    await system.until(late=False)
    assert (await system.gateways[0].http.get("/boards/vn.json")).json()["feed"] == "live"
