"""One process put together without an engine: what moves touches the right boards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from schema.canary import Canary
from schema.settings import Settings
from tests.web.facts.test_reader import Country
from tests.web.fakes import state
from web.log import Part
from web.site import Site
from web.view import ViewKey


class Boards:
    """Notes which of its boards would be touched."""

    viewers = 1

    def __init__(self) -> None:
        self.touched: list[str] = []

    def touch(self, moved: object) -> None:
        keys = [
            ViewKey(scope="vn"),
            ViewKey(scope="vn.15", programme="nq57"),
            ViewKey(scope="vn.48"),
        ]
        self.touched += [str(key) for key in keys if moved(key)]  # type: ignore[operator]


@pytest.fixture
def site() -> Iterator[tuple[Site, Boards]]:
    made, boards = Site(Settings()), Boards()
    made.country.directory = Country.directory
    made.boards = boards  # type: ignore[assignment]
    yield made, boards


def test_a_state_touches_its_board_in_every_programme_and_the_one_above(
    site: tuple[Site, Boards],
) -> None:
    made, boards = site
    made.moved({("vn.15", "")})
    assert boards.touched == ["vn/vi/internal", "vn.15@nq57/vi/internal"]


def test_the_state_of_the_country_brings_the_canary_back(site: tuple[Site, Boards]) -> None:
    made, _ = site
    sent = made.clock.now()
    ways: list[float] = []
    made.canary.listeners.append(ways.append)
    made.book.load([("vn", "")], [replace(state(), canary=Canary({3: sent}))])
    made.moved({("vn.15", "")})
    assert ways == []
    made.moved({("vn", "")})
    assert len(ways) == 1 and made.canary.returns.newest == sent


def test_time_touches_everything(site: tuple[Site, Boards]) -> None:
    made, boards = site
    made.refresh()
    assert len(boards.touched) == 3


def test_the_way_to_the_glass_is_measured_while_somebody_looks(site: tuple[Site, Boards]) -> None:
    made, boards = site
    at = datetime.now(UTC)
    made.confirmed([Part(partition=1, offset=2)], at)
    boards.viewers = 0
    made.confirmed([Part(partition=1, offset=3)], at)
    assert made.latency.table()["waiting"] == 1


def test_before_its_engines_answer_it_is_not_ready() -> None:
    ready, detail = Site(Settings()).status()
    assert not ready
    assert (detail["kafka"], detail["catalogue"], detail["kpi"]) == (False, False, False)


async def test_an_unknown_board_is_none() -> None:
    assert await Site(Settings()).board("vn.77", "", "vi") is None


def test_every_gauge_reads(site: tuple[Site, Boards]) -> None:
    made = Site(Settings())
    assert all(isinstance(float(read()), float) for _, read in made.gauges().values())
