from __future__ import annotations

from typing import Any

import psycopg
import pytest

from schema.place import partition_of
from schema.queries import load
from schema.wire import CatalogueIs, ClockTo
from stream.core.partition import Partition
from stream.fold.decode import Parcel, ids_in
from stream.fold.failpoint import nowhere
from stream.fold.recent import Recent
from stream.fold.transaction import Committed, Retired, Tools, run
from stream.fold.worlds import Worlds
from tests.builders import COMMUNE, TASK, assigned, at, progress
from tests.stream.fold.fakes import FakeConnection, parcel, reported

HOME = partition_of(COMMUNE, 8)
SQL = load("fold")


def tools(reach: Any = nowhere) -> Tools:
    return Tools(
        partitions=8, worlds=Worlds(), recent=Recent(), channel="nhip_partials", reach=reach
    )


def database(offset: int = 0, **more: Any) -> FakeConnection:
    """A database whose partition HOME stands at an offset."""
    position = (HOME, offset, None, None, 0, None, None)
    return FakeConnection({SQL.lock_positions: [position], SQL.read_position: [position], **more})


def chunk(*offsets: int) -> tuple[Parcel, ...]:
    """Messages at these offsets: an assignment first, then progress."""
    return tuple(
        parcel(reported(assigned(), unit="vn.15"), HOME, offset)
        if offset == 0
        else parcel(reported(progress(0.1, days=offset)), HOME, offset)
        for offset in offsets
    )


async def fold(
    connection: FakeConnection,
    parcels: tuple[Parcel, ...],
    held: dict[int, Partition] | None = None,
    sent: dict[int, int] | None = None,
    with_tools: Tools | None = None,
) -> Committed:
    given = {HOME: Partition(number=HOME)} if held is None else held
    return await run(connection.real, parcels, given, sent or {}, with_tools or tools())


async def test_everything_happens_between_begin_and_commit_in_its_order() -> None:
    connection = database()
    committed = await fold(connection, chunk(0, 1))
    order = (
        *(SQL.begin, SQL.lock_positions, SQL.savepoint, SQL.copy_updates),
        *(SQL.keep_tasks, SQL.move_position, SQL.notify, SQL.commit),
    )
    places = [connection.said.index(statement) for statement in order]
    assert places == sorted(places) and connection.said[-1] == SQL.commit
    assert committed.folded[0].stamp == 2
    moved = connection.values[connection.said.index(SQL.move_position)]
    assert (moved[0], moved[-1]) == (2, HOME)


async def test_positions_are_locked_in_ascending_order() -> None:
    rows = [(number, 0, None, None, 0, None, None) for number in (2, 5)]
    connection = FakeConnection({SQL.lock_positions: rows})
    parcels = (parcel(ClockTo(to=at()), 5, 0), parcel(ClockTo(to=at()), 2, 0))
    await fold(connection, parcels, held={})
    assert connection.values[1] == ([2, 5],)


async def test_a_build_that_was_left_has_no_positions_and_gets_nothing() -> None:
    connection = database()
    connection.answers[SQL.lock_positions] = []
    with pytest.raises(Retired, match="of the active build"):
        await fold(connection, chunk(0))
    assert connection.said[-1] == SQL.savepoint


async def test_what_is_folded_already_is_left_out() -> None:
    connection = database(offset=2)
    held = {HOME: Partition(number=HOME, next_offset=2)}
    committed = await fold(connection, chunk(0, 1), held)
    assert committed.folded == () and SQL.copy_updates not in connection.said
    assert connection.said[-1] == SQL.commit


async def test_what_comes_too_early_waits_for_what_is_missing() -> None:
    committed = await fold(database(), chunk(0, 2, 3))
    assert committed.folded[0].stamp == 1


async def test_a_position_that_another_worker_moved_is_loaded_anew() -> None:
    connection = database(offset=1)
    committed = await fold(connection, chunk(0, 1))
    assert SQL.read_partials in connection.said
    assert [one.partition.number for one in committed.loaded] == [HOME]
    assert committed.folded[0].stamp == 2


async def test_a_partition_that_is_not_held_is_loaded() -> None:
    connection = database()
    committed = await fold(connection, chunk(0), held={})
    assert len(committed.loaded) == 1


async def test_what_follows_another_catalogue_waits_for_the_next_transaction() -> None:
    parcels = (
        *chunk(0),
        parcel(CatalogueIs(version=1), HOME, 1),
        *chunk(2),
    )
    connection = database()
    committed = await fold(connection, parcels)
    assert committed.folded[0].stamp == 2
    assert SQL.take_time in connection.said, "every task is judged anew"


class Stubborn(FakeConnection):
    """Refuses the first COPY of updates: an id is there already."""

    def __init__(self, answers: dict[str, Any], times: int = 1) -> None:
        super().__init__(answers)
        self.times = times
        self.answers[SQL.copy_updates] = psycopg.errors.UniqueViolation()

    async def execute(self, statement: Any, values: Any = (), **more: Any) -> Any:
        if statement == SQL.rollback_to_savepoint:
            self.times -= 1
            if not self.times:
                del self.answers[SQL.copy_updates]
        return await super().execute(statement, values, **more)


async def test_an_id_that_is_there_already_is_folded_again_knowing_it() -> None:
    (first,) = chunk(0)
    update = first.content.updates[0]  # type: ignore[union-attr]
    said = ("report-1", COMMUNE, "officer-1", "web", "form")
    row = (update.id, TASK, b"h" * 32, at(-1), at(-1), *said)
    connection = Stubborn({**database().answers, SQL.read_known: [row]})
    committed = await fold(connection, (first,))
    assert connection.said.count(SQL.rollback_to_savepoint) == 1
    (folded,) = committed.folded
    assert folded.outcome.updates == [] and len(folded.outcome.reports) == 1
    assert connection.said[-1] == SQL.commit


async def test_an_id_folded_a_moment_ago_is_asked_for_before_it_is_in_the_way() -> None:
    (first,) = chunk(0)
    ids, with_tools = ids_in([first]), tools()
    with_tools.recent.remember((await fold(database(), (first,))).folded[0].outcome)
    said = ("report-1", COMMUNE, "officer-1", "web", "form")
    row = (*ids, TASK, b"h" * 32, at(-1), at(-1), *said)
    connection = FakeConnection({**database().answers, SQL.read_known: [row]})
    committed = await fold(connection, (first,), with_tools=with_tools)
    assert connection.values[connection.said.index(SQL.read_known)] == (ids,)
    assert SQL.rollback_to_savepoint not in connection.said
    assert committed.folded[0].outcome.updates == []


async def test_ids_that_keep_turning_up_are_not_tried_for_ever() -> None:
    connection = Stubborn(dict(database().answers), times=99)
    with pytest.raises(psycopg.errors.UniqueViolation):
        await fold(connection, chunk(0))
    assert connection.said.count(SQL.copy_updates) == 3
    assert SQL.commit not in connection.said


async def test_what_was_relayed_is_marked() -> None:
    connection = database()
    await fold(connection, chunk(0), sent={HOME: 12, HOME + 1: 5})
    assert connection.values[connection.said.index(SQL.mark_sent)] == (HOME, 12)
    assert connection.said.count(SQL.mark_sent) == 1, "only where the position is locked"


async def test_failpoints_lie_around_the_commit() -> None:
    connection = database()
    places: list[tuple[str, bool]] = []

    def reach(place: str) -> None:
        places.append((place, SQL.commit in connection.said))

    await fold(connection, chunk(0), with_tools=tools(reach))
    assert places == [("after_write", False), ("before_commit", False), ("after_commit", True)]
