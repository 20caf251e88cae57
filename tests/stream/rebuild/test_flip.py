"""The flip says everything in one transaction, in its order (what it does: tests/integration)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from psycopg import sql

from schema.queries import load
from schema.settings import Settings
from stream.rebuild import flip
from stream.rebuild.flip import RECORD, Differs, Pair, Unfit
from stream.rebuild.folding import Folding
from stream.roll import read
from tests.stream.fold.fakes import FakeConnection, FakeCursor

SQL = load("rebuild")
PAIR = Pair(settings=Settings(), live=1, anew=2)


class Database(FakeConnection):
    """One connection; also notes where the transaction begins and ends, and the fold between."""

    def __init__(self, changed: list[tuple[str]], more: dict[str, Any]) -> None:
        super().__init__(
            {
                SQL.live_positions: [(0, 5), (1, 7)],
                PAIR.said(SQL.changed_tasks).as_string(): changed,
                load("migrate").tables: [("kpi_day",), ("task",)],
                **more,
            }
        )

    async def __aenter__(self) -> Database:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def execute(self, statement: Any, values: Any = (), **_: Any) -> FakeCursor:
        text = statement.as_string() if isinstance(statement, sql.Composable) else statement
        return await super().execute(text, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        self.said.append("BEGIN")
        try:
            yield
        except BaseException:
            self.said.append("ROLLBACK")
            raise
        self.said.append("COMMIT")

    async def to(self, ends: Mapping[int, int]) -> None:
        assert ends == {0: 5, 1: 7}
        self.said.append("FOLD")


async def run(
    monkeypatch: pytest.MonkeyPatch,
    *,
    accept: bool = False,
    changed: list[tuple[str]],
    more: dict[str, Any] | None = None,
) -> Database:
    made = Database(changed, more or {})

    async def connect(settings: Settings, *, build: int, **limits: str) -> Database:
        assert build == PAIR.live, "the record is brought up to date where it stands"
        assert limits == flip.LIMITS
        return made

    async def ground(connection: Any) -> Any:
        return SimpleNamespace(day=None)

    monkeypatch.setattr(flip, "connect_async", connect)
    monkeypatch.setattr(read, "ground", ground)

    async def country_of(connection: Any, settings: Settings) -> Any:
        made.said.append("COUNTRY")
        return SimpleNamespace(closes=SimpleNamespace(day=None))

    monkeypatch.setattr(flip, "country_of", country_of)
    try:
        positions = await flip.flip(PAIR, cast(Folding, made), accept=accept)
        assert positions == {0: 5, 1: 7}
    except (Differs, Unfit) as error:
        made.said.append(f"{type(error).__name__}: {error}")
    return made


async def test_locks_come_first_and_the_build_is_active_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = (await run(monkeypatch, changed=[])).said
    order = (
        *("BEGIN", SQL.hold_migrations, SQL.other_migrations),
        *(SQL.live_positions, SQL.lock_record, "FOLD"),
        PAIR.said(SQL.astray).as_string(),
        PAIR.said(SQL.changed_tasks).as_string(),
        "COUNTRY",
        'alter table "nhip_b1"."kpi_day" set schema "nhip_b2"',
        PAIR.said(SQL.carry_roll).as_string(),
        PAIR.said(SQL.retire_positions).as_string(),
        *(SQL.retire, SQL.activate),
        'create view "nhip"."task" as select * from "nhip_b2"."task"',
        "COMMIT",
    )
    places = [said.index(one) for one in order]
    assert places == sorted(places)


async def test_the_record_changes_places(monkeypatch: pytest.MonkeyPatch) -> None:
    said = (await run(monkeypatch, changed=[])).said
    for table in RECORD:
        moves = [text for text in said if f'."{table}" set schema' in text]
        assert [text.split('"')[1] + " " + text.split('"')[5] for text in moves] == [
            "nhip_b2 nhip_b2_aside",
            "nhip_b1 nhip_b2",
            "nhip_b2_aside nhip_b1",
        ]


async def test_tasks_that_differ_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    said = (await run(monkeypatch, changed=[("vn.t1",)])).said
    assert said[-2] == "ROLLBACK" and said[-1].startswith("Differs: expected every task")
    assert SQL.activate not in said


UNFIT: dict[str, dict[str, Any]] = {
    "0170_more.sql in one alone": {SQL.other_migrations: [(170, "0170_more.sql")]},
    "another place in partitions 0, 3": {PAIR.said(SQL.astray).as_string(): [(0,), (3,)]},
}


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize("why", UNFIT)
async def test_a_build_of_another_version_or_place_never_takes_over(
    monkeypatch: pytest.MonkeyPatch, why: str, accept: bool
) -> None:
    said = (await run(monkeypatch, changed=[], accept=accept, more=UNFIT[why])).said
    assert said[-2] == "ROLLBACK" and said[-1].startswith("Unfit") and why in said[-1]
    assert SQL.activate not in said


async def test_differences_can_be_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    said = (await run(monkeypatch, changed=[("vn.t1",)], accept=True)).said
    assert said[-1] == "COMMIT"
