"""A worker whose transactions only move positions, or fail as told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, NoReturn

import psycopg
import pytest

from schema.place import partition_of
from schema.settings import Settings
from schema.wire import LogMessage, encode
from stream.core.fold import fold
from stream.core.partition import Partition
from stream.core.world import EMPTY
from stream.fold import failures, transaction, worker
from stream.fold.batch import Chunk, by_partition
from stream.fold.committer import Outside
from stream.fold.decode import DeadLetter, Parcel
from stream.fold.desk import Desk
from stream.fold.failpoint import nowhere
from stream.fold.load import Loaded
from stream.fold.recent import Recent
from stream.fold.relay import Relay
from stream.fold.session import Session
from stream.fold.store import Folded
from stream.fold.transaction import Committed, Tools
from stream.fold.worker import Worker
from stream.fold.worlds import Worlds
from tests.builders import COMMUNE, OTHER, progress
from tests.stream.fold.fakes import reported

HERE, THERE = partition_of(COMMUNE, 8), partition_of(OTHER, 8)
AWAY = psycopg.OperationalError("away")


class Died(BaseException):
    pass


def die(code: int) -> NoReturn:
    raise Died(code)


class FakeWorker:
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
            (worker, "load_partition"),
            (failures, "count"),
            (asyncio, "sleep"),
            (Session, "connection"),
        ):
            monkeypatch.setattr(module, name, getattr(self, f"_{name}"))
        monkeypatch.setattr(transaction, "run", self.fold_chunk)
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

    async def fold_chunk(
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


def event(offset: int, home: str = COMMUNE, message: LogMessage | None = None) -> Any:
    """A report of a home unit, or another message, at an offset of its partition."""
    said = message or reported(progress(0.1, subject=f"{home}.t0001"), unit=home)
    record = SimpleNamespace(
        partition=partition_of(home, 8),
        offset=offset,
        value=encode(said),
        timestamp=1_800_000_000.0,
    )
    return SimpleNamespace(message=record)
