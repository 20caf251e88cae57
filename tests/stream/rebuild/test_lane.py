"""A lane: every message once, the guilty one alone, and no patience with engines that are away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import psycopg
import pytest

from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from stream.core.fold import fold
from stream.core.partition import Partition
from stream.core.world import EMPTY
from stream.fold import transaction
from stream.fold.batch import Chunk, by_partition
from stream.fold.decode import DeadLetter, Parcel
from stream.fold.failpoint import nowhere
from stream.fold.load import Loaded
from stream.fold.recent import Recent
from stream.fold.session import Session
from stream.fold.store import Folded
from stream.fold.transaction import Committed, Tools
from stream.fold.worlds import Worlds
from stream.rebuild import lane
from stream.rebuild.lane import Lane
from tests.stream.fold.fakes import FakeConnection, many


class FakeReader:
    """Gives all parcels at once."""

    given: Sequence[Parcel] = ()

    def __init__(self, *_: Any) -> None:
        pass

    async def until(self, ends: Mapping[int, int]) -> AsyncIterator[list[Parcel]]:
        yield list(self.given)


class Database:
    """Commits at most `most` messages a transaction; breaks as told."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.buried: list[int] = []
        self.guilty: set[int] = set()
        self.error: Exception | None = None
        self.in_the_way = 0
        self.most = 1_000
        self.at: dict[int, int] = {}

    async def run(self, _: Any, chunk: Chunk, held: Mapping[int, Partition], *__: Any) -> Committed:
        if self.error is not None:
            raise self.error
        self.chunks.append(chunk)
        if self.in_the_way:
            self.in_the_way -= 1
            raise psycopg.errors.DeadlockDetected
        for parcel in chunk:
            dead = isinstance(parcel.content, DeadLetter)
            if parcel.offset in self.guilty and not dead:
                raise RuntimeError("poisoned")
            self.buried += [parcel.offset] if dead else []
        folded = []
        for number, parcels in by_partition(chunk).items():
            base = held.get(number) or Partition(number=number, next_offset=self.at.get(number, 0))
            folding = fold(base, [], EMPTY)
            try:
                next(folding)
                raise AssertionError("expected nothing to be asked for")
            except StopIteration as end:
                outcome = end.value
            outcome.overlay.next_offset = parcels[: self.most][-1].offset + 1
            self.at[number] = outcome.overlay.next_offset
            folded.append(Folded(partition=number, outcome=outcome))
        return Committed(folded=tuple(folded), loaded=())


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    made, connection = Database(), FakeConnection()

    async def connected(self: Session) -> FakeConnection:
        return connection

    monkeypatch.setattr(transaction, "run", made.run)
    monkeypatch.setattr(Session, "connection", connected)
    monkeypatch.setattr(lane, "Reader", FakeReader)
    made.said = connection.said  # type: ignore[attr-defined]
    return made


def lane_of(told: list[int], *parcels: Parcel) -> Lane:
    FakeReader.given = parcels
    tools = Tools(partitions=8, worlds=Worlds(), recent=Recent(), channel="c", reach=nowhere)
    return Lane(Settings(), 2, (0, 1), tools, lambda chunk: told.append(len(chunk)))


async def test_every_message_is_folded_and_told(database: Database) -> None:
    told: list[int] = []
    one = lane_of(told, *many(150), *many(20, partition=1))
    await one.begin()
    await one.fold_to({0: 150, 1: 20})
    assert {number: held.next_offset for number, held in one.held.items()} == {0: 150, 1: 20}
    assert sum(told) == 170
    assert load("rebuild").hurry in database.said  # type: ignore[attr-defined]


async def test_what_a_transaction_leaves_over_goes_into_the_next(database: Database) -> None:
    database.most = 3
    one = lane_of([], *many(7))
    await one.fold_to({0: 7})
    assert [len(chunk) for chunk in database.chunks] == [7, 4, 1]


async def test_the_guilty_message_alone_becomes_a_dead_letter(database: Database) -> None:
    database.guilty = {2}
    one = lane_of([], *many(5))
    await one.fold_to({0: 5})
    assert database.buried == [2]
    assert one.held[0].next_offset == 5


@pytest.mark.parametrize("size", [1, 5])
async def test_an_engine_that_is_away_ends_it(database: Database, size: int) -> None:
    database.error = psycopg.OperationalError("away")
    with pytest.raises(psycopg.OperationalError):
        await lane_of([], *many(size)).fold_to({0: size})
    assert database.buried == []


@pytest.mark.parametrize("size", [1, 5])
async def test_lanes_in_each_others_way_go_again(database: Database, size: int) -> None:
    database.in_the_way = lane.MOST_TRIES - 1
    one = lane_of([], *many(size))
    await one.fold_to({0: size})
    assert database.buried == [] and one.held[0].next_offset == size
    database.in_the_way = lane.MOST_TRIES
    with pytest.raises(psycopg.errors.DeadlockDetected):
        await lane_of([], *many(size)).fold_to({0: size})


async def test_a_log_with_a_hole_ends_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_: Any, chunk: Chunk, held: Mapping[int, Partition], *__: Any) -> Committed:
        loaded = Loaded(partition=Partition(number=0, next_offset=2), unsent=(), failures=0)
        return Committed(folded=(), loaded=(loaded,))

    monkeypatch.setattr(transaction, "run", nothing)
    with pytest.raises(Contradiction, match=r"a log without holes, got .*5"):
        await lane_of([], *many(7)[5:]).fold_to({0: 7})
