"""What is read of day flows and reports; the rest is tested on a real database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from schema.queries import load
from stream.kpi.leaf import Group
from stream.roll import flows
from stream.roll.read import Connection
from tests.stream.kpi.places import TODAY

LATER = TODAY + timedelta(days=2)

SQL = load("roll")


class Rows:
    """A connection that answers with rows and remembers what it was asked."""

    def __init__(self, **answers: list[tuple[Any, ...]]) -> None:
        self.answers = {getattr(SQL, name): rows for name, rows in answers.items()}
        self.asked: list[tuple[str, Any]] = []

    async def execute(self, statement: str, given: Any, **more: Any) -> Rows:
        """Take a question."""
        self.asked.append((statement, given))
        return self

    async def fetchall(self) -> list[tuple[Any, ...]]:
        """The answer to the last one."""
        return self.answers[self.asked[-1][0]]


def connection(**answers: list[tuple[Any, ...]]) -> tuple[Connection, Rows]:
    made = Rows(**answers)
    return cast(Connection, made), made


async def test_rows_that_moved_are_rows_of_days() -> None:
    asked, _ = connection(flows_moved=[(3, "vn.01", "nq57", "A", "", LATER, TODAY, [1, -2])])
    found = await flows.moved(asked, {3: 7}, TODAY)
    assert found == [((3, Group("vn.01", "nq57", "A", ""), LATER), TODAY, (1, -2))]


async def test_reports_are_counted_for_the_days_that_moved_and_may_be_none_any_more() -> None:
    asked, rows = connection(reports_of=[("vn.01", TODAY, 4)])
    found = await flows.reports(asked, {("vn.01", TODAY), ("vn.02", TODAY)}, TODAY)
    assert found == [("vn.01", TODAY, 4), ("vn.02", TODAY, 0)]
    units, days = ["vn.01", "vn.02"], [TODAY, TODAY]
    assert rows.asked[0][1] == {"units": units, "days": days, "known": date.max}


async def test_nothing_is_asked_when_nothing_moved() -> None:
    asked, rows = connection()
    assert await flows.reports(asked, set(), TODAY) == [] and rows.asked == []


async def test_very_many_days_are_counted_at_once() -> None:
    since = date(2026, 1, 1)
    days = {(f"vn.{n}", TODAY - timedelta(days=n % 7)) for n in range(flows.MANY + 1)}
    asked, rows = connection(reports_since=[])
    assert len(await flows.reports(asked, days, since)) == len(days)
    assert rows.asked == [(SQL.reports_since, (since,))]
