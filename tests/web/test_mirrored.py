"""Required: no promise before the second site has it, and none is asked for while it is late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from aiokafka import OffsetAndMetadata, TopicPartition
from aiokafka.errors import KafkaConnectionError

from schema.parts import Located
from schema.settings import Settings
from schema.wire import CanarySent, LogMessage
from web import mirrored as module
from web.log import Away, Part
from web.mirrored import MirroredLog, MirrorGroup

PARTS = cast(Sequence[Located], ["a part", "another"])


class Own:
    """This site's log: two partitions, in each append a message to those asked for, else both."""

    ready = True

    def __init__(self) -> None:
        self.ends = {0: 10, 1: 20}
        self.appended = 0
        self.sent: list[tuple[int, LogMessage]] = []

    async def append(self, parts: Sequence[Located]) -> list[Part]:
        self.appended += 1
        places: list[int] = [p for p in cast(Any, parts) if isinstance(p, int)] or [*self.ends]
        written = [Part(partition=number, offset=self.ends[number]) for number in places]
        self.ends |= {number: self.ends[number] + 1 for number in places}
        return written

    async def send(self, partition: int, message: LogMessage) -> None:
        self.sent.append((partition, message))

    async def run(self) -> None:
        await asyncio.get_running_loop().create_future()


class Rig:
    """A log and what the second site says it has."""

    def __init__(self) -> None:
        self.own = Own()
        self.has = {0: 10, 1: 20}
        self.error: Exception | None = None
        self.asked = asyncio.Event()
        self.closed = False
        self.log = MirroredLog(self.own, self)

    async def close(self) -> None:
        self.closed = True

    async def ends(self) -> dict[int, int]:
        self.asked.set()
        if self.error is not None:
            raise self.error
        return dict(self.has)

    async def looked(self) -> None:
        """The second site is asked once more."""
        self.asked.clear()
        await self.asked.wait()


@pytest.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    """The second site has everything so far."""
    monkeypatch.setattr(module, "ASK_EVERY_S", 0.0)
    monkeypatch.setattr(module, "RETRY_S", 0.0)
    rig = Rig()
    running = asyncio.create_task(rig.log.run())
    await rig.asked.wait()
    await asyncio.sleep(0)
    yield rig
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert rig.closed


async def test_a_promise_waits_until_the_second_site_has_every_part(rig: Rig) -> None:
    promise = asyncio.create_task(rig.log.append(PARTS))
    await rig.looked()
    rig.has = {0: 11, 1: 20}
    await rig.looked()
    await rig.looked()
    assert not promise.done(), "one of two parts is not there"
    rig.has = {0: 11, 1: 21}
    assert [part.offset for part in await promise] == [10, 20]


async def test_nothing_is_written_while_the_second_site_is_late(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0.0)
    with pytest.raises(Away, match="did not confirm"):
        await rig.log.append(PARTS)
    assert not rig.log.follows and rig.log.ready
    with pytest.raises(Away, match="does not follow"):
        await rig.log.append(PARTS)
    assert rig.own.appended == 1
    rig.has = {0: 11, 1: 21}
    await rig.looked()
    await asyncio.sleep(0)
    assert rig.log.follows


async def test_a_log_behind_the_second_site_promises_nothing(rig: Rig) -> None:
    rig.own.ends = {0: 9, 1: 20}  # made anew, or cut off
    with pytest.raises(Away, match="the second site has more than this one"):
        await rig.log.append(PARTS)


async def test_what_the_second_site_had_for_others_is_no_confirmation(rig: Rig) -> None:
    """Others (another gateway, the fold) wrote up to 15, all of it mirrored; then the log lost its
    end: what is written at 12 now is not what the second site has there."""
    rig.has = {0: 15, 1: 20}
    await rig.looked()
    await rig.looked()
    rig.own.ends = {0: 12, 1: 20}
    with pytest.raises(Away, match="the second site has more than this one"):
        await rig.log.append(PARTS)


async def test_what_cannot_be_asked_promises_nothing(rig: Rig) -> None:
    rig.error = KafkaConnectionError()
    await rig.looked()
    await rig.looked()
    with pytest.raises(Away, match="does not follow"):
        await rig.log.append(PARTS)
    rig.error = None
    await rig.looked()
    await rig.looked()
    assert rig.log.follows


async def test_each_part_that_was_late_is_waited_for(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0.0)
    both = (rig.log.append(cast(Any, [0])), rig.log.append(cast(Any, [1])))
    for each in await asyncio.gather(*both, return_exceptions=True):
        assert isinstance(each, Away)
    rig.has = {0: 10, 1: 21}
    await rig.log.look()
    assert not rig.log.follows, "the first part is not there"
    rig.has = {0: 11, 1: 21}
    await rig.log.look()
    assert rig.log.follows


async def test_a_kafka_that_cannot_be_asked_is_asked_again(rig: Rig) -> None:
    promise = asyncio.create_task(rig.log.append(PARTS))
    rig.error = KafkaConnectionError()
    await rig.looked()
    await rig.looked()
    assert not promise.done()
    rig.error, rig.has = None, {0: 11, 1: 21}
    assert await promise


async def test_a_message_of_ours_waits_for_nobody(rig: Rig) -> None:
    message = CanarySent(sent_at=datetime(2026, 11, 22, tzinfo=UTC))
    rig.has = {}
    await rig.log.send(3, message)
    assert rig.own.sent == [(3, message)]


async def test_before_the_second_site_was_asked_nothing_is_written() -> None:
    rig = Rig()
    with pytest.raises(Away, match="does not follow"):
        await rig.log.append(PARTS)
    assert rig.own.appended == 0


async def test_the_group_of_the_mirror_is_asked_on_one_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Admin] = []

    class Admin:
        def __init__(self, **_: Any) -> None:
            self.closed = False
            self.error: Exception | None = None
            made.append(self)

        async def start(self) -> None:
            """At once."""

        async def close(self) -> None:
            self.closed = True

        async def list_consumer_group_offsets(self, group: str) -> Any:
            assert group == "nhip.mirror"
            if self.error is not None:
                raise self.error
            return {
                TopicPartition("nhip.reports", 3): OffsetAndMetadata(7, ""),
                TopicPartition("other", 3): OffsetAndMetadata(9, ""),
            }

    monkeypatch.setattr(module, "AIOKafkaAdminClient", Admin)
    group = MirrorGroup(Settings())
    assert await group.ends() == await group.ends() == {3: 7}
    assert len(made) == 1
    made[0].error = KafkaConnectionError()
    with pytest.raises(KafkaConnectionError):
        await group.ends()
    assert made[0].closed
    assert await group.ends() == {3: 7}
    await group.close()
    assert made[1].closed
