"""Days of scopes closed again, by the roll's own code (bit for bit: tests/integration)."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest

from schema.clock import day_start
from schema.settings import Settings
from schema.workdays import state_offices
from stream.kpi.country import Country
from stream.kpi.leaf import Leaf
from stream.kpi.restating import Told
from stream.rebuild.scopes import Scopes, owed
from stream.roll.read import Connection
from stream.roll.versions import Place, Restatement
from tests.stream.kpi.places import COUNTRY, TODAY, ago, counts
from tests.stream.roll.twin import Twin, stand_in

A = Leaf(0, "vn.01", "")
NOW = day_start(TODAY) + timedelta(hours=9)


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    return stand_in(monkeypatch)


def late(known: int, stamp: int = 1) -> Restatement:
    """One overdue task more three days ago, told so many days ago."""
    steps = [(ago(3), {"overdue": 1}), (ago(2), {})]
    return Restatement(
        told=Told(A.group, steps, (f"u{stamp}",)),
        known_from=NOW,
        partition=0,
        place=Place(ago(known), stamp),
    )


def closer(twin: Twin) -> tuple[Scopes, Country]:
    made = Country(COUNTRY, TODAY, state_offices())
    twin.leaf_days[ago(5)] = {A: counts(overdue=1)}
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    return Scopes(cast(Connection, twin), Settings(), made), made


async def test_every_day_is_closed_and_restated(twin: Twin) -> None:
    twin.restated_rows.append(late(known=0))
    scopes_, _ = closer(twin)
    await scopes_.follow()
    assert twin.now.day == ago(1)
    assert {day for day, _, row in twin.day_rows if row[0] == ("vn", "")} == {ago(5)}
    versions = [one for _, one in twin.version_rows if one.key == ("vn", "")]
    assert [(one.day, one.counts) for one in versions] == [
        (ago(3), counts(overdue=2)),
        (ago(2), counts(overdue=1)),
    ]


async def test_what_was_closed_is_not_closed_again(twin: Twin) -> None:
    scopes_, _ = closer(twin)
    await scopes_.follow()
    rows = list(twin.day_rows)
    await scopes_.follow()
    assert twin.day_rows == rows and not twin.shelf_rows


async def test_scopes_whose_restatements_wait_are_known(twin: Twin) -> None:
    _, made = closer(twin)
    assert await owed(cast(Connection, twin), made) == set()
    twin.restated_rows.append(late(known=0))
    assert ("vn", "") in await owed(cast(Connection, twin), made)
