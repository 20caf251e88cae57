"""What is read of arrivals and when; that it is exact is tested on a real database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import pytest

from schema.queries import load
from stream.kpi.country import Country
from stream.kpi.windows import Arrived, Sent
from stream.roll.arrivals import Arrivals, arrived, moved
from stream.roll.read import Connection
from tests.stream.kpi.places import TODAY

SQL = load("roll")
PLACE = Sent(3, "vn.01")
Told = list[tuple[str, dict[Sent, Arrived]]]


class Rows:
    """A connection on which one unit has sent something, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, Any]] = []

    async def execute(self, statement: bytes, given: Any) -> Rows:
        """Take a question."""
        self.asked.append((statement, given))
        return self

    async def fetchall(self) -> list[tuple[Any, ...]]:
        """The answer, whatever the question."""
        return [(*PLACE, 5, 4, 60)]


class Listener:
    """A country that notes what it is told."""

    def __init__(self) -> None:
        self.told: Told = []

    def begin_arrivals(self, rows: dict[Sent, Arrived]) -> None:
        """All of a day."""
        self.told.append(("begin", rows))

    def put_arrivals(self, rows: dict[Sent, Arrived]) -> None:
        """What moved."""
        self.told.append(("put", rows))


@pytest.fixture
def rows() -> Rows:
    return Rows()


async def test_all_of_a_day_and_what_moved_in_it(rows: Rows) -> None:
    asked = cast(Connection, rows)
    found = {PLACE: Arrived(5, 4, 60)}
    assert await arrived(asked, TODAY) == await moved(asked, {3: 7, 4: 9}, TODAY) == found
    assert rows.asked == [
        (SQL.arrived.encode(), (TODAY,)),
        (SQL.arrived_since.encode(), ([3, 4], [7, 9], TODAY)),
    ]


async def test_a_day_is_read_whole_once_then_as_far_as_the_log_moved(rows: Rows) -> None:
    country = Listener()
    of = Arrivals(cast(Connection, rows), cast(Country, country))

    async def follow(seen: int, now: int, day: date) -> None:
        await of.follow({3: seen}, {3: now}, day)

    await of.follow({}, {3: 7}, TODAY)
    await follow(7, 7, TODAY)
    await follow(7, 9, TODAY)
    await follow(9, 9, TODAY + timedelta(days=1))
    assert [word for word, _ in country.told] == ["begin", "put", "begin"]
    assert [given for _, given in rows.asked] == [
        (TODAY,),
        ([3], [7], TODAY),
        (TODAY + timedelta(days=1),),
    ]
