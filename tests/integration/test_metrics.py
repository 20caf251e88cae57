"""What `/metrics` says of a line that stands still, of one that works, and of what is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from schema.demo_key import ensure
from schema.settings import Settings
from tests.builders import progress, report
from tests.integration.fold_rig import PARTITIONS, Process, fresh, log, rows, until_folded
from tests.integration.fold_traffic import Traffic
from tests.integration.web_rig import Web, line_to, web

pytestmark = pytest.mark.integration
Numbers = dict[str, dict[str, float]]
"""Of each sample its number by partition or process; without a label by ''."""
WITHIN_S = 30.0


async def read(site: Web) -> Numbers:
    """The numbers as Prometheus would take them."""
    found: Numbers = {}
    for family in text_string_to_metric_families((await site.http.get("/metrics")).text):
        for sample in family.samples:
            label = sample.labels.get("partition") or sample.labels.get("process") or ""
            if sample.labels.get("our_fault") != "true":
                found.setdefault(sample.name, {})[label] = sample.value
    return found


async def until(site: Web, true: Callable[[Numbers], bool]) -> Numbers:
    """The numbers, once this holds of them."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            found = await read(site)
            if true(found):
                return found
            await asyncio.sleep(0.1)


def has_folded(said: Numbers) -> bool:
    """All is folded and relayed, and the fold has said so."""
    batches = said.get("nhip_fold_batch_seconds_count", {}).values()
    left = said["nhip_log_oldest_unfolded_seconds"] | said.get("nhip_fold_outbox_waiting", {})
    return bool(sum(batches)) and not any(left.values())


@pytest.fixture
async def system(settings: Settings) -> AsyncIterator[Settings]:
    """Empty tables and topics."""
    async with fresh(settings) as own:
        ensure(own)
        yield own


async def test_is_it_keeping_up_is_anything_stuck_is_anything_lost(
    system: Settings, environ: dict[str, str], tmp_path: Path
) -> None:
    worker = Process(system, tmp_path / "fold.log")
    async with (
        log(system) as written,
        web(system, {**environ, "NHIP_PREFIX": system.prefix}) as site,
    ):
        await written.write_all(Traffic(seed=5).messages(40))
        await written.write(report(progress(0.5, subject="vn.15.04465.nobody")))
        await written.write(b"no message", 3)
        before = await read(site)
        ends = {str(number): float(end) for number, end in written.ends.items()}
        everywhere = {str(number): 0.0 for number in range(PARTITIONS)}
        assert before["nhip_log_end_offset"] == everywhere | ends
        assert before["nhip_fold_position"] == everywhere
        ages = before["nhip_log_oldest_unfolded_seconds"]
        assert all(ages[place] > 0 for place in ends), "somebody must fold these"
        assert all(ages[place] == 0 for place in everywhere.keys() - ends.keys())
        assert "nhip_fold_batch_seconds_count" not in before, "nobody folds"
        await worker.start()
        await until_folded(system, written.ends)
        after = await until(site, has_folded)
        assert after["nhip_fold_position"] == after["nhip_log_end_offset"]
        assert after["nhip_dead_letters"]["3"] == 1
        assert (
            after["nhip_updates_held"][""]
            == rows(system, "select count(*) from update where verdict = 'held'")[0][0]
            > 0
        )
        assert max(after["nhip_fold_rebalances_total"].values()) >= 1
        assert set(after["nhip_log_lost_messages"].values()) == {0}
    await worker.kill()


async def test_what_is_away_is_missing_and_said_so(
    system: Settings, environ: dict[str, str]
) -> None:
    async with line_to(system.database_url) as line:
        own = {**environ, "NHIP_PREFIX": system.prefix}
        async with web(system, {**own, "DATABASE_URL": line.url(system.database_url)}) as site:
            assert (await read(site))["nhip_database_up"] == {"": 1}
            line.cut()
            found = await until(site, lambda said: said["nhip_database_up"] == {"": 0})
            assert "nhip_fold_position" not in found
            line.mend()
            await until(site, lambda said: "nhip_fold_position" in said)
