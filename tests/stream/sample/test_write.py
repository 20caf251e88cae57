"""Messages into batches: in order, none lost, none of those that are there already."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from schema.wire import decode_log
from stream.sample.history import Entry
from stream.sample.write import Writer
from tests.stream.sample.small import DAY0, NOON, messages


def entries() -> tuple[Entry, ...]:
    return messages(DAY0, NOON, 8)[:3_000]


class Batch:
    """Room for a number of messages."""

    def __init__(self, room: int) -> None:
        self.room, self.messages, self.closed = room, list[dict[str, Any]](), False

    def append(self, **message: Any) -> object:
        if len(self.messages) >= self.room:
            return None
        self.messages.append(message)
        return message

    def close(self) -> None:
        self.closed = True


class Kafka:
    """A producer that keeps what it is given and confirms it a little later."""

    def __init__(self) -> None:
        self.log: dict[int, list[dict[str, Any]]] = defaultdict(list)

    def create_batch(self) -> Batch:
        return Batch(50)

    async def send_batch(self, batch: Batch, topic: str, *, partition: int) -> asyncio.Future[None]:
        assert batch.closed and topic == "reports"
        self.log[partition] += batch.messages
        confirmed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(confirmed.set_result, None)
        return confirmed


async def written(skip: dict[int, int]) -> tuple[Kafka, list[Entry]]:
    kafka, told = Kafka(), list[Entry]()
    await Writer(kafka, "reports").write(entries(), skip, told.append)
    return kafka, told


async def test_every_message_is_written_in_order() -> None:
    kafka, told = await written({})
    for number, log in kafka.log.items():
        wanted = [entry.message for entry in entries() if entry.partition == number]
        assert [decode_log(message["value"]) for message in log] == wanted
    assert told == list(entries())


async def test_keys_and_times_are_those_of_the_entries() -> None:
    kafka, _ = await written({})
    first = next(entry for entry in entries() if entry.partition == 0)
    message = kafka.log[0][0]
    assert message["key"] == (first.key.encode() if first.key else None)
    assert message["timestamp"] == int(first.at.timestamp() * 1000)


async def test_what_is_there_already_is_not_written_again() -> None:
    whole, _ = await written({})
    rest, _ = await written({0: 120, 1: 0})
    assert rest.log[0] == whole.log[0][120:]
    assert rest.log[1] == whole.log[1]
