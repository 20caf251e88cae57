"""Redis carries hints, SQL decides: whatever one loses the other brings."""

from __future__ import annotations

from typing import Any, cast

import pytest
from redis.asyncio import Redis

from schema.clock import Clock
from schema.kpi import KpiState, encode
from schema.names import Names
from tests.web.fakes import FakePool, ManualClock, state
from web.facts.book import LOST, Book, Key
from web.kpi_feed import KpiFeed, wanted


class Rig:
    """A feed on tables and a stream that the test fills."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = {"max(kpi_version)": [(0,)]}
        self.pool = FakePool(self.rows)
        self.clock = ManualClock()
        self.book = Book(self.clock)
        self.book.load(self.book.missing([("vn", "")]), [])
        self.moved: list[set[Key]] = []
        self.feed = KpiFeed(
            pool=self.pool.as_pool(),
            redis_url="redis://none",
            names=Names(),
            clock=Clock(),
            book=self.book,
        )

    def publish(self, *states: KpiState, version: int) -> None:
        self.rows["max(kpi_version)"] = [(version,)]
        self.rows["where kpi_version >"] = [(encode(each).decode(),) for each in states]

    async def poll(self) -> None:
        """One round of the poll."""
        await self.feed.look(self.moved.append)


class Stream:
    """Redis with one answer to XREAD."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    async def xread(self, streams: dict[str, str], block: int, count: int) -> Any:
        return self.answer


def test_only_what_is_asked_for_is_decoded() -> None:
    rig = Rig()
    found = wanted(encode([state("vn"), state("vn.15")]), rig.book)
    assert [each.scope for each in found] == ["vn"]


async def test_an_entry_of_the_stream_moves_its_scopes() -> None:
    rig = Rig()
    entry = (b"17-0", {b"s": encode([state("vn", version=3), state("vn.15", version=3)])})
    redis = cast(Redis, Stream([(b"nhip:kpi", [entry])]))
    assert await rig.feed._read(redis, "$", rig.moved.append) == "17-0"
    assert rig.moved == [{("vn", "")}]
    assert not rig.book.lost
    assert await rig.feed._read(redis, "$", rig.moved.append) == "17-0"
    assert len(rig.moved) == 1, "the same version again moves nothing"


@pytest.mark.parametrize(
    "fields", [{}, {b"s": b""}, {b"s": b"\xff"}, {b"s": b"[1]"}, {b"s": b'[{"scope": "vn"}]'}]
)
async def test_an_entry_that_is_none_is_passed_over(fields: dict[bytes, bytes]) -> None:
    rig = Rig()
    good = (b"18-0", {b"s": encode([state("vn", version=3)])})
    redis = cast(Redis, Stream([(b"nhip:kpi", [(b"17-0", fields), good])]))
    assert await rig.feed._read(redis, "$", rig.moved.append) == "18-0"
    assert rig.moved == [{("vn", "")}]


async def test_an_empty_answer_keeps_the_place() -> None:
    rig = Rig()
    assert await rig.feed._read(cast(Redis, Stream([])), "16-0", rig.moved.append) == "16-0"
    assert rig.moved == []


async def test_what_the_stream_lost_the_poll_finds() -> None:
    rig = Rig()
    rig.publish(state("vn", version=4), version=4)
    await rig.poll()
    assert rig.moved == [{("vn", "")}]
    (query,) = [values for text, values in rig.pool.executed if "kpi_version >" in text]
    assert query == (["vn"], [""], 0)


async def test_another_build_counts_from_the_beginning() -> None:
    rig = Rig()
    rig.publish(state("vn", version=40), version=40)
    await rig.poll()
    rig.publish(version=2)
    await rig.poll()
    assert rig.book.keys() == []


async def test_boards_are_told_that_the_feed_is_lost_and_back() -> None:
    rig = Rig()
    rig.book.heard()
    await rig.poll()
    assert rig.moved == [{("vn", "")}], "it is back (it was never there before)"
    rig.clock.at += LOST + 1
    await rig.poll()
    assert rig.moved == [{("vn", "")}] * 2


async def test_the_poll_outlives_the_absence_of_the_database() -> None:
    rig = Rig()
    rig.pool.away = True
    await rig.poll()
    rig.pool.away = False
    rig.publish(state("vn", version=4), version=4)
    await rig.poll()
    assert rig.moved == [{("vn", "")}]
