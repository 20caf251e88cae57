"""What is read of day flows and reports; the rest is tested on a real database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from schema.queries import load
from stream.kpi.leaf import Group
from stream.kpi.rolling.bands import KEEP
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


async def test_reports_are_counted_for_the_days_that_moved_as_known_on_a_day() -> None:
    """And for later days of the same reports, which the answer names."""
    told = [("vn.01", TODAY, 4), ("vn.01", LATER, 1), ("vn.02", TODAY, 0)]
    asked, rows = connection(reports_of=told)
    days = {("vn.01", TODAY), ("vn.02", TODAY)}
    assert await flows.reports(asked, days, TODAY, LATER) == told
    of = {"units": ["vn.01", "vn.02"], "days": [TODAY, TODAY], "known": LATER}
    assert rows.asked[0][1] == of


async def test_nothing_is_asked_when_nothing_moved() -> None:
    asked, rows = connection()
    assert await flows.reports(asked, set(), TODAY) == [] and rows.asked == []


async def test_very_many_days_are_counted_at_once() -> None:
    first = date(2026, 1, 1)
    days = {(f"vn.{n}", TODAY - timedelta(days=n % 7)) for n in range(flows.MANY + 1)}
    asked, rows = connection(reports_since=[])
    assert await flows.reports(asked, days, first) == []
    assert rows.asked == [(SQL.reports_since, {"since": first, "known": date.max})]


async def test_what_was_told_by_a_day_is_asked_of_days_that_windows_look_at() -> None:
    asked, rows = connection(flows_known=[], reports_of=[])
    first = flows.since(TODAY)
    await flows.known(asked, date.min, TODAY, first)
    row = (0, Group("vn.01", "", "", ""), TODAY), TODAY, (1,)
    of_a_task = (0, Group("vn.02", "nq57", "", ""), TODAY), TODAY, (1,)
    await flows.told_by(asked, [row, of_a_task], TODAY)
    assert rows.asked[0][1] == (date.min, TODAY, TODAY - timedelta(days=KEEP))
    assert rows.asked[1][1] == {"units": ["vn.01"], "days": [TODAY], "known": TODAY}
