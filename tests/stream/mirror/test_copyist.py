"""A message gets the offset, the time and the key it has at the first site, or the copying ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

import pytest
from aiokafka import TopicPartition

from schema.errors import Contradiction
from schema.settings import Settings
from schema.wire import CatalogueIs, encode
from stream.mirror import copyist as module
from stream.mirror.copyist import Copyist, let_go, version_named
from tests.stream.mirror.twins import TOPIC, Consumer, Producer, record


class Desk:
    """A copyist between two twins."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.source, self.target = Consumer(), Producer()
        self.target.ends = {0: 5, 1: 0}
        self.fetched: list[int] = []
        monkeypatch.setattr(module, "AIOKafkaConsumer", lambda **_: self.source)
        monkeypatch.setattr(module, "AIOKafkaProducer", lambda **_: self.target)
        self.copyist = Copyist(Settings(), Settings(), {0: 5, 1: 0}, self.fetch)

    async def fetch(self, version: int) -> None:
        assert not any(each["value"] == ANNOUNCES for each in self.target.sent)
        self.fetched.append(version)

    async def copied(self) -> None:
        """One round."""
        await self.copyist.give(await self.copyist.take())


ANNOUNCES = encode(CatalogueIs(version=7))


@pytest.fixture
async def desk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """Partition 0 copied up to 5, partition 1 not begun."""
    desk = Desk(monkeypatch)
    async with desk.copyist:
        yield desk
    assert desk.source.stopped and desk.target.stopped


async def test_it_goes_on_where_the_own_log_ends(desk: Desk) -> None:
    assert desk.source.sought == {0: 5, 1: 0}
    assert desk.source.committed == {0: 5, 1: 0}, "what a mirror before us has said is corrected"


async def test_messages_are_the_same_at_both_sites(desk: Desk) -> None:
    desk.source.batches = [[record(5, b"a"), record(6, None), record(0, b"c", partition=1)]]
    await desk.copied()
    assert [
        (s["topic"], s["partition"], s["value"], s["timestamp_ms"]) for s in desk.target.sent
    ] == [
        (TOPIC, 0, b"a", 1_005),
        (TOPIC, 0, None, 1_006),
        (TOPIC, 1, b"c", 1_000),
    ]
    assert {each["key"] for each in desk.target.sent} == {b"vn.15"}
    assert desk.source.committed == desk.copyist.positions == {0: 7, 1: 1}


async def test_a_missing_message_ends_it_before_anything_is_written(desk: Desk) -> None:
    desk.source.batches = [[record(5), record(7)]]
    with pytest.raises(Contradiction, match="partition 0: expected message 6, got 7"):
        await desk.copied()
    assert desk.target.sent == []


async def test_a_message_that_gets_another_offset_is_not_confirmed(desk: Desk) -> None:
    desk.target.ends[0] = 6  # somebody else has written here
    desk.source.batches = [[record(5)]]
    with pytest.raises(Contradiction, match="partition 0: expected message 5, got 6"):
        await desk.copied()
    assert desk.source.committed == {0: 5, 1: 0}


async def test_a_catalogue_is_there_before_the_message_that_names_it(desk: Desk) -> None:
    desk.source.batches = [[record(5), record(6, ANNOUNCES)]]
    await desk.copied()
    assert desk.fetched == [7]


async def test_who_sends_is_stopped_before_anything_else_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def send() -> None:
        await asyncio.get_running_loop().create_future()

    sending = desk.target.sender_task = asyncio.create_task(send())
    await asyncio.sleep(0)

    async def close() -> None:
        assert sending.cancelling(), "what is not sent is sent no more, however long this takes"

    monkeypatch.setattr(desk.target, "close", close)
    await let_go(cast(Any, desk.target))
    assert sending.cancelled()
    monkeypatch.undo()


async def test_where_the_first_log_ends(desk: Desk) -> None:
    desk.source.ends = {0: 9, 1: 0}
    assert await desk.copyist.ends() == {0: 9, 1: 0}


async def test_a_first_log_that_lost_its_end_ends_it(desk: Desk) -> None:
    desk.source.ends = {0: 4, 1: 0}
    with pytest.raises(Contradiction, match="partition 0: 4 messages at the first site, 5 here"):
        await desk.copyist.ends()


async def test_what_is_copied_while_the_end_is_asked_for_was_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asked(places: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        desk.source.batches = [[record(5), record(6)]]
        await desk.copied()
        return dict.fromkeys(places, 5)

    monkeypatch.setattr(desk.source, "end_offsets", asked)
    assert await desk.copyist.ends() == {0: 5, 1: 5}


async def test_a_standby_that_does_not_confirm_is_away_before_the_lock_is_lost(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONFIRM_MS", 1)

    async def never(*_: object, **__: object) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(desk.target, "send", never)
    desk.source.batches = [[record(5)]]
    with pytest.raises(TimeoutError):
        await desk.copied()
    assert desk.source.committed == {0: 5, 1: 0}


async def test_a_catalogue_is_fetched_before_the_right_to_write_is_asked_for(desk: Desk) -> None:
    desk.source.batches = [[record(5, ANNOUNCES)]]
    await desk.copyist.take()
    assert desk.fetched == [7] and desk.target.sent == []


async def test_a_first_site_that_does_not_confirm_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONFIRM_MS", 1)

    async def never(*_: object) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(desk.source, "commit", never)
    desk.source.batches = [[record(5)]]
    with pytest.raises(TimeoutError):
        await desk.copied()


@pytest.mark.parametrize(
    ("value", "version"),
    [(ANNOUNCES, 7), (None, None), (b'{"catalogue":', None), (b'{"v":1,"clock":{}}', None)],
)
def test_which_version_a_message_names(value: bytes | None, version: int | None) -> None:
    assert version_named(value) == version
