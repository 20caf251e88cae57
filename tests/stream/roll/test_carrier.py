from __future__ import annotations

import logging
from typing import Any

import msgspec
import pytest
from redis.exceptions import ConnectionError as Away

from stream.roll import carrier
from stream.roll.carrier import Carrier, entries


class FakeRedis:
    """A Redis that remembers what was added, or is away."""

    def __init__(self) -> None:
        self.away = False
        self.added: list[tuple[dict[str, Any], int]] = []

    def pipeline(self, transaction: bool) -> FakeRedis:
        assert not transaction
        return self

    async def __aenter__(self) -> FakeRedis:
        return self

    async def __aexit__(self, *given: object) -> None: ...

    def xadd(self, stream: str, fields: dict[str, Any], maxlen: int, approximate: bool) -> None:
        self.added.append((fields, maxlen))

    async def execute(self) -> None:
        if self.away:
            self.added.clear()
            raise Away("gone")


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> FakeRedis:
    """What every carrier of the test speaks to."""
    fake = FakeRedis()
    monkeypatch.setattr("stream.roll.carrier.Redis.from_url", lambda *given, **more: fake)
    return fake


class Clock:
    """A monotonic clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_entry_stays_below_a_quarter_of_a_megabyte() -> None:
    states = [b'"%s"' % (bytes([97 + n]) * 60_000) for n in range(9)]
    found = list(entries(states))
    assert [len(msgspec.json.decode(entry)) for entry in found] == [4, 4, 1]
    assert max(map(len, found)) <= carrier.ENTRY_BYTES
    assert [state for entry in found for state in msgspec.json.decode(entry)] == [
        msgspec.json.decode(state) for state in states
    ]


def test_a_state_too_large_for_an_entry_has_one_of_its_own() -> None:
    huge = b'"%s"' % (b"a" * carrier.ENTRY_BYTES)
    assert [len(msgspec.json.decode(entry)) for entry in entries([b"1", huge, b"2"])] == [1, 1, 1]


def test_nothing_to_say_is_no_entry() -> None:
    assert list(entries([])) == []


async def test_entries_carry_the_version_and_the_states(redis: FakeRedis) -> None:
    assert await Carrier("redis://x", "s").send(7, [b"1", b"2"])
    assert redis.added == [({"v": 7, "s": b"[1,2]"}, 1)]


async def test_the_stream_keeps_no_more_than_it_may(
    redis: FakeRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrier, "MOST_BYTES", 30)
    of = Carrier("redis://x", "s")
    for version in range(5):
        await of.send(version, [b'"0123456"'])
    assert [maxlen for _, maxlen in redis.added] == [1, 2, 2, 2, 2]


async def test_redis_away_is_said_once_and_tried_again_later(
    redis: FakeRedis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    of = Carrier("redis://x", "s", clock)
    redis.away = True
    assert not await of.send(1, [b"1"])
    redis.away = False
    assert not await of.send(2, [b"1"]), "too early to ask again"
    clock.now += carrier.RETRY_S
    redis.away = True
    assert not await of.send(3, [b"1"])
    clock.now += carrier.RETRY_S
    redis.away = False
    assert await of.send(4, [b"1"])
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
