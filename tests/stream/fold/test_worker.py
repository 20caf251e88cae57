from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NoReturn

import psycopg
import pytest

from schema.place import partition_of
from schema.settings import Settings
from schema.wire import encode
from stream.core.fold import fold
from stream.core.partition import Partition
from stream.core.world import EMPTY
from stream.fold import failures, transaction, worker
from stream.fold.batch import Chunk, by_partition
from stream.fold.decode import DeadLetter, Parcel
from stream.fold.desk import Desk
from stream.fold.failpoint import nowhere
from stream.fold.load import Loaded
from stream.fold.recent import Recent
from stream.fold.relay import Relay
from stream.fold.session import Session
from stream.fold.store import Folded
from stream.fold.transaction import Committed, Tools
from stream.fold.worker import Outside, Worker, appended_at
from stream.fold.worlds import Worlds
from tests.builders import COMMUNE, OTHER, progress
from tests.stream.fold.fakes import reported

HERE, THERE = partition_of(COMMUNE, 8), partition_of(OTHER, 8)
AWAY = psycopg.OperationalError("away")


class Died(BaseException):
    pass


def die(code: int) -> NoReturn:
    raise Died(code)


class Fake:
    """A worker whose transactions only move positions, or fail as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.assigned = {HERE, THERE}
        self.chunks: list[Chunk] = []
        self.errors: list[Exception | None] = []
        self.guilty: int | None = None
        self.positions = {HERE: 0, THERE: 0}
        self.failed: list[int] = []
        self.acked: list[int] = []
        self.failures_before = 0
        for module, name in (
            (transaction, "run"),
            (worker, "load_partition"),
            (failures, "count"),
            (asyncio, "sleep"),
            (Session, "connection"),
        ):
            monkeypatch.setattr(module, name, getattr(self, f"_{name}"))
        settings = Settings(lanes=2)
        pen: Any = None
        relay, recent = Relay(pen, "standings"), Recent()
        tools = Tools(partitions=8, worlds=Worlds(), recent=recent, channel="c", reach=nowhere)
        outside = Outside(settings=settings, build=1, assigned=lambda: self.assigned, die=die)
        self.desk = Desk(relay, recent)
        self.worker = Worker(outside, self.desk, relay, tools)

    async def batch(self, *events: Any) -> None:
        """Give it events."""
        await self.worker.batch(events, self._ack)

    async def _ack(self, event: Any) -> None:
        self.acked.append(event.message.offset)

    async def _run(
        self, connection: Any, chunk: Chunk, held: Mapping[int, Partition], *_: Any
    ) -> Committed:
        self.chunks.append(chunk)
        error = self.errors.pop(0) if self.errors else None
        if error is None and any(self._breaks(parcel) for parcel in chunk):
            error = RuntimeError("poisoned")
        if error is not None:
            raise error
        folded = []
        for number, parcels in by_partition(chunk).items():
            base = held.get(number) or Partition(number=number, next_offset=self.positions[number])
            last = _finish(fold(base, [], EMPTY))
            end = base.next_offset
            for one in parcels:
                end += one.offset == end
            if end > base.next_offset:
                last.overlay.next_offset = self.positions[number] = end
                folded.append(Folded(partition=number, outcome=last))
        return Committed(folded=tuple(folded), loaded=())

    def _breaks(self, parcel: Parcel) -> bool:
        return parcel.offset == self.guilty and not isinstance(parcel.content, DeadLetter)

    async def _load_partition(self, connection: Any, number: int, worlds: Worlds) -> Loaded:
        error = self.errors.pop(0) if self.errors and self.errors[0] is AWAY else None
        if error is not None:
            raise error
        partition = Partition(number=number, next_offset=self.positions[number])
        return Loaded(partition=partition, unsent=(), failures=self.failures_before)

    async def _count(self, settings: Settings, build: int, numbers: list[int], _: Any) -> None:
        self.failed = numbers

    async def _sleep(self, seconds: float) -> None:
        pass

    async def _connection(self, *_: Any) -> None:
        return None


def _finish(folding: Any) -> Any:
    try:
        next(folding)
    except StopIteration as end:
        return end.value
    raise AssertionError("an empty fold asks for nothing")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    return Fake(monkeypatch)


def event(offset: int, home: str = COMMUNE) -> Any:
    """A report of a home unit at an offset of its partition."""
    said = progress(0.1, subject=f"{home}.t0001")
    message = SimpleNamespace(
        partition=partition_of(home, 8),
        offset=offset,
        value=encode(reported(said, unit=home)),
        timestamp=1_800_000_000.0,
    )
    return SimpleNamespace(message=message)


async def test_a_batch_is_committed_then_acknowledged_in_order(fake: Fake) -> None:
    await fake.batch(event(0), event(1), event(2))
    assert [len(chunk) for chunk in fake.chunks] == [3]
    assert fake.acked == [0, 1, 2]
    assert fake.desk.held[HERE].next_offset == 3


async def test_events_of_another_workers_partition_stay_unacknowledged(fake: Fake) -> None:
    fake.assigned = {THERE}
    await fake.batch(event(0))
    assert fake.chunks == [] and fake.acked == []


async def test_the_same_event_twice_is_folded_once_and_acknowledged_twice(fake: Fake) -> None:
    await fake.batch(event(0), event(0))
    assert fake.acked == [0, 0]


async def test_what_comes_too_early_is_left_unacknowledged(fake: Fake) -> None:
    await fake.batch(event(0), event(5))
    assert fake.acked == [0]


async def test_a_database_that_is_away_is_waited_for(fake: Fake) -> None:
    fake.errors = [AWAY, None, AWAY, AWAY]
    await fake.batch(event(0))
    assert fake.acked == [0] and fake.worker.away_since is None
    assert not fake.failed


async def test_a_partition_lost_while_waiting_is_left_alone(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fake.batch(event(0))

    async def lose(_: float) -> None:
        fake.assigned = set()

    monkeypatch.setattr(asyncio, "sleep", lose)
    fake.errors = [psycopg.OperationalError("away")]
    await fake.batch(event(1))
    assert fake.acked == [0] and len(fake.chunks) == 2


async def test_too_slow_once_may_happen(fake: Fake) -> None:
    await fake.batch(event(0))
    fake.errors = [psycopg.errors.TransactionTimeout()]
    await fake.batch(event(1))
    assert fake.acked == [0, 1]


async def test_too_slow_twice_is_a_failure(fake: Fake) -> None:
    await fake.batch(event(0))
    fake.errors = [psycopg.errors.TransactionTimeout(), psycopg.errors.TransactionTimeout()]
    with pytest.raises(Died, match="70"):
        await fake.batch(event(1))
    assert fake.failed == [HERE]


async def test_an_unforeseen_error_is_counted_and_ends_the_process(fake: Fake) -> None:
    fake.guilty = 1
    with pytest.raises(Died, match="70"):
        await fake.batch(event(0), event(1))
    assert fake.failed == [HERE] and fake.acked == []
    assert HERE not in fake.desk.held, "nobody knows what was committed"


async def test_the_third_time_the_guilty_message_is_buried(fake: Fake) -> None:
    fake.guilty, fake.failures_before = 1, 2
    await fake.batch(event(0), event(1), event(2))
    assert fake.acked == [0, 1, 2] and not fake.failed
    buried = [p for chunk in fake.chunks for p in chunk if isinstance(p.content, DeadLetter)]
    (letter,) = buried
    assert isinstance(letter.content, DeadLetter) and letter.content.our_fault
    assert letter.offset == 1 and "poisoned" in letter.content.reason


async def test_an_error_that_does_not_come_again_buries_nobody(fake: Fake) -> None:
    fake.failures_before = 2
    fake.errors = [RuntimeError("once")]
    await fake.batch(event(0))
    assert fake.acked == [0]
    assert not any(isinstance(p.content, DeadLetter) for chunk in fake.chunks for p in chunk)


async def test_two_partitions_fold_side_by_side_when_a_backlog_waits(fake: Fake) -> None:
    events = [event(offset, home) for home in (COMMUNE, OTHER) for offset in range(60)]
    await fake.batch(*events)
    assert sorted(len(chunk) for chunk in fake.chunks) == [60, 60]
    assert len(fake.acked) == 120


async def test_warming_loads_what_is_ours(fake: Fake) -> None:
    await fake.worker.warm()
    assert set(fake.desk.held) == {HERE, THERE}


async def test_warming_does_not_insist(fake: Fake) -> None:
    fake.errors = [AWAY]
    await fake.worker.warm()
    assert fake.desk.held == {}


def test_when_the_log_took_a_record() -> None:
    assert appended_at(None) is None and appended_at(-1) is None
    instant = appended_at(0.5)
    assert instant is not None and instant.isoformat() == "1970-01-01T00:00:00.500000+00:00"
