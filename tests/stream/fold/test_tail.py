from __future__ import annotations

from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError

from stream.fold.tail import Tail


class FakeLog:
    def __init__(self) -> None:
        self.offsets = {0: 5, 1: 7}
        self.opened = self.closed = 0
        self.away = False

    async def __aenter__(self) -> FakeLog:
        self.opened += 1
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closed += 1

    async def ends(self) -> dict[int, int]:
        if self.away:
            raise KafkaConnectionError("away")
        return dict(self.offsets)


def make() -> tuple[Tail, FakeLog]:
    log: Any = FakeLog()
    return Tail(lambda: log), log


async def test_an_end_that_stays_keeps_its_instant() -> None:
    tail, log = make()
    first = await tail.read()
    log.offsets[1] = 8
    second = await tail.read()
    assert second[0] == first[0]
    assert second[1].offset == 8 and second[1].since >= first[1].since
    assert log.opened == 1, "one connection for all readings"


async def test_a_broker_that_is_away_keeps_the_ends_as_last_seen() -> None:
    tail, log = make()
    await tail.read()
    log.away = True
    with pytest.raises(KafkaConnectionError):
        await tail.read()
    assert tail.ends[0].offset == 5 and log.closed == 1
    log.away = False
    await tail.read()
    assert log.opened == 2


async def test_closing_twice_is_closing_once() -> None:
    tail, log = make()
    await tail.read()
    await tail.close()
    await tail.close()
    assert log.closed == 1
