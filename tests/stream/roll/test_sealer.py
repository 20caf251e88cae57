"""One day after the other, beside the cycles of the leader."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime, timedelta
from typing import cast

import pytest

from schema.clock import day_end
from stream.kpi.ranking.seal import Sealed
from stream.roll import sealer as module
from stream.roll import seals
from stream.roll.read import Connection, Ground
from stream.roll.sealer import Sealer, sealed_from
from stream.roll.seals import Material
from tests.stream.kpi.ranking.tasks import COUNTRY

DAY = date(2026, 6, 24)
NOW = day_end(DAY) + timedelta(minutes=6)
EMPTY = Material(version=1, catalogue=COUNTRY, stored=[], again={}, volumes={}, quality={})


class Archive:
    """What stands in SQL."""

    def __init__(self) -> None:
        self.last: date | None = None
        self.asked: list[date] = []
        self.kept: list[date] = []
        self.material: Material | None = EMPTY
        self.settled = True
        self.standby = False


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive in place of the database."""
    archive = Archive()

    async def last(connection: Connection) -> date | None:
        return archive.last

    async def settled(connection: Connection, now: datetime) -> bool:
        return archive.settled

    async def material(connection: Connection, day: date) -> Material | None:
        archive.asked.append(day)
        return archive.material

    async def keep(connection: Connection, sealed: Sealed, now: datetime) -> None:
        archive.kept.append(sealed.day)

    async def stands_by(connection: Connection) -> bool:
        return archive.standby

    monkeypatch.setattr(module, "stands_by", stands_by)
    monkeypatch.setattr(seals, "last", last)
    monkeypatch.setattr(seals, "settled", settled)
    monkeypatch.setattr(seals, "material", material)
    monkeypatch.setattr(seals, "keep", keep)
    return archive


def ground(clock: datetime | None = NOW) -> Ground:
    return Ground(
        build=1, catalogue=1, kpi_version=0, day=None, positions={}, clock=clock, slowest=clock
    )


async def sealer() -> Sealer:
    made = Sealer(cast(Connection, None))
    await made.begin()
    return made


async def cycles(of: Sealer, archive: Archive, days: int) -> None:
    """Steps until so many days are kept."""
    async with asyncio.timeout(30):
        while len(archive.kept) < days:
            await of.step(ground(), NOW)
            await asyncio.sleep(0)


async def test_the_day_before_is_sealed_once(archive: Archive) -> None:
    one = await sealer()
    await cycles(one, archive, 1)
    await one.step(ground(), NOW)
    assert (archive.asked, archive.kept, one.last) == ([DAY], [DAY], DAY)


async def test_days_missed_are_sealed_one_after_the_other(archive: Archive) -> None:
    archive.last = DAY - timedelta(days=2)
    await cycles(await sealer(), archive, 2)
    assert archive.kept == [DAY - timedelta(days=1), DAY]


async def test_nothing_is_sealed_before_five_past_midnight(archive: Archive) -> None:
    archive.last = DAY - timedelta(days=1)
    one = await sealer()
    await one.step(ground(), NOW - timedelta(minutes=1))
    await one.step(ground(NOW - timedelta(minutes=7)), NOW)
    await one.step(ground(None), NOW)
    assert archive.asked == []


async def test_nothing_is_sealed_while_the_fold_catches_up(archive: Archive) -> None:
    archive.settled = False
    one = await sealer()
    await one.step(ground(), NOW)
    assert archive.asked == []
    archive.settled = True
    await cycles(one, archive, 1)


async def test_a_standby_leaves_it_to_the_first_site_and_goes_on_after_it(archive: Archive) -> None:
    archive.standby = True
    one = await sealer()
    archive.last = DAY - timedelta(days=1)
    await one.step(ground(), NOW)
    assert (archive.asked, one.last) == ([], DAY - timedelta(days=1))
    archive.standby = False
    await cycles(one, archive, 1)
    assert archive.kept == [DAY], "what the first site had sealed is not sealed again"


async def test_a_country_of_which_nothing_is_known_is_not_sealed(archive: Archive) -> None:
    archive.material = None
    one = await sealer()
    await one.step(ground(), NOW)
    await one.step(ground(), NOW)
    assert archive.kept == [] and one.last is None


async def test_what_cannot_be_sealed_is_told_once_and_figures_go_on(
    archive: Archive, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(material: Material, day: date) -> Sealed:
        raise ValueError("expected a plan within the calendar")

    monkeypatch.setattr("stream.roll.sealer.sealed_from", broken)
    one = await sealer()
    with caplog.at_level(logging.ERROR):
        async with asyncio.timeout(30):
            while not caplog.records:
                await one.step(ground(), NOW)
                await asyncio.sleep(0)
    await one.step(ground(), NOW)
    assert archive.asked == [DAY] and archive.kept == []


def test_a_day_is_sealed_from_what_was_read() -> None:
    found = sealed_from(EMPTY, DAY)
    assert found.day == DAY
    assert [each.league for each in found.snapshots] == ["communes.vn.01", "provinces"]
