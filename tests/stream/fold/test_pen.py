from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from aiokafka.errors import KafkaTimeoutError

from stream.fold import pen as module
from stream.fold.pen import Pen


class FakeProducer:
    """Confirms what it is given, or fails."""

    made: ClassVar[list[FakeProducer]] = []
    failing = False

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        self.sent: list[tuple[str, bytes, bytes | None, int]] = []
        self.running = False
        FakeProducer.made.append(self)

    async def start(self) -> None:
        self.running = True

    async def stop(self) -> None:
        self.running = False

    async def send(self, topic: str, value: bytes, *, key: bytes | None, partition: int) -> Any:
        self.sent.append((topic, value, key, partition))
        offset = len(self.sent)

        async def confirmed() -> SimpleNamespace:
            if FakeProducer.failing:
                raise KafkaTimeoutError
            return SimpleNamespace(offset=offset)

        return confirmed()


@pytest.fixture(autouse=True)
def producers(monkeypatch: pytest.MonkeyPatch) -> list[FakeProducer]:
    FakeProducer.made, FakeProducer.failing = [], False
    monkeypatch.setattr(module, "AIOKafkaProducer", FakeProducer)
    return FakeProducer.made


async def test_it_waits_for_every_replica_and_never_reorders(
    producers: list[FakeProducer],
) -> None:
    await Pen("broker:1").write("topic", 3, [(b"k", b"v")])
    settings = producers[0].settings
    assert settings["acks"] == "all" and settings["enable_idempotence"] is True


async def test_the_offset_of_the_last_line(producers: list[FakeProducer]) -> None:
    pen = Pen("broker:1")
    assert await pen.write("topic", 3, [(b"k", b"1"), (None, b"2")]) == 2
    assert producers[0].sent == [("topic", b"1", b"k", 3), ("topic", b"2", None, 3)]
    assert await pen.write("topic", 3, []) == -1
    assert len(producers) == 1, "one producer for all"


async def test_a_producer_that_failed_is_thrown_away(producers: list[FakeProducer]) -> None:
    pen = Pen("broker:1")
    FakeProducer.failing = True
    with pytest.raises(KafkaTimeoutError):
        await pen.write("topic", 0, [(None, b"1")])
    assert not producers[0].running
    FakeProducer.failing = False
    await pen.write("topic", 0, [(None, b"1")])
    assert len(producers) == 2


async def test_stopping_twice_is_stopping_once(producers: list[FakeProducer]) -> None:
    pen = Pen("broker:1")
    await pen.write("topic", 0, [(None, b"1")])
    await pen.stop()
    await pen.stop()
    assert not producers[0].running
