"""Tiers at day closes: live from the country in memory, of the past by when it was told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

import pytest

from schema.clock import day_start
from schema.close import Tiers, label, shelf_of, unpack
from schema.earned.plan import Plan
from schema.workdays import state_offices
from stream.kpi.country import Country
from stream.kpi.leaf import Group, Leaf
from stream.kpi.operational.plans import Planned
from stream.roll.drawing import Drawing
from stream.roll.read import Connection
from stream.roll.shelving import Shelving
from tests.stream.kpi.places import COUNTRY, TODAY, ago, counts
from tests.stream.roll.twin import Twin, stand_in

A = Leaf(0, "vn.01", "")
NOW = day_start(TODAY) + timedelta(hours=9)


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    return stand_in(monkeypatch)


def planned() -> Planned:
    plan = Plan(ago(60), TODAY + timedelta(days=30), 1000, ())
    return Planned(Group("vn.01", "", "", ""), plan)


def kept(twin: Twin, day: date) -> Tiers | None:
    """What a reader finds of the country for a day."""
    rows = [row for row in twin.shelf_rows if row[0] == shelf_of("vn") and row[1] <= day]
    return unpack(max(rows, key=lambda row: row[1])[3]).get(label("vn", "")) if rows else None


async def shelving(twin: Twin, *, begun: bool) -> tuple[Shelving, Country]:
    country, connection = Country(COUNTRY, TODAY, state_offices()), cast(Connection, twin)
    drawing = Drawing(connection, country)
    if begun:
        await drawing.follow()
    return Shelving(connection, country, drawing), country


async def test_live_a_day_has_the_tiers_of_the_country_in_memory(twin: Twin) -> None:
    twin.plan("t", planned())
    found, country = await shelving(twin, begun=True)
    country.begin_day(ago(1))
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    await found.prepare(ago(1), twin.now, NOW)
    country.close(ago(1), {A: counts(weight_progress=5_000_000)})
    await found.close(ago(1), NOW)
    tiers = kept(twin, ago(1))
    assert tiers is not None and tiers.operational is not None
    assert (tiers.operational.ev, tiers.operational.start) == (5_000_000, ago(60))


async def test_of_the_past_plans_count_from_the_day_they_were_told(twin: Twin) -> None:
    twin.plan("t", planned())
    twin.told_on["t"] = ago(20)
    found, country = await shelving(twin, begun=True)
    twin.move(clock=day_start(ago(15)), slowest=day_start(ago(15)))
    await found.prepare(ago(22), twin.now, NOW)
    for n in range(22, 15, -1):
        country.close(ago(n), {})
        await found.close(ago(n), day_start(ago(n - 1)))
    assert [(tiers := kept(twin, ago(n))) and tiers.operational is None for n in (21, 20)] == [
        True,
        False,
    ]


async def test_after_a_pause_plans_are_read_before_the_first_close(twin: Twin) -> None:
    twin.plan("t", planned())
    found, country = await shelving(twin, begun=False)
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    await found.prepare(ago(1), twin.now, NOW)
    country.close(ago(1), {})
    await found.close(ago(1), NOW)
    assert kept(twin, ago(1)) is not None


@pytest.mark.parametrize(("followed", "closes"), [(2, 1), (1, 2), (0, 1)])
async def test_days_the_country_does_not_stand_on_are_replayed(
    twin: Twin, followed: int, closes: int
) -> None:
    """It was followed some days ago, several days are over at once, or it stood on today before."""
    found, country = await shelving(twin, begun=True)
    country.begin_day(ago(followed))
    twin.plan("t", planned())
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    await found.prepare(ago(closes), twin.now, NOW)
    country.close(ago(closes), {A: counts(weight_progress=5_000_000)})
    await found.close(ago(closes), NOW)
    tiers = kept(twin, ago(closes))
    assert tiers is not None and tiers.operational is not None
    assert country.day == ago(followed), "it is left where it stands"


async def test_live_a_close_counts_what_was_told_by_then_and_the_country_goes_on(
    twin: Twin,
) -> None:
    """Told at the last moment and not followed yet: in. Told since by a partition ahead: out."""
    group = Group("vn.01", "", "", "")
    found, country = await shelving(twin, begun=True)
    country.begin_day(ago(1))
    twin.put_flow((0, group, ago(1)), ago(1), (2, 1), reports=1)
    ahead = ((1, group, TODAY), ago(1), (5,))
    country.put_flows([ahead])
    twin.put_flow(*ahead, reports=1)
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    await found.prepare(ago(1), twin.now, NOW)
    country.close(ago(1), {})
    await found.close(ago(1), NOW)
    tiers = kept(twin, ago(1))
    assert tiers is not None and tiers.rolling is not None
    assert tiers.rolling.today.now.completions == 2
    rolling = country.tiers(("vn", "")).rolling
    assert rolling is not None and rolling.today.now.completions == 7
    country.begin_day(TODAY)
    rolling = country.tiers(("vn", "")).rolling
    assert rolling is not None
    assert (rolling.today.now.completions, rolling.d7.now.completions) == (0, 7)
