"""The picture the public is shown."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import psycopg
import pytest

from schema.catalogue import Method
from tests.web.fakes import FakePool, ManualClock
from tests.web.pages_rig import CATALOGUE
from tests.web.states import NO_TASKS
from web.facts.directory import Directory
from web.facts.public import FRESH_S, RETRY_S, Pictures, Row, picture

KNOWN = Directory(version=1, catalogue=CATALOGUE, day=date(2026, 11, 22))
AT = datetime(2026, 11, 22, 7, tzinfo=UTC)


def row(scope: str, **counts: int) -> Row:
    return scope, 7, AT, json.dumps(NO_TASKS | counts)


ROWS = [
    row("vn", done_on_time=60, overdue=3),
    row("vn.15", done_on_time=20, overdue=3),
    row("vn.15.00001", done_on_time=20, overdue=3),
    row("vn.01", done_on_time=20),
    row("vn.38", done_on_time=20),
    row("f.A", done_on_time=1),
]


def test_units_of_today_with_their_counts_and_what_is_withheld() -> None:
    made = picture(ROWS, ["vn.15.00001"], KNOWN)
    assert set(made.units) == {"vn", "vn.15", "vn.15.00001", "vn.01", "vn.38"}
    assert made.units["vn.15"].counts["overdue"] == 3
    assert made.as_of == AT and picture([], [], KNOWN).as_of is None
    assert made.withheld.secret == {"vn", "vn.15", "vn.15.00001"}
    assert made.withheld.cells == {"vn", "vn.15", "vn.15.00001"}, "all of it is in one commune"


def test_without_secrets_nothing_is_withheld() -> None:
    assert not picture(ROWS, [], KNOWN).withheld.cells


def test_a_secret_of_an_ended_or_unknown_lead_counts_where_its_tasks_do() -> None:
    assert picture(ROWS, ["vn.99"], KNOWN).withheld.secret == {"vn"}


def test_k_is_the_methods() -> None:
    method = Method(version=1, calendar="state_offices", parameters={"withheld_cell": 3})
    known = msgspec.structs.replace(
        KNOWN, catalogue=msgspec.structs.replace(CATALOGUE, method=method)
    )
    made = picture(ROWS, ["vn.15.00001"], known)
    assert made.k == 3 and not made.withheld.cells
    assert made.small("vn.15", 2) and not made.small("vn.15", 3, 0) and not made.small("vn.01", 2)


def pictures(clock: ManualClock, **more: Any) -> tuple[Pictures, FakePool]:
    answers: dict[str, list[tuple[Any, ...]]] = {"from kpi_now": ROWS, "from task": [("vn.15",)]}
    pool = FakePool(answers, **more)
    return Pictures(pool.as_pool(), lambda: KNOWN, clock), pool


async def test_a_picture_is_kept_for_a_while() -> None:
    clock = ManualClock()
    kept, _ = pictures(clock)
    first = await kept.get()
    clock.at += FRESH_S - 1
    assert await kept.get() is first
    clock.at += 1
    assert await kept.get() is not first


async def test_while_the_database_is_away_the_last_one_is_shown() -> None:
    clock = ManualClock()
    kept, pool = pictures(clock)
    first = await kept.get()
    clock.at += FRESH_S
    pool.away = True
    assert await kept.get() is first
    pool.away = False
    assert await kept.get() is first, "readers do not wait one after another for it to be away"
    clock.at += RETRY_S
    assert await kept.get() is not first


async def test_before_the_first_the_fault_is_told() -> None:
    kept, _ = pictures(ManualClock(), away=True)
    with pytest.raises(psycopg.OperationalError):
        await kept.get()
