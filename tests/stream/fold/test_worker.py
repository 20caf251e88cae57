from __future__ import annotations

import pytest

from stream.fold.transaction import Retired
from stream.fold.worker import appended_at
from tests.builders import COMMUNE, OTHER
from tests.stream.fold.fake_worker import AWAY, HERE, THERE, Died, FakeWorker, event


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeWorker:
    return FakeWorker(monkeypatch)


async def test_a_batch_is_committed_then_acknowledged_in_order(fake: FakeWorker) -> None:
    await fake.batch(event(0), event(1), event(2))
    assert [len(chunk) for chunk in fake.chunks] == [3]
    assert fake.acked == [0, 1, 2]
    assert fake.desk.held[HERE].next_offset == 3


async def test_events_of_another_workers_partition_stay_unacknowledged(fake: FakeWorker) -> None:
    fake.assigned = {THERE}
    await fake.batch(event(0))
    assert fake.chunks == [] and fake.acked == []


async def test_the_same_event_twice_is_folded_once_and_acknowledged_twice(fake: FakeWorker) -> None:
    await fake.batch(event(0), event(0))
    assert fake.acked == [0, 0]


async def test_batches_are_timed(fake: FakeWorker) -> None:
    for offset in (0, 1):
        await fake.batch(event(offset))
    assert fake.worker.stopwatch.batches == 2 and fake.worker.stopwatch.seconds > 0


async def test_two_partitions_fold_side_by_side_when_a_backlog_waits(fake: FakeWorker) -> None:
    events = [event(offset, home) for home in (COMMUNE, OTHER) for offset in range(60)]
    await fake.batch(*events)
    assert sorted(len(chunk) for chunk in fake.chunks) == [60, 60]
    assert len(fake.acked) == 120


async def test_a_worker_of_a_build_that_was_left_ends_and_counts_no_failure(
    fake: FakeWorker,
) -> None:
    fake.errors = [Retired("expected the positions of the active build, got []")]
    with pytest.raises(Died):
        await fake.batch(event(0))
    assert fake.acked == [] and fake.failed == []


async def test_warming_loads_what_is_ours(fake: FakeWorker) -> None:
    await fake.worker.warm()
    assert set(fake.desk.held) == {HERE, THERE}


async def test_warming_does_not_insist(fake: FakeWorker) -> None:
    fake.errors = [AWAY]
    await fake.worker.warm()
    assert fake.desk.held == {}


def test_when_the_log_took_a_record() -> None:
    assert appended_at(None) is None and appended_at(-1) is None
    instant = appended_at(0.5)
    assert instant is not None and instant.isoformat() == "1970-01-01T00:00:00.500000+00:00"
