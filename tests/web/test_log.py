"""Nothing is promised before Kafka confirmed; after a failure a new producer is tried."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any, ClassVar

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaTimeoutError
from aiokafka.structs import RecordMetadata, TopicPartition

from schema.door import examine
from schema.parts import Located, split
from schema.settings import Settings
from schema.wire import CanarySent, encode
from tests.web.api.test_reports import NOW, report, update
from web import log as module
from web.log import Away, KafkaLog, Part


class Producer:
    """A producer that fails as the test says."""

    made: ClassVar[list[Producer]] = []
    start_errors: ClassVar[list[Exception]] = []
    send_errors: ClassVar[list[Exception]] = []
    started: ClassVar[asyncio.Queue[Producer]]

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.stopped = False
        self.sent: list[tuple[str, bytes, bytes | None, int]] = []
        Producer.made.append(self)

    async def start(self) -> None:
        if Producer.start_errors:
            raise Producer.start_errors.pop()
        Producer.started.put_nowait(self)

    async def stop(self) -> None:
        self.stopped = True

    async def send(
        self, topic: str, value: bytes, *, key: bytes | None, partition: int
    ) -> asyncio.Future[RecordMetadata]:
        self.sent.append((topic, value, key, partition))
        done: asyncio.Future[RecordMetadata] = asyncio.get_running_loop().create_future()
        if Producer.send_errors:
            done.set_exception(Producer.send_errors.pop())
        else:
            at = TopicPartition(topic, partition)
            done.set_result(RecordMetadata(topic, partition, at, len(self.sent), 0, 0, 0))
        return done


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "AIOKafkaProducer", Producer)
    monkeypatch.setattr(module, "RETRY_S", 0.0)
    for kept in (Producer.made, Producer.start_errors, Producer.send_errors):
        kept.clear()
    Producer.started = asyncio.Queue()
    yield


def parts() -> list[Located]:
    """A report of two home units."""
    body = json.dumps(report(updates=[update(), update(2, subject="vn.01.t1")])).encode()
    (found,) = examine(body, NOW, lambda unit: True)
    return split(found, NOW, 8)


@asynccontextmanager
async def running(log: KafkaLog) -> AsyncIterator[None]:
    task = asyncio.create_task(log.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def started() -> None:
    """The log has a producer: it takes the one that started before it waits again."""
    await asyncio.wait_for(Producer.started.get(), timeout=5)


async def test_confirmed_parts_have_their_place() -> None:
    log = KafkaLog(Settings())
    async with running(log):
        await started()
        confirmed = await log.append(parts())
    (producer,) = Producer.made
    assert [type(each) for each in confirmed] == [Part, Part]
    assert [(each.partition, each.offset) for each in confirmed] == [
        (place[3], number) for number, place in enumerate(producer.sent, 1)
    ]
    assert {place[0] for place in producer.sent} == {"nhip.reports"}
    assert [place[2] for place in producer.sent] == [b"vn.15", b"vn.01"]
    assert (producer.options["acks"], producer.options["enable_idempotence"]) == ("all", True)
    assert producer.stopped


async def test_a_message_of_ours_goes_the_same_way() -> None:
    log, message = KafkaLog(Settings()), CanarySent(sent_at=NOW)
    with pytest.raises(Away):
        await log.send(5, message)
    async with running(log):
        await started()
        await log.send(5, message)
    (producer,) = Producer.made
    assert producer.sent == [("nhip.reports", encode(message), None, 5)]


async def test_before_there_is_a_producer_nothing_is_promised() -> None:
    log = KafkaLog(Settings())
    assert not log.ready
    with pytest.raises(Away):
        await log.append(parts())


async def test_kafka_is_tried_until_it_is_there() -> None:
    Producer.start_errors[:] = [KafkaConnectionError("away")] * 3
    log = KafkaLog(Settings())
    async with running(log):
        await started()
        assert log.ready
    assert len(Producer.made) == 4
    assert all(each.stopped for each in Producer.made)


async def test_after_a_failure_another_producer_is_made() -> None:
    log = KafkaLog(Settings())
    async with running(log):
        await started()
        Producer.send_errors[:] = [KafkaTimeoutError()]
        with pytest.raises(Away, match="did not confirm"):
            await log.append(parts())
        await started()
        assert await log.append(parts())
    assert [each.stopped for each in Producer.made] == [True, True]
