"""Rebuilding a living system: the same to the bit, beside it, and nothing of it told twice."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from schema.alert import Standing
from schema.database import connect
from schema.settings import Settings
from tests.integration.fold_rig import PARTITIONS, positions, read_topic, rows, until_folded
from tests.integration.fold_truth import assert_like_oracle
from tests.integration.rebuild_rig import (
    Live,
    builds,
    ended,
    living,
    rebuilding,
    rebuilt,
    told,
)
from tests.integration.waiting import until

pytestmark = pytest.mark.timeout(300)  # several starts of several processes each

TABLES = 6
RECORD = (
    "select scope, programme, day, version, known_from, counts, causes from kpi_day"
    " order by 1, 2, 3, 4"
)


@pytest.fixture
async def live(settings: Settings, tmp_path: Path) -> AsyncIterator[Live]:
    """A system with a past of some weeks."""
    async with living(settings, tmp_path) as made:
        await told(made, 160)
        yield made


async def standings(settings: Settings) -> Counter[tuple[str, int]]:
    """How often each version of each subject was published."""
    found = await read_topic(settings, settings.names.standings)
    decoded = (
        msgspec.json.decode(value, type=Standing)
        for messages in found.values()
        for _, value in messages
        if value is not None
    )
    return Counter((one.subject, one.version) for one in decoded)


def _standing(row: tuple[str]) -> Standing:
    return msgspec.json.decode(row[0], type=Standing)


async def until_relayed(settings: Settings) -> None:
    """Wait until every change of standing is on its way to the alerts."""
    owed = "select count(*) from outbox where not sent"
    said = "select count(*) from standing_history"
    history = rows(settings, said)[0][0]
    for _ in range(200):
        if sum((await standings(settings)).values()) >= history:
            return
    raise AssertionError(f"expected {history} standings, {rows(settings, owed)} are owed")


@pytest.mark.storage
async def test_a_living_system_is_rebuilt_to_the_bit_and_goes_on(live: Live) -> None:
    settings = live.settings
    sealed = "insert into ranking_snapshot values ('p', '2026-06-30', 1, '[]', 'h', now())"
    with connect(settings) as connection:
        connection.execute(sealed.encode())
    seals, record = rows(settings, "select * from ranking_snapshot"), rows(settings, RECORD)
    assert len(record) > 50 and max(row[3] for row in record) > 1, "days were restated"
    async with rebuilding(settings) as process:
        await live.log.write_all(live.traffic.messages(60))
        done = await ended(process)
    assert done.status == 0, done.said
    assert done.said.count(": the same") == TABLES, done.said
    assert builds(settings) == [(1, False), (2, True)]
    assert await live.fold.ended() == 70, "its build is the active one no more"
    await live.fold.start()
    await live.log.write_all(live.traffic.messages(60))
    await until_folded(settings, live.log.ends)
    await assert_like_oracle(settings)
    assert rows(settings, "select * from ranking_snapshot") == seals
    after = rows(settings, RECORD)
    assert [row for row in after if row in record] == record, "what was published stays as it was"
    version = "select kpi_version from roll_state"
    before = rows(settings, version)
    await until(lambda: rows(settings, version) > before, "a roll that publishes")


async def test_no_standing_is_told_again(live: Live) -> None:
    """But the last of a partition, of which SQL learns with the next batch: as at any restart."""
    settings = live.settings
    await until_relayed(settings)
    before = await standings(settings)
    unmarked = rows(settings, "select convert_from(payload, 'utf-8') from outbox where not sent")
    owed = {(one.subject, one.version) for one in map(_standing, unmarked)}
    assert len(owed) < len(before) / 2
    done = await rebuilt(settings)
    assert done.status == 0, done.said
    await live.fold.ended()
    await live.fold.start()
    await live.log.write_all(live.traffic.messages(20))
    await until_folded(settings, live.log.ends)
    await until_relayed(settings)
    after = await standings(settings)
    assert {which for which, number in after.items() if number > 1} <= owed
    assert before.keys() <= after.keys()


async def test_what_was_tampered_with_is_told_and_mended_if_so_wished(live: Live) -> None:
    settings = live.settings
    (code, state), *_ = rows(settings, "select code, state from task order by code")
    with connect(settings, build=1) as connection:
        connection.execute(b"update task set state = 'wrong' where code = %s", (code,))
        connection.execute(
            b"update kpi_day set counts[1] = counts[1] + 7 where (scope, programme, day, version) ="
            b" (select scope, programme, day, version from kpi_day order by day desc, 1, 2, 4 desc"
            b" limit 1)"
        )
    done = await rebuilt(settings)
    assert done.status == 1 and builds(settings) == [(1, True), (2, False)]
    assert done.said.count(": 1 DIFFER") == 2 and done.said.count(": the same") == TABLES - 2
    assert f"    {code}\n      live  wrong" in done.said, done.said
    assert "--accept-differences" in done.said
    done = await rebuilt(settings, "--accept-differences")
    assert done.status == 0 and "build 2 was never finished" in done.said, done.said
    assert builds(settings) == [(1, False), (3, True)]
    assert rows(settings, "select state from task where code = %s", code) == [(state,)]


async def test_killed_in_the_middle_it_begins_anew(live: Live) -> None:
    settings = live.settings
    done = await rebuilt(settings, NHIP_FAIL_AT="before_commit:3")
    assert done.status == -signal.SIGKILL, done.said
    assert builds(settings) == [(1, True), (2, False)]
    await live.log.write_all(live.traffic.messages(10))
    await until_folded(settings, live.log.ends)
    done = await rebuilt(settings)
    assert done.status == 0 and "build 2 was never finished" in done.said, done.said
    assert builds(settings) == [(1, False), (3, True)]
    await live.fold.ended()
    dropped = await rebuilt(settings, "--drop-old")
    assert dropped.said == "old builds dropped: 1\n", dropped.said
    gone = "select count(*) from pg_namespace where nspname = %s"
    assert rows(settings, gone, settings.names.build_sql(1)) == [(0,)]
    await live.fold.start()
    await until_folded(settings, live.log.ends)
    await assert_like_oracle(settings)


async def test_a_worker_that_slept_through_the_flip_writes_nothing(live: Live) -> None:
    settings = live.settings
    live.fold.signal(signal.SIGSTOP)
    done = await rebuilt(settings)
    assert done.status == 0, done.said
    old = "select partition, next_offset, retired from {}.position order by 1"
    query = old.format(settings.names.build_sql(1))
    before = rows(settings, query)
    assert all(retired for _, _, retired in before)
    await live.log.write_all(live.traffic.messages(10))
    live.fold.signal(signal.SIGCONT)
    assert await live.fold.ended() == 70
    assert rows(settings, query) == before
    await live.fold.start()
    await until_folded(settings, live.log.ends)
    await assert_like_oracle(settings)


async def test_a_log_that_has_lost_its_beginning_is_refused(live: Live) -> None:
    settings = live.settings
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    try:
        first = next(n for n in range(PARTITIONS) if positions(settings)[n] > 3)
        await admin.delete_records(
            {TopicPartition(settings.names.reports, first): RecordsToDelete(before_offset=3)}
        )
    finally:
        await admin.close()
    done = await rebuilt(settings)
    assert done.status == 1 and f"partition {first} begins at 3" in done.said, done.said
    assert builds(settings) == [(1, True)]


async def test_two_rebuilds_at_once_are_refused(live: Live) -> None:
    done = await asyncio.gather(rebuilt(live.settings), rebuilt(live.settings))
    assert sorted(one.status for one in done) == [0, 1], [one.said for one in done]
    assert any("another one at work" in one.said for one in done)
