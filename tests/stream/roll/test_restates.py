"""The roll brings restatements of leaves into the scopes' days: when, once, and known from when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

import pytest

from schema.clock import day_end, day_start
from schema.workdays import state_offices
from stream.kpi.country import Country
from stream.kpi.leaf import Leaf
from stream.kpi.restating import Told
from stream.roll.days import Days
from stream.roll.drawing import Drawing
from stream.roll.read import Connection
from stream.roll.recorder import Recorder
from stream.roll.restates import Restates
from stream.roll.shelving import Shelving
from stream.roll.versions import Place, Restatement
from tests.stream.kpi.places import COUNTRY, TODAY, ago, counts
from tests.stream.roll.twin import Twin, stand_in

A = Leaf(0, "vn.01", "")
NOW = day_start(TODAY) + timedelta(hours=9)
VN = ("vn", "")


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    return stand_in(monkeypatch)


def told(first: int, until: int, known: int, stamp: int = 1) -> Restatement:
    """One overdue task more from some days ago to before others, told so many days ago."""
    steps = [(ago(first), {"overdue": 1}), (ago(until), {})]
    at = min(NOW, day_start(ago(known)) + timedelta(hours=8))
    return Restatement(
        told=Told(A.group, steps, (f"u{stamp}",)),
        known_from=at,
        partition=0,
        place=Place(ago(known), stamp),
    )


def _closer(connection: Connection, made: Country, restates: Restates) -> Days:
    shelving = Shelving(connection, made, Drawing(connection, made))
    return Days(connection, made, Recorder(10, {}), restates, shelving)


async def country(twin: Twin, days: int = 6) -> tuple[Restates, Days, Country]:
    """Some days of one overdue task, closed."""
    made, connection = Country(COUNTRY, TODAY, state_offices()), cast(Connection, twin)
    restates = Restates(connection, made, 10)
    closer = _closer(connection, made, restates)
    twin.leaf_days[ago(days)] = {A: counts(overdue=1)}
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    await closer.close(twin.now, NOW)
    return restates, closer, made


def versions(twin: Twin) -> list[tuple[datetime, date, int]]:
    return [(at, one.day, one.version) for at, one in twin.version_rows if one.key == VN]


async def test_what_is_told_today_is_known_when_it_is_written(twin: Twin) -> None:
    restates, _, _ = await country(twin)
    twin.restated_rows.append(told(3, 0, 0))
    await restates.follow(twin.now, NOW, 0.0)
    assert versions(twin) == [(NOW, ago(3), 2), (NOW, ago(1), 2)]


async def test_it_is_brought_in_once_and_not_too_often(twin: Twin) -> None:
    restates, _, _ = await country(twin)
    twin.restated_rows.append(told(3, 1, 0))
    for second in (0.0, 11.0):
        await restates.follow(twin.now, NOW, second)
    assert len(versions(twin)) == 2
    twin.restated_rows.append(told(2, 1, 0, stamp=2))
    await restates.follow(twin.now, NOW, 12.0)
    assert len(versions(twin)) == 2
    await restates.follow(twin.now, NOW, 21.0)
    assert len(versions(twin)) == 3


async def test_the_next_close_does_not_say_as_before(twin: Twin) -> None:
    restates, days, _ = await country(twin)
    twin.restated_rows.append(told(1, 0, 0))
    await restates.follow(twin.now, NOW, 0.0)
    later = NOW + timedelta(days=1)
    twin.move(clock=day_end(TODAY), slowest=day_end(TODAY))
    await days.close(twin.now, later)
    assert [row for day, _, row in twin.day_rows if day == TODAY and row[0] == VN] == [
        (VN, counts(overdue=1))
    ]


async def test_the_next_leader_knows_it_too(twin: Twin) -> None:
    first, _, _ = await country(twin)
    twin.restated_rows.append(told(1, 0, 0))
    await first.follow(twin.now, NOW, 0.0)
    second = Country(COUNTRY, TODAY, state_offices())
    second.closes.load({}, {ago(6): {A: counts(overdue=1)}})
    second.closes.day = ago(1)
    await Restates(cast(Connection, twin), second, 10).begin()
    assert (VN, counts(overdue=1)) in second.closes.close(TODAY, {})


async def test_while_the_past_is_replayed_it_was_known_when_it_was_told(twin: Twin) -> None:
    made, connection = Country(COUNTRY, TODAY, state_offices()), cast(Connection, twin)
    restates = Restates(connection, made, 10)
    twin.leaf_days[ago(30)] = {A: counts(overdue=1)}
    twin.restated_rows += [told(25, 22, 22), told(20, 18, 10, stamp=2)]
    twin.move(clock=day_start(ago(15)), slowest=day_start(ago(15)))
    await _closer(connection, made, restates).close(twin.now, NOW)
    known = day_start(ago(22)) + timedelta(hours=8)
    assert versions(twin) == [(known, ago(25), 2), (known, ago(22), 2)]
    await restates.follow(twin.now, NOW, 0.0)
    assert len(versions(twin)) == 2, "the rest is told on a day that is not closed yet"
