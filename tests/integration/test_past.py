"""What `up` reads of the sample country's past: folded by position, published by the root."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import msgspec
import pytest

from deploy.past import _reached, until_told
from schema.database import connect
from schema.settings import Settings
from tests.deploy.fakes import silent
from tests.integration.alerts_rig import build, tear_down


@pytest.fixture(scope="module", autouse=True)
def system(settings: Settings) -> Iterator[None]:
    asyncio.run(build(settings))
    yield
    asyncio.run(tear_down(settings))


def change(settings: Settings, statement: str, *values: object) -> None:
    """What seed, fold and roll would have written."""
    with connect(settings, build=1) as connection:
        connection.execute(statement.encode(), values)


async def test_a_country_without_a_past_waits_for_nothing(settings: Settings) -> None:
    assert await _reached(settings) == (1.0, 1.0)


async def test_the_shares_follow_the_fold_and_the_roll(settings: Settings) -> None:
    change(settings, "insert into catalogue (version, hash, body) values (1, 'x', '{}')")
    history = "insert into sample_history values (true, 'S', now(), now(), 1, %s, %s)"
    change(settings, history, [1] * 8, [11] * 8)
    assert await _reached(settings) == (0.0, 0.0)
    change(settings, "update position set next_offset = 6 where partition < 4")
    assert await _reached(settings) == (0.25, 0.0)
    change(settings, "update position set next_offset = 20")
    published = msgspec.json.encode({"positions": {number: 20 for number in range(7)}})
    change(settings, "insert into kpi_now values ('vn', '', 1, now(), %s)", published.decode())
    assert await _reached(settings) == (1.0, 0.875)


async def test_it_returns_when_all_is_published(settings: Settings) -> None:
    published = msgspec.json.encode({"positions": {number: 20 for number in range(8)}})
    change(settings, "update kpi_now set state = %s", published.decode())
    progress, out = silent()
    await asyncio.wait_for(until_told(settings, progress), 10)
    assert out.getvalue() == ""
