"""Twins of Kafka's clients and of a database, for the tests of this room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition
from msgspec import Struct

from tests.stream.fold.fakes import FakeCursor

TOPIC = "nhip.reports"


def record(offset: int, value: bytes | None = b"{}", partition: int = 0) -> Any:
    """A message as a consumer hands it over."""
    return ConsumerRecord(
        topic=TOPIC,
        partition=partition,
        offset=offset,
        timestamp=1_000 + offset,
        timestamp_type=1,
        key=b"vn.15",
        value=value,
        checksum=None,
        serialized_key_size=5,
        serialized_value_size=2,
        headers=(),
    )


class Written(Struct):
    """What a producer is told of a message."""

    offset: int


class Consumer:
    """Hands over prepared batches; notes what was committed."""

    def __init__(self, **_: Any) -> None:
        self.batches: list[list[Any]] = []
        self.committed: dict[int, int] = {}
        self.sought: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.stopped = False

    async def start(self) -> None:
        """Connected at once."""

    async def stop(self) -> None:
        self.stopped = True

    def assign(self, places: Sequence[TopicPartition]) -> None:
        """Nothing to do."""

    def seek(self, place: TopicPartition, offset: int) -> None:
        self.sought[place.partition] = offset

    async def getmany(self, **_: Any) -> dict[TopicPartition, list[Any]]:
        found: dict[TopicPartition, list[Any]] = {}
        for one in self.batches.pop(0) if self.batches else []:
            found.setdefault(TopicPartition(TOPIC, one.partition), []).append(one)
        return found

    async def commit(self, offsets: dict[TopicPartition, int]) -> None:
        self.committed |= {place.partition: to for place, to in offsets.items()}

    async def end_offsets(self, places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        return {place: self.ends[place.partition] for place in places}


class Producer:
    """A log of its own, which begins where it is told."""

    def __init__(self, **_: Any) -> None:
        self.ends: dict[int, int] = {}
        self.sent: list[dict[str, Any]] = []
        self.stopped = False
        self.client = self._sender = self
        self.sender_task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connected at once."""

    async def close(self) -> None:
        """Of its client."""
        self.stopped = True

    async def send(
        self, topic: str, value: bytes, *, partition: int, **more: Any
    ) -> asyncio.Future[Written]:
        self.sent.append({"topic": topic, "value": value, "partition": partition, **more})
        at = self.ends.get(partition, 0)
        self.ends[partition] = at + 1
        done: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        done.set_result(Written(at))
        return done


class Database:
    """Answers statements by their whole text; notes each that was executed."""

    def __init__(self, answers: dict[str, list[tuple[Any, ...]]]) -> None:
        self.answers = answers
        self.executed: list[tuple[str, Any]] = []
        self.errors: dict[str, Exception] = {}

    async def connect(self, *_: Any, **__: Any) -> Database:
        """In place of `schema.database.connect_async`."""
        return self

    async def __aenter__(self) -> Database:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        yield

    async def execute(self, query: str, values: Any = ()) -> FakeCursor:
        self.executed.append((query, values))
        if query in self.errors:
            raise self.errors[query]
        return FakeCursor(self.answers.get(query, []))

    def count(self, query: str) -> int:
        """How often a statement was executed."""
        return sum(each == query for each, _ in self.executed)
