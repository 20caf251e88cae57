"""The fold on real engines: what a log becomes in SQL and on the topic of standings."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from schema.catalogue import Catalogue, Source
from schema.catalogue_store import load
from schema.clock import day_start, local_day
from schema.database import connect
from schema.settings import Settings
from tests.builders import assigned, progress, report
from tests.integration.fold_rig import (
    PARTITIONS,
    Process,
    fresh,
    log,
    positions,
    read_topic,
    rows,
    until_folded,
)
from tests.integration.fold_traffic import GARBAGE, Traffic
from tests.integration.fold_truth import assert_like_oracle
from tests.integration.waiting import until

pytestmark = pytest.mark.storage


@pytest.fixture
async def system(settings: Settings) -> AsyncIterator[Settings]:
    """Empty tables and topics for each test."""
    async with fresh(settings) as own:
        yield own


@pytest.fixture
async def worker(system: Settings, tmp_path: Path) -> AsyncIterator[Process]:
    """A worker that is not started yet; gone when the test is."""
    process = Process(system, tmp_path / "fold.log")
    yield process
    await process.kill()


async def test_a_mixed_log_becomes_what_the_pure_fold_says(
    system: Settings, worker: Process
) -> None:
    traffic = Traffic(seed=7)
    async with log(system) as written:
        await written.write_all(traffic.messages(400))
        await worker.start()
        await until_folded(system, written.ends)
        for days in (1, 2, 30, 31):
            for number in range(PARTITIONS):
                await written.write(traffic.midnight(days), number)
        await written.write_all(traffic.messages(300))
        await until_folded(system, written.ends)
    assert await worker.stop() == 0, worker.said
    await assert_like_oracle(system)


async def test_garbage_is_a_dead_letter_once_and_harms_nobody(
    system: Settings, worker: Process
) -> None:
    given, said = assigned("vn.00001.t0001"), progress(0.4, subject="vn.00001.t0001")
    async with log(system) as written:
        await written.write(report(given, unit="vn.15"))
        place = next(iter(written.ends))
        offsets = [await written.write(one, place) for one in GARBAGE]
        misplaced = await written.write(report(given, unit="vn.15"), (place + 1) % PARTITIONS)
        await written.write(report(said, unit="vn.00001"))
        await worker.start()
        await until_folded(system, written.ends)
    letters = rows(system, "select partition, log_offset, reason, our_fault from dead_letter")
    assert {row[:2] for row in letters} == {
        *((place, offset) for offset in offsets),
        ((place + 1) % PARTITIONS, misplaced),
    }
    assert all(row[2] for row in letters) and not any(row[3] for row in letters)
    assert rows(system, "select progress, updates from task") == [(4000, 2)]
    assert await worker.stop() == 0


async def test_changes_of_standing_are_relayed_in_order_and_marked(
    system: Settings, worker: Process
) -> None:
    traffic = Traffic(seed=3)
    async with log(system) as written:
        await written.write_all(traffic.messages(100))
        for number in range(PARTITIONS):
            await written.write(traffic.midnight(31), number)
        await worker.start()
        await until_folded(system, written.ends)
        await until_relayed(system)
        await written.write_all(traffic.messages(60))
        await until_folded(system, written.ends)
        await until_relayed(system)
    assert await worker.stop() == 0
    stored: dict[int, list[bytes]] = {number: [] for number in range(PARTITIONS)}
    for number, payload in rows(
        system, "select partition, payload from outbox order by partition, n"
    ):
        stored[number].append(bytes(payload))
    relayed = await read_topic(system, system.names.standings)
    assert {number: [value for _, value in found] for number, found in relayed.items()} == stored
    assert rows(system, "select count(*) from outbox where sent")[0][0] > 0


async def until_relayed(system: Settings) -> None:
    """Wait until the worker says that nothing waits to be sent."""

    def nothing_waits() -> bool:
        found = rows(system, "select detail->>'unsent' from process where role = 'fold'")
        return found == [("0",)] and bool(rows(system, "select from outbox limit 1"))

    await until(nothing_waits, "an outbox that is relayed")


async def test_the_owner_writes_the_midnights_that_were_missed(
    system: Settings, worker: Process
) -> None:
    now = system.clock().now()
    received = now - timedelta(days=3)
    task = msgspec.structs.replace(
        assigned("vn.00001.t0001"), occurred_at=received, due=local_day(now) - timedelta(days=1)
    )
    await worker.start()
    await worker.until_ready(system)
    async with log(system) as written:
        await written.write(report(task, unit="vn.15", reported_at=received, received_at=received))
    today = day_start(local_day(now))
    await until(
        lambda: rows(system, "select distinct clock from position") == [(today,)],
        "every partition at today's midnight",
    )
    assert rows(system, "select state from task") == [("overdue",)]
    place = next(iter(written.ends))
    await until(
        lambda: positions(system)[place] == 1 + 3 + 1,
        "one report, three midnights and, after the last of them, the day's forecasts",
    )
    assert await worker.stop() == 0


async def test_a_catalogue_takes_effect_in_log_order(system: Settings, worker: Process) -> None:
    source = Source(code="web", name_vi="Cổng", name_en="Portal", offline=True)
    late = progress(0.4, subject="vn.00001.t0001", occurred_at=datetime(2026, 6, 2, tzinfo=UTC))
    async with log(system) as written:
        await written.write(report(assigned("vn.00001.t0001"), unit="vn.15"))
        await load(system, Catalogue(name_vi="Mẫu", name_en="Sample", sources=(source,)))
        sent = report(late, unit="vn.00001", reported_at=datetime(2026, 6, 2, 1, tzinfo=UTC))
        sent = msgspec.structs.replace(
            sent, received_at=datetime(2026, 6, 9, tzinfo=UTC), source="web"
        )
        await written.write(sent)
        await worker.start()
        await until_folded(system, written.ends)
    known = rows(system, "select known_at from update where kind = 'progress'")
    assert known == [(datetime(2026, 6, 2, 1, tzinfo=UTC),)], "an offline source is believed"
    assert set(rows(system, "select distinct catalogue from position")) == {(1,)}
    assert await worker.stop() == 0


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("update position set next_offset = 5 where partition = 3", "the log ends at 0"),
        ("update installation set cluster_id = 'another'", "expected Kafka cluster another"),
        ("update installation set partitions = 9", "expected 9 partitions"),
    ],
)
async def test_it_refuses_to_start_on_a_contradiction(
    system: Settings, worker: Process, spoil: str, told: str
) -> None:
    with connect(system, build=1) as connection:
        connection.execute(spoil.encode())
    await worker.start()
    assert await worker.ended() == 78
    assert told in worker.said and "DATABASE_URL" in worker.said
    refused = rows(system, "select ready, detail->>'refused' from process where role = 'fold'")
    assert refused[0][0] is False and told in refused[0][1]


async def test_it_refuses_when_the_group_is_ahead_of_the_database(
    system: Settings, worker: Process
) -> None:
    async with log(system) as written:
        await written.write_all(Traffic(seed=5).messages(50))
        await worker.start()
        await until_folded(system, written.ends)
    assert await worker.stop() == 0
    with connect(system, build=1) as connection:
        connection.execute(b"update position set next_offset = 0")
    await worker.start()
    assert await worker.ended() == 78
    assert "the group committed" in worker.said


async def test_it_stops_quickly_and_leaves(system: Settings, worker: Process) -> None:
    async with log(system) as written:
        await written.write_all(Traffic(seed=6).messages(300))
        await worker.start()
        await worker.until_ready(system)
        loop = asyncio.get_running_loop()
        begin = loop.time()
        worker.signal(signal.SIGTERM)
        assert await worker.ended(5) == 0
    assert loop.time() - begin < 5
    assert rows(system, "select from process where role = 'fold'") == []
