from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import pytest

from schema.clock import day_start
from schema.earned.plan import Milestone, Plan
from schema.errors import Contradiction
from schema.measures import WIDTH
from stream.kpi.dated import Fact
from stream.kpi.leaf import Group, Leaf
from stream.kpi.operational.plans import Planned
from stream.roll import read
from stream.roll.read import Connection

NOON, LATER = day_start(date(2026, 11, 20)), day_start(date(2026, 11, 21))


class Answers:
    """A connection that gives these answers one after the other and keeps the questions."""

    def __init__(self, *answers: list[tuple[Any, ...]]) -> None:
        self._answers = list(answers)
        self.given: list[Any] = []

    async def execute(self, query: bytes, given: Any = None) -> Answers:
        self.given.append(given)
        return self

    async def fetchall(self) -> list[tuple[Any, ...]]:
        return self._answers.pop(0)


def answering(*answers: list[tuple[Any, ...]]) -> Connection:
    return cast(Connection, Answers(*answers))


async def test_the_clock_is_that_of_the_slowest_partition() -> None:
    head = [(1, 2, 3, 40, None)]
    found = await read.ground(answering(head, [(0, 7, LATER, NOON), (1, 9, NOON, None)]))
    assert (found.clock, found.positions) == (NOON, {0: 7, 1: 9})
    assert found.canaries == {0: NOON}, "none has reached the other partition"
    assert (found.build, found.catalogue, found.kpi_version, found.day) == (1, 3, 40, None)


@pytest.mark.parametrize(
    "positions", [[(0, 7, LATER, None)], [(0, 7, LATER, None), (1, 0, None, None)], []]
)
async def test_while_a_partition_has_not_begun_there_is_no_clock(
    positions: list[tuple[Any, ...]],
) -> None:
    found = await read.ground(answering([(1, 2, 3, 40, None)], positions))
    assert found.clock is None
    assert found.slowest == (LATER if positions else None)


async def test_days_long_past_are_replayed() -> None:
    found = await read.ground(answering([(1, 1, 3, 40, None)], [(0, 7, NOON, None)]))
    assert not found.replays(LATER)
    assert found.replays(NOON + timedelta(days=3))


@pytest.mark.parametrize("head", [[], [(None, 8, 1, 0, None)], [(1, None, 1, 0, None)]])
async def test_a_database_that_is_not_migrated_is_told(head: list[tuple[Any, ...]]) -> None:
    with pytest.raises(Contradiction, match="python -m schema migrate"):
        await read.ground(answering(head))


async def test_leaves_are_widened_to_the_measures_of_this_version() -> None:
    rows = [(0, "vn.01", "nq57", "", "", "A", "", [1, 2])]
    assert await read.moved(answering(rows), {0: 5}) == {
        Leaf(0, "vn.01", "nq57", field="A"): (1, 2, *[0] * (WIDTH - 2))
    }


async def test_dated_facts_come_by_lead_and_group() -> None:
    day = date(2026, 11, 28)
    rows = [
        ("vn.01", "nq57", "A", "", "open", day, "", "", 2),
        ("vn.01", "", "", "", "waits", day, "vn.01", "tw.a", 1),
    ]
    assert await read.dated(answering(rows), ["vn.01"]) == {
        "vn.01": {
            Group("vn.01", "nq57", "A", ""): {Fact("open", day): 2},
            Group("vn.01", "", "", ""): {Fact("waits", day, "vn.01", "tw.a"): 1},
        }
    }


async def test_a_day_is_known_when_its_last_leaf_is() -> None:
    day = date(2026, 11, 19)
    leaf = ("vn.01", "", "", "", "", "")
    rows = [(day, 0, *leaf, [1], LATER), (day, 1, *leaf, [2], NOON)]
    found = await read.days(answering(rows), day, day)
    assert found[day].known_from == LATER
    assert len(found[day].leaves) == 2


async def test_keys_and_values_of_what_was_published() -> None:
    assert await read.published(answering([("vn", ""), ("vn", "nq57")])) == {
        ("vn", ""), ("vn", "nq57"),
    }  # fmt: skip
    assert (await read.recorded(answering([("vn", "", [4])])))["vn", ""][0] == 4
    assert await read.redated(answering([("vn.01",), ("vn.01",)])) == {"vn.01"}
    assert await read.first_day(answering([(None,)])) is None
    assert (await read.days_until(answering([(0, "a", "", "", "", "", "", [1])]), date.max))[
        Leaf(0, "a", "")
    ][0] == 1


async def test_tasks_that_were_queued_are_asked_for_once() -> None:
    assert await read.replanned(answering([("b",), ("a",), ("b",)])) == ["a", "b"]


async def test_plans_of_named_tasks() -> None:
    """A code without a row is a task that is no leaf."""
    start, due = date(2026, 11, 2), date(2026, 11, 30)
    row = (
        "t",
        "vn.01",
        "nq57",
        "A",
        "",
        start,
        due,
        2000,
        '[[300, "2026-11-09"], [700, null]]',
        due,
    )
    found = await read.planned(answering([row]), ["t", "gone"])
    steps = (Milestone(300, date(2026, 11, 9)), Milestone(700, None))
    plan = Plan(start, due, 2000, steps)
    assert found == {"t": Planned(Group("vn.01", "nq57", "A", ""), plan, due), "gone": None}


async def test_all_plans() -> None:
    start, due = date(2026, 11, 2), date(2026, 11, 30)
    connection = answering([("t", "vn.01", "", "", "", start, due, 0, None, None)])
    found = await read.planned(connection)
    assert found == {"t": Planned(Group("vn.01", "", "", ""), Plan(start, due, 0))}
    assert cast(Answers, connection).given == [None]
