"""Rows of tasks become plans at both ends, each drawn once, and the tasks of the wave."""

from __future__ import annotations

from datetime import date
from typing import Any

from web.compose.why import Leaf
from web.pages.stood import plans, tasks

DUE = date(2026, 11, 27)
KEY = ("vn.15", "nq57", "", "", "A", "")


def row(code: str, begin: str | None, end: str | None, milestones: str | None) -> tuple[Any, ...]:
    known = (code, *KEY, date(2026, 11, 2), DUE, 1000, milestones)
    return (*known, begin, "on_track", end, None, DUE, None, False)


def test_a_plan_stands_where_its_task_stood_in_a_state() -> None:
    found = [
        row("a", "in_time", "in_time", '[[300, "2026-11-10"], [700, null]]'),
        row("b", "in_time", "cancelled", None),
        row("c", None, "unknown", None),
    ]
    begin, end = plans(found, lambda leaf: Leaf(leaf.lead))
    assert begin.keys() == end.keys() == {Leaf("vn.15")}
    one, two = begin[Leaf("vn.15")]
    assert end[Leaf("vn.15")] == [one] and one is not two


def test_a_task_stood_where_its_state_and_due_date_are_known() -> None:
    (task,) = tasks([row("a", "in_time", "in_time", None)], {"vn.15": "vn.16"}.__getitem__)
    assert (task.code, task.lead, task.end, task.by_report) == ("a", "vn.16", None, False)
    assert task.begin is not None and (task.begin.sign, task.begin.due) == ("on_track", DUE)
