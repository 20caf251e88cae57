"""Planned curves on a real PostgreSQL: which changes of a task reach the roll, what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from schema.clock import local_day
from schema.kpi import Operational
from schema.settings import Settings
from tests.integration import roll_rig as rig
from tests.integration.roll_rig import Task
from tests.stream.kpi.places import COUNTRY

TODAY = local_day(datetime.now(UTC))
START, DUE_0 = TODAY - timedelta(days=28), TODAY + timedelta(days=28)
HALF = {"weight": 1000, "weight_progress": 5_000_000, "tasks_counted": 1}
TASK = Task(code="a", lead="vn.01.00001", start=START, due_0=DUE_0, more=HALF)


@pytest.fixture
def country(settings: Settings) -> Iterator[Settings]:
    """A country of a few units, in which nothing was assigned yet."""
    rig.build(settings)
    rig.load_catalogue(settings, COUNTRY, TODAY)
    yield settings
    rig.tear_down(settings)


def schedule(settings: Settings, scope: str, programme: str = "") -> Operational:
    state = rig.state(settings, scope, programme)
    assert state is not None and state.operational is not None, f"no plan of {scope}@{programme}"
    return state.operational


def curves(settings: Settings) -> dict[tuple[str, str], tuple[Any, ...]]:
    query = "select scope, programme, first, last, step, alike, planned from plan_curve"
    return {(row[0], row[1]): row[2:] for row in rig.rows(settings, query)}


async def test_a_planned_task_has_value_and_schedule(country: Settings) -> None:
    fold = rig.StandIn(country)
    async with rig.leading(country) as leader:
        fold.put(TASK)
        await rig.follow(leader)
        found = schedule(country, "vn", "nq57")
        drawn = curves(country)
    assert (found.start, found.finish, found.whole) == (START, DUE_0, 10_000_000)
    assert found.ev == 5_000_000
    assert found.at <= found.pd
    keys = {(scope, each) for scope in ("vn.01.00001", "vn.01", "vn") for each in ("", "nq57")}
    assert drawn.keys() == keys | {("f.A", ""), ("f.A", "nq57")}
    first, last, step, alike, planned = drawn["vn", ""]
    assert (first, last, step, alike) == (START, DUE_0, 1, False)
    assert (len(planned), planned[0], planned[-1]) == (57, 0, 10_000_000)


async def test_a_leader_that_comes_later_reads_all_of_it(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(TASK)
    async with rig.leading(country):
        before = curves(country)
    fold.put(replace(TASK, state="suspended"), replace(TASK, code="b", lead="vn.02"))
    async with rig.leading(country):
        after = curves(country)
    assert ("vn.01", "") in before and ("vn.01", "") not in after
    assert ("vn.02", "") in after
    assert rig.rows(country, "select code from replanned") == []


LATER = DUE_0 + timedelta(days=7)
MILESTONES = f'[[1, "{START}"], [1, null]]'


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({"weight": 3000}, lambda of: of.whole == 30_000_000),
        ({"weight": 0}, lambda of: of.alike and of.whole == 10_000),
        ({"due_0": LATER}, lambda of: of.finish == LATER),
        ({"milestones": MILESTONES}, lambda of: of.pv > 5_000_000),
        ({"state": "done_late", "done_on": START}, lambda of: of.at == 0),
    ],
)
async def test_a_change_of_plan_is_followed(
    country: Settings, change: dict[str, Any], holds: Callable[[Operational], bool]
) -> None:
    fold = rig.StandIn(country)
    fold.put(TASK)
    async with rig.leading(country) as leader:
        assert not holds(schedule(country, "vn"))
        fold.put(replace(TASK, **change))
        await rig.follow(leader)
        assert holds(schedule(country, "vn")), schedule(country, "vn")


async def test_a_change_of_lead_moves_the_curve(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(TASK)
    async with rig.leading(country) as leader:
        fold.put(replace(TASK, lead="vn.02"))
        await rig.follow(leader)
        found = curves(country)
    assert {scope for scope, _ in found} == {"vn.02", "vn", "f.A"}


@pytest.mark.parametrize("state", ["suspended", "cancelled"])
async def test_a_withdrawn_task_is_no_leaf(country: Settings, state: str) -> None:
    """Q45; and it is one again when it goes on."""
    fold = rig.StandIn(country)
    fold.put(TASK)
    async with rig.leading(country) as leader:
        fold.put(replace(TASK, state=state))
        await rig.follow(leader)
        found = rig.state(country, "vn")
        assert found is not None and found.operational is None
        assert curves(country) == {}
        fold.put(TASK)
        await rig.follow(leader)
        assert schedule(country, "vn").whole == 10_000_000


async def test_what_plans_nothing_new_is_not_read_again(country: Settings) -> None:
    fold = rig.StandIn(country)
    fold.put(TASK)
    async with rig.leading(country):
        fold.put(replace(TASK, state="due_soon", sign="at_risk", due=date(2027, 1, 4)))
        assert rig.rows(country, "select code from replanned") == []
