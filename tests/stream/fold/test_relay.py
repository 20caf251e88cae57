from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError

from stream.fold import relay as module
from stream.fold.load import Letter
from stream.fold.pen import Line
from stream.fold.relay import MOST_AT_ONCE, Relay


class FakePen:
    def __init__(self, failures: int = 0) -> None:
        self.sent: list[tuple[int, bytes]] = []
        self.writes = 0
        self._failures = failures

    async def write(self, topic: str, partition: int, lines: Iterable[Line]) -> int:
        self.writes += 1
        if self._failures:
            self._failures -= 1
            raise KafkaConnectionError("away")
        self.sent += [(partition, value) for _, value in lines]
        return 0


def letters(*numbers: int) -> list[Letter]:
    return [Letter(n=n, key=b"vn.15", payload=str(n).encode()) for n in numbers]


async def relayed(relay: Relay) -> None:
    """Run the relay until nothing waits."""
    running = asyncio.create_task(relay.run())
    async with asyncio.timeout(5):
        while True:
            await asyncio.sleep(0)
            if not relay.backlog:
                break
    running.cancel()


def make(failures: int = 0) -> tuple[Relay, FakePen]:
    fake = FakePen(failures)
    pen: Any = fake
    return Relay(pen, "standings"), fake


async def test_rows_are_sent_in_order_and_counted_as_sent() -> None:
    relay, pen = make()
    relay.offer(3, letters(1, 2))
    relay.offer(3, letters(3))
    await relayed(relay)
    assert pen.sent == [(3, b"1"), (3, b"2"), (3, b"3")]
    assert relay.sent == {3: 3}


async def test_what_waits_already_is_not_taken_twice() -> None:
    relay, pen = make()
    relay.offer(0, letters(1, 2))
    relay.offer(0, letters(1, 2, 3))
    await relayed(relay)
    assert [value for _, value in pen.sent] == [b"1", b"2", b"3"]


async def test_what_was_sent_but_not_marked_is_not_sent_again_after_a_reload() -> None:
    relay, pen = make()
    relay.offer(0, letters(1, 2))
    await relayed(relay)
    relay.offer(0, letters(1, 2))
    assert relay.backlog == 0 and len(pen.sent) == 2


async def test_kafka_away_is_waited_for() -> None:
    relay, pen = make(failures=2)
    relay.offer(0, letters(1))
    await relayed(relay)
    assert pen.writes == 3 and pen.sent == [(0, b"1")]


async def test_a_long_outbox_goes_in_pieces() -> None:
    relay, pen = make()
    relay.offer(0, letters(*range(MOST_AT_ONCE + 1)))
    await relayed(relay)
    assert pen.writes == 2 and len(pen.sent) == MOST_AT_ONCE + 1


async def test_a_mark_is_for_what_was_sent_then() -> None:
    relay, _ = make()
    relay.offer(0, letters(1))
    await relayed(relay)
    relay.marked(0, 0)
    assert relay.sent == {0: 1}, "more was sent meanwhile"
    relay.marked(0, 1)
    assert relay.sent == {}


async def test_a_partition_that_left_is_forgotten() -> None:
    relay, pen = make()
    relay.offer(0, letters(1))
    relay.forget([0])
    assert relay.backlog == 0 and pen.sent == []


async def test_the_age_is_that_of_the_oldest_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    relay, _ = make()
    assert relay.age_s == 0
    relay.offer(3, letters(1))
    now[0] = 105.0
    relay.offer(3, letters(1, 2))
    relay.offer(4, letters(1))
    assert relay.age_s == 5
    relay.forget([3])
    assert relay.age_s == 0, "what waits in the other partition was offered just now"
    now[0] = 108.0
    assert relay.age_s == 3
    await relayed(relay)
    assert relay.age_s == 0
