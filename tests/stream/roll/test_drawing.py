"""Curves follow the queue of tasks; the first time all of them are read and written."""

from __future__ import annotations

from typing import cast

import pytest
from psycopg import AsyncConnection

from schema.database import Row
from schema.workdays import state_offices
from stream.kpi.country import Country
from stream.kpi.leaf import Group
from stream.kpi.operational.plans import Planned
from stream.roll.drawing import Drawing
from tests.schema.earned.leaves import june, plan
from tests.stream.kpi.places import COUNTRY, TODAY
from tests.stream.roll.twin import Twin, stand_in

PLANNED = Planned(Group("vn.01", "", "", ""), plan(1, 5))


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    return stand_in(monkeypatch)


def drawing(twin: Twin) -> Drawing:
    country = Country(COUNTRY, TODAY, state_offices())
    return Drawing(cast("AsyncConnection[Row]", twin), country)


async def turn(of: Drawing) -> None:
    """One cycle of the leader."""
    await of.follow()
    await of.write()


async def test_at_first_everything_is_drawn(twin: Twin) -> None:
    twin.plan("t", PLANNED)
    await turn(of := drawing(twin))
    assert twin.curves_now.keys() == {("vn.01", ""), ("vn", "")}
    assert twin.replanned_queue == [], "all of it was read"
    await turn(of)
    assert twin.curves_now.keys() == {("vn.01", ""), ("vn", "")}


async def test_then_the_tasks_of_the_queue(twin: Twin) -> None:
    await turn(of := drawing(twin))
    twin.plan("t", PLANNED)
    await turn(of)
    assert twin.curves_now["vn", ""].first == june(1)
    twin.plan("t", None)
    await turn(of)
    assert twin.curves_now == {}


async def test_curves_of_an_earlier_leader_are_taken_away(twin: Twin) -> None:
    twin.plan("t", PLANNED)
    await turn(drawing(twin))
    twin.plan("t", None)
    await turn(drawing(twin))
    assert twin.curves_now == {}
