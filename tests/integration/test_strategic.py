"""Readings and targets in force in SQL: what the fold writes is what the roll reads."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import AsyncConnection

from schema.database import Row, connect_async, identifier
from schema.migrate import migrate
from schema.settings import Settings
from stream.core.force import Force
from stream.fold import force
from stream.kpi.strategic.band import Band, Seal
from stream.kpi.strategic.board import Line
from stream.kpi.strategic.facts import Subject
from stream.roll import indicators
from tests.stream.core.test_force import folded, reading, target
from tests.stream.kpi.strategic.say import TODAY
from tests.stream.roll.test_indicators import NOW

pytestmark = pytest.mark.storage

START = {3: -1}
NOON = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
async def connection(settings: Settings) -> AsyncIterator[AsyncConnection[Row]]:
    """Empty tables of a system of its own."""
    own = settings.model_copy(update={"prefix": f"t{secrets.token_hex(4)}_"})
    migrate(own, lambda line: None)
    async with await connect_async(own, build=1) as connected:
        yield connected
    with psycopg.connect(own.database_url, autocommit=True) as dropping:
        for schema in (own.names.build_sql(1), own.names.sql):
            statement = psycopg.sql.SQL("drop schema if exists {} cascade")
            dropping.execute(statement.format(identifier(schema)))


async def kept(
    connection: AsyncConnection[Row], found: Sequence[Force], stamp: int = 5, after: int = -1
) -> list[Force]:
    """What the roll reads after the fold has written this."""
    async with connection.pipeline():
        await force.keep(connection, [(3, stamp, one) for one in found])
    moved = await indicators.moved(connection, {3: after})
    return [
        Force(
            subject=subject,
            readings=tuple(sorted(readings, key=lambda one: one.period)),
            targets=targets,
        )
        for subject, (readings, targets) in moved.items()
    ]


async def test_what_is_in_force_is_read_as_it_was_folded(
    connection: AsyncConnection[Row],
) -> None:
    first = folded([[reading(40.25, 1), reading(7, 2, "2026-07"), target(90, 3, version=1)]])
    assert await kept(connection, [first]) == [first]


async def test_what_is_in_force_no_more_is_gone_and_the_rest_stays(
    connection: AsyncConnection[Row],
) -> None:
    june, july = reading(40.25, 1), reading(7, 2, "2026-07")
    await kept(connection, [folded([[june, july, target(90, 3, version=1)]])])
    later = folded([[july, target(95, 4, due=120, version=2)]])
    assert await kept(connection, [later], stamp=6, after=5) == [later]
    empty = Force(subject=later.subject)
    assert await kept(connection, [empty], stamp=7, after=6) == [empty]


async def test_only_what_moved_is_read(connection: AsyncConnection[Row]) -> None:
    first = folded([[reading(40.25, 1)]])
    other = Force(subject=Subject("C02", "vn"), readings=first.readings)
    await kept(connection, [first, other], stamp=5)
    assert await kept(connection, [first], stamp=6, after=5) == [first]
    assert await indicators.moved(connection, {3: 6, 4: -1}) == {}


async def test_colours_outlive_the_leader(connection: AsyncConnection[Row]) -> None:
    colour = Seal(band=Band.AMBER, waits=Band.GREEN)
    lines = [Line("vn", "C01", NOW, colour), Line("vn.15", "C01", NOW, colour)]
    await indicators.keep(connection, lines, TODAY, 7, NOON)
    await indicators.forget(connection, {("vn", "C01")})
    assert await indicators.colours(connection) == ({("vn", "C01"): colour}, TODAY)
