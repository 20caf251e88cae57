from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest

from schema.wire import CatalogueIs
from stream.fold.decode import DeadLetter
from tests.stream.fold.fake_worker import AWAY, HERE, Died, FakeWorker, event


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeWorker:
    return FakeWorker(monkeypatch)


async def test_what_comes_too_early_is_left_unacknowledged(fake: FakeWorker) -> None:
    await fake.batch(event(0), event(5))
    assert fake.acked == [0]


async def test_a_database_that_is_away_is_waited_for(fake: FakeWorker) -> None:
    fake.errors = [AWAY, None, AWAY, AWAY]
    await fake.batch(event(0))
    assert fake.acked == [0] and fake.worker.patience.away_since is None
    assert not fake.failed


async def test_a_partition_lost_while_waiting_is_left_alone(
    fake: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fake.batch(event(0))

    async def lose(_: float) -> None:
        fake.assigned = set()

    monkeypatch.setattr(asyncio, "sleep", lose)
    fake.errors = [psycopg.OperationalError("away")]
    await fake.batch(event(1))
    assert fake.acked == [0] and len(fake.chunks) == 2


async def test_too_slow_once_may_happen(fake: FakeWorker) -> None:
    await fake.batch(event(0))
    fake.errors = [psycopg.errors.TransactionTimeout()]
    await fake.batch(event(1))
    assert fake.acked == [0, 1]


async def test_too_slow_twice_is_a_failure(fake: FakeWorker) -> None:
    await fake.batch(event(0))
    fake.errors = [psycopg.errors.TransactionTimeout(), psycopg.errors.TransactionTimeout()]
    with pytest.raises(Died, match="70"):
        await fake.batch(event(1))
    assert fake.failed == [HERE]


async def test_an_unforeseen_error_is_counted_and_ends_the_process(fake: FakeWorker) -> None:
    fake.guilty = 1
    with pytest.raises(Died, match="70"):
        await fake.batch(event(0), event(1))
    assert fake.failed == [HERE] and fake.acked == []
    assert HERE not in fake.desk.held, "nobody knows what was committed"


async def test_the_third_time_the_guilty_message_is_buried(fake: FakeWorker) -> None:
    fake.guilty, fake.failures_before = 1, 2
    await fake.batch(event(0), event(1), event(2))
    assert fake.acked == [0, 1, 2] and not fake.failed
    buried = [p for chunk in fake.chunks for p in chunk if isinstance(p.content, DeadLetter)]
    (letter,) = buried
    assert isinstance(letter.content, DeadLetter) and letter.content.our_fault
    assert letter.offset == 1 and "poisoned" in letter.content.reason


async def test_an_error_that_does_not_come_again_buries_nobody(fake: FakeWorker) -> None:
    fake.failures_before = 2
    fake.errors = [RuntimeError("once")]
    await fake.batch(event(0))
    assert fake.acked == [0]
    assert not any(isinstance(p.content, DeadLetter) for chunk in fake.chunks for p in chunk)


async def test_a_partition_under_a_new_catalogue_stands_still_for_a_good_reason(
    fake: FakeWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[int]] = []
    committer = fake.worker.committer
    usual = fake.fold_chunk

    async def look(*given: Any) -> object:
        seen.append(set(committer.recomputing))
        return await usual(*given)

    monkeypatch.setattr("stream.fold.transaction.run", look)
    await fake.batch(event(0))
    await fake.batch(event(1, message=CatalogueIs(version=1)))
    assert seen == [set(), {HERE}]
    assert committer.recomputing == set()
