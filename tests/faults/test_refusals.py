"""Log and database that tell different stories: noticed and said, never passed over in silence."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from schema.settings import Settings
from tests.integration.fold_rig import (
    Process,
    fresh,
    log,
    positions,
    rows,
    until_folded,
)
from tests.integration.fold_traffic import Traffic

REFUSED = 78
STANDS_STILL = 70
LONGEST_S = 120.0


@pytest.fixture
async def system(settings: Settings) -> AsyncIterator[Settings]:
    """Empty tables and topics for each test."""
    async with fresh(settings) as own:
        yield own


async def lose_the_head(system: Settings, partition: int, up_to: int) -> None:
    """The log forgets what lies before an offset, as retention does."""
    admin = AIOKafkaAdminClient(bootstrap_servers=system.kafka_bootstrap_servers)
    await admin.start()
    try:
        place = TopicPartition(system.names.reports, partition)
        await admin.delete_records({place: RecordsToDelete(up_to)})
    finally:
        await admin.close()


async def test_a_log_that_lost_messages_before_the_start(system: Settings, tmp_path: Path) -> None:
    traffic, worker = Traffic(seed=21), Process(system, tmp_path / "fold.log")
    async with log(system) as written:
        await written.write_all(traffic.messages(20))
        await worker.start()
        await until_folded(system, written.ends)
        assert await worker.stop() == 0, worker.said
        stood = positions(system)
        await written.write_all(traffic.messages(100))
    partition = max(written.ends, key=lambda number: written.ends[number] - stood[number])
    await lose_the_head(system, partition, stood[partition] + 3)
    await worker.start()
    assert await worker.ended() == REFUSED
    assert f"partition {partition}: folded up to {stood[partition]}" in worker.said
    assert "3 messages are gone" in worker.said
    told = rows(system, "select ready, detail ->> 'refused' from process where role = 'fold'")
    assert any(not ready and "3 messages are gone" in (why or "") for ready, why in told)
    assert positions(system) == stood, "nothing was folded"


@pytest.mark.faults
@pytest.mark.timeout(600)
async def test_a_log_that_loses_messages_under_a_worker(system: Settings, tmp_path: Path) -> None:
    traffic, worker = Traffic(seed=22), Process(system, tmp_path / "fold.log")
    await worker.start()
    await worker.until_ready(system)
    async with log(system) as written:
        await written.write_all(traffic.messages(20))
        await until_folded(system, written.ends)
        worker.signal(signal.SIGSTOP)
        stood = positions(system)
        await written.write_all(traffic.messages(500))
        partition = max(written.ends, key=lambda number: written.ends[number] - stood[number])
        await lose_the_head(system, partition, written.ends[partition] - 1)
        worker.signal(signal.SIGCONT)
        await written.write_all(traffic.messages(20))
    status = await worker.ended(LONGEST_S)
    if status == -signal.SIGKILL or status == 70:
        await worker.start()
        status = await worker.ended()
    assert status == REFUSED, worker.said
    assert "messages are gone" in worker.said
