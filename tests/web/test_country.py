"""The newest catalogue becomes the directory; without a database the last one stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from psycopg import OperationalError

from schema.catalogue import empty
from schema.clock import Clock
from tests.web.fakes import FakePool
from web.country import Country

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "select partitions, standby": [(8, False)],
    "select max(version) from catalogue": [(4,)],
    "order by version desc": [(4, empty().body)],
}


async def test_a_new_version_is_read_once() -> None:
    pool = FakePool(ROWS)
    with time_machine.travel(NOW, tick=False):
        country = Country(pool.as_pool(), Clock())
        assert country.directory.version == 0
        assert await country.check()
        assert not await country.check()
    assert (country.directory.version, country.partitions) == (4, 8)
    assert country.has_unit("vn") and not country.has_unit("vn.77")


async def test_a_new_day_is_another_directory() -> None:
    pool = FakePool(ROWS)
    with time_machine.travel(NOW, tick=False) as travel:
        country = Country(pool.as_pool(), Clock())
        await country.check()
        travel.shift(timedelta(days=1))
        assert await country.check()
    assert country.directory.day.isoformat() == "2026-11-23"


@pytest.mark.parametrize("hours", [-2, 2])
async def test_how_far_the_clock_is_off_either_way(hours: int) -> None:
    rows = {**ROWS, "select clock_timestamp()": [(NOW + timedelta(hours=hours),)]}
    with time_machine.travel(NOW, tick=False):
        country = Country(FakePool(rows).as_pool(), Clock())
        await country.check()
    assert country.drift == timedelta(hours=2)


async def test_an_empty_system_has_the_root() -> None:
    country = Country(FakePool({"select max(version)": [(None,)]}).as_pool(), Clock())
    assert not await country.check()
    assert (country.partitions, country.has_unit("vn")) == (None, True)


async def test_a_database_that_is_away_is_the_callers_to_bear() -> None:
    country = Country(FakePool({}, away=True).as_pool(), Clock())
    with pytest.raises(OperationalError):
        await country.check()


async def test_a_standby_takes_reports_as_soon_as_it_is_promoted() -> None:
    pool = FakePool({**ROWS, "select partitions, standby": [(8, True)]})
    country = Country(pool.as_pool(), Clock())
    await country.check()
    stood_by = country.standby
    assert stood_by
    pool.rows["select standby from"] = [(True,)]
    assert not await country.takes_reports()
    pool.rows["select standby from"] = [(False,)]
    assert await country.takes_reports() and not country.standby
    asked = len(pool.executed)
    assert await country.takes_reports()
    assert len(pool.executed) == asked, "a first site asks nothing"
