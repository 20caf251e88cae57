"""The SQL of the seal, answered by a table; tests/integration/test_ranking.py has a real one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction as F

import pytest

from schema.clock import day_end
from schema.queries import load
from schema.states import State
from stream.core.task import TaskState, pack
from stream.kpi.ranking.lift import Lift
from stream.kpi.ranking.seal import Sealed, Snapshot
from stream.roll import seals
from tests.stream.fold.fakes import FakeConnection
from tests.stream.kpi.ranking.tasks import COUNTRY

SQL, CATALOGUE = load("ranking"), load("catalogue")
DAY = date(2026, 6, 30)
NOW = day_end(DAY) + timedelta(minutes=5)


async def test_the_newest_sealed_day() -> None:
    assert await seals.last(FakeConnection({SQL.last_sealed: [(DAY,)]}).real) == DAY
    assert await seals.last(FakeConnection({SQL.last_sealed: [(None,)]}).real) is None


@pytest.mark.parametrize(
    ("folds", "settled"),
    [
        ([], False),
        ([(True, 0)], True),
        ([(True, 0), (True, 200)], True),
        ([(True, 0), (True, 201)], False),
        ([(False, 0)], False),
    ],
)
async def test_settled_is_a_fold_that_has_caught_up(
    folds: list[tuple[bool, int]], settled: bool
) -> None:
    connection = FakeConnection({SQL.folds: folds})
    assert await seals.settled(connection.real, NOW) is settled


async def test_without_a_catalogue_there_is_nothing_to_seal() -> None:
    assert await seals.material(FakeConnection().real, DAY) is None


async def test_what_a_day_is_sealed_from() -> None:
    blob = pack(TaskState(code="vn.01.t1"))
    connection = FakeConnection(
        {
            CATALOGUE.newest_body: [(7, COUNTRY.body.decode())],
            SQL.tasks: [("vn.01.t1", memoryview(blob))],
            SQL.again: [("vn.01.t1",)],
            SQL.volumes: [(date(2026, 4, 1), "vn.01", 9)],
        }
    )
    found = await seals.material(connection.real, DAY)
    assert found is not None
    assert (found.version, found.catalogue) == (7, COUNTRY)
    assert found.stored == [("vn.01.t1", blob)] and found.again == {"vn.01.t1": []}
    assert found.volumes == {date(2026, 4, 1): {"vn.01": 9}}
    given = connection.values[connection.said.index(SQL.again)]
    assert given["head"] == blob[:2]
    assert (given["end"], given["known"]) == (day_end(DAY), NOW)
    quarters = connection.values[connection.said.index(SQL.volumes)]
    assert quarters == ([date(2026, 4, 1), date(2026, 7, 1)],)


async def test_what_is_kept_of_a_day() -> None:
    table = Snapshot(league="provinces", day=DAY, method=1, rows=[{"unit": "vn.01"}], hash="ab")
    lift = Lift(task="vn.01.t1", state=State.DUE_SOON, due=DAY, gain=F(1, 8))
    sealed = Sealed(
        day=DAY,
        snapshots=(table,),
        volumes={date(2026, 7, 1): {"vn.01": 3}},
        lifts={"vn.01": [lift], "vn.02": []},
    )
    connection = FakeConnection()
    await seals.keep(connection.real, sealed, NOW)
    said = dict(zip(connection.said, connection.values, strict=True))
    assert json.loads(said[SQL.keep_table]["rows"]) == table.rows
    assert said[SQL.keep_volumes]["tasks"] == [3]
    kept = said[SQL.keep_lifts]
    assert (kept["day"], kept["units"], kept["places"]) == (date(2026, 7, 1), ["vn.01"], [1])
    assert (kept["tasks"], kept["gains"]) == (["vn.01.t1"], [0.125])


async def test_where_nothing_would_lift_anybody_what_did_is_forgotten() -> None:
    connection = FakeConnection()
    sealed = Sealed(day=DAY, snapshots=(), volumes={}, lifts={})
    await seals.keep(connection.real, sealed, NOW)
    assert connection.said == [SQL.forget_lifts, SQL.keep_lifts]
    assert connection.values[-1]["units"] == []
