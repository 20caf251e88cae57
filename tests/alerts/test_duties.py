"""The duties over fakes: engines go away and come back, and nothing ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import psycopg
import pytest
from aiokafka.errors import KafkaConnectionError
from redis.exceptions import ConnectionError as RedisAway

from alerts import duties as module
from alerts.backoff import Backoff
from alerts.bell import Bell
from alerts.book import Book
from alerts.dispatch import Dispatcher
from alerts.duties import Duties
from alerts.ledger import Arrival, Ledger, Moved
from alerts.standings import Standings
from alerts.status import Duty, Status
from schema.errors import Contradiction, NhipError
from tests.alerts.builders import NOW, book, standing
from tests.alerts.fakes import FakeRedis, ManualClock, MemoryOutbox, RecordingChannel


class FakeStandings:
    """A topic that hands out what is put into it."""

    unreadable = 0

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[Arrival] = asyncio.Queue()
        self.sought: list[dict[int, int]] = []
        self.fail: list[Exception] = []
        self.end = 0
        self.committed: dict[int, int] = {}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[FakeStandings]:
        if self.fail:
            raise self.fail.pop()
        yield self

    async def seek(self, positions: Mapping[int, int]) -> None:
        self.sought.append(dict(positions))

    async def take(self) -> list[Arrival]:
        return [await self.waiting.get()]

    async def ends(self, partitions: Mapping[int, int]) -> dict[int, int]:
        return dict.fromkeys(partitions, self.end)

    async def commit(self, positions: Mapping[int, int]) -> None:
        self.committed = dict(positions)


class FakeLedger:
    """Judges by heart."""

    def __init__(self) -> None:
        self.at, self.fail = {0: 0}, list[Exception]()
        self.judged: asyncio.Queue[int] = asyncio.Queue()
        self.climbed = asyncio.Semaphore(0)
        self.due = 0

    async def positions(self) -> dict[int, int]:
        if self.fail:
            raise self.fail.pop()
        return dict(self.at)

    async def judge(self, arrivals: list[Arrival], expected: Mapping[int, int]) -> Book:
        if self.at != expected:
            raise Moved("stands elsewhere")
        self.at = {0: arrivals[-1].offset + 1}
        self.judged.put_nowait(arrivals[-1].offset)
        return book(*(one.standing for one in arrivals if one.standing is not None))

    async def climb(self) -> Book:
        self.climbed.release()
        self.due, some = max(self.due - 1, 0), self.due > 0
        return book(standing()) if some else book()


class RecordingStatus(Status):
    """Remembers what it ever named as away."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[tuple[str, str]] = []

    def away(self, part: str, why: object) -> int:
        self.named.append((part, str(why)))
        return super().away(part, why)


class WatchedBell(Bell):
    """Tells when whoever it wakes has done its work and waits."""

    def __init__(self) -> None:
        super().__init__()
        self.idle = asyncio.Event()

    def ring(self) -> None:
        self.idle.clear()
        super().ring()

    async def wait(self) -> None:
        self.idle.set()
        await super().wait()


class World:
    """Duties between fakes."""

    def __init__(self) -> None:
        self.standings, self.ledger, self.status = FakeStandings(), FakeLedger(), RecordingStatus()
        self.outbox, self.redis, self.bell = MemoryOutbox(), FakeRedis(), Bell()
        self.channel = RecordingChannel()
        clock = ManualClock(hand=[NOW])
        self.duties = Duties(
            ledger=cast(Ledger, self.ledger),
            outbox=self.outbox,
            dispatcher=Dispatcher(self.outbox, {"inbox": self.channel}, clock, self.bell),
            open_standings=lambda: cast(Standings, self.standings.open()),
            redis=cast(Any, self.redis),
            status=self.status,
            outbox_bell=self.bell,
        )
        self.duties.gauge_bell = self.gauge_bell = WatchedBell()
        self.status.take(Duty.AT_WORK)

    def arrives(self, offset: int) -> None:
        """A standing comes."""
        seen = standing(version=offset + 1)
        one = Arrival(partition=0, offset=offset, published_at=NOW, standing=seen)
        self.standings.waiting.put_nowait(one)

    @property
    def away(self) -> dict[str, str]:
        """Engines the status names as away."""
        return cast(dict[str, str], self.status.report()[1].get("away", {}))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(module, "_BACKOFF", Backoff(base=0.0, cap=0.0))
    return World()


@asynccontextmanager
async def under_way(*duties: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """The duties run meanwhile; none of them may end."""
    tasks = [asyncio.ensure_future(duty()) for duty in duties]
    async with asyncio.timeout(5):
        yield
    assert not any(task.done() for task in tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def looked(world: World) -> None:
    """The gauge looks once more, from beginning to end."""
    await world.gauge_bell.idle.wait()
    world.gauge_bell.ring()
    await world.gauge_bell.idle.wait()


async def test_standings_are_judged_from_where_sql_stands(world: World) -> None:
    world.ledger.at = {0: 4}
    async with under_way(world.duties.judge):
        world.arrives(4)
        assert await world.ledger.judged.get() == 4
        await world.bell.wait()
    assert world.standings.sought == [{0: 4}]


async def test_when_another_judged_meanwhile_it_begins_again_from_sql(world: World) -> None:
    async with under_way(world.duties.judge):
        world.arrives(0)
        await world.ledger.judged.get()
        world.ledger.at = {0: 9}
        world.arrives(1)
        world.arrives(9)
        assert await world.ledger.judged.get() == 9
    assert world.standings.sought == [{0: 0}, {0: 9}]


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (psycopg.OperationalError("gone"), "database"),
        (psycopg.errors.UndefinedTable("no table"), "database"),
        (NhipError("not set up"), "system"),
        (KafkaConnectionError("gone"), "kafka"),
        (Contradiction("made anew"), "kafka"),
    ],
)
async def test_an_engine_that_is_away_is_named_and_waited_for(
    world: World, error: Exception, part: str
) -> None:
    (world.standings if part == "kafka" else world.ledger).fail.append(error)
    async with under_way(world.duties.judge):
        world.arrives(0)
        await world.ledger.judged.get()
    assert world.status.named == [(part, str(error))]


async def test_steps_are_climbed_until_none_is_due_then_at_each_ring(world: World) -> None:
    world.ledger.due = 2
    async with under_way(world.duties.climb):
        for _ in range(3):
            await world.ledger.climbed.acquire()
        assert world.ledger.climbed.locked()
        world.duties.steps_bell.ring()
        await world.ledger.climbed.acquire()


async def test_what_waits_is_sent(world: World) -> None:
    await world.outbox.add("inbox", "vn.15", NOW)
    async with under_way(world.duties.dispatch):
        await world.channel.begun.acquire()


async def test_the_gauge_knows_how_far_behind_we_are(world: World) -> None:
    world.standings.end = 7
    await world.outbox.add("inbox", "vn.15", NOW)
    async with under_way(world.duties.judge, world.duties.gauge):
        world.arrives(0)
        await world.ledger.judged.get()
        await looked(world)
        detail = world.status.report()[1]
    assert (detail["lag"], detail["waiting"]) == (6, 1)
    assert world.standings.committed == {0: 1}


async def test_the_gauge_names_redis_and_forgives_it(world: World) -> None:
    async with under_way(world.duties.gauge):
        world.redis.error = RedisAway("refused")
        await looked(world)
        assert "redis" in world.away
        world.redis.error = None
        await looked(world)
        assert world.away == {}
