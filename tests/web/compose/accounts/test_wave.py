"""The wave taken apart by the tasks that came into it and left it."""

from __future__ import annotations

from datetime import date, timedelta

from schema.causes import Cause
from web.compose.accounts.item import Item
from web.compose.accounts.wave import Stood, Task, account

BEGIN, END = date(2026, 11, 15), date(2026, 11, 22)


def task(code: str, begin: Stood | None, end: Stood | None, *, by_report: bool = False) -> Task:
    return Task(code=code, lead="vn.15", begin=begin, end=end, by_report=by_report)


def stood(due: date, state: str = "in_time", sign: str = "on_track") -> Stood:
    return Stood(state, sign, due)


def test_the_window_moves_on_and_tasks_are_done() -> None:
    far, near = BEGIN + timedelta(days=30), BEGIN + timedelta(days=3)
    tasks = [
        task("a", stood(far), stood(far)),  # came in by time alone
        task("b", stood(near), stood(near, "done_on_time"), by_report=True),
        task("c", stood(far - timedelta(days=1)), stood(far - timedelta(days=1))),  # in both
        task("d", None, stood(END + timedelta(days=29)), by_report=True),  # assigned
        task("e", stood(near), stood(near, "overdue")),
        task("f", stood(END + timedelta(days=30)), stood(END + timedelta(days=30))),  # in neither
    ]
    found, causes = account("wave/total", tasks, BEGIN, END)
    assert found.before == found.after == 3
    assert found.shares == {
        (Item("task", "vn.15", "a"),): 1,
        (Item("task", "vn.15", "b"),): -1,
        (Item("task", "vn.15", "d"),): 1,
        (Item("task", "vn.15", "e"),): -1,
    }
    assert {item.code: cause for item, cause in causes.items()} == {
        "a": Cause.TIME, "b": Cause.REPORTS, "d": Cause.REPORTS, "e": Cause.TIME,
    }  # fmt: skip


def test_a_sign_counts_in_its_own_part() -> None:
    due = END + timedelta(days=2)
    turned = task("a", stood(due), stood(due, sign="at_risk"), by_report=True)
    assert account("wave/at_risk", [turned], BEGIN, END)[0].difference == 1
    assert account("wave/behind", [turned], BEGIN, END)[0].difference == 0
