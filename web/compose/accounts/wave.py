"""The wave that is coming: which tasks came into the next 30 days, and which left them.

A task is in the wave while it is open and due within 30 local days, the day itself included. What
its state and sign were is told by the changes of standing; its due date is the one in force then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from schema.causes import Cause
from schema.shares import Shared, of_sum
from schema.states import State
from web.compose.accounts.item import Item

DAYS = timedelta(days=29)
OPEN = frozenset({State.AWAITING, State.IN_TIME, State.DUE_SOON, State.NOT_STARTED})
SIGNS = ("at_risk", "behind")
FIGURES = ("wave/total", *(f"wave/{sign}" for sign in SIGNS))


class Stood(Struct, frozen=True):
    """A task at one end."""

    state: str
    sign: str
    due: date


class Task(Struct, frozen=True, kw_only=True):
    """A task at both ends; None where nobody had told of it."""

    code: str
    lead: str
    begin: Stood | None
    end: Stood | None
    by_report: bool
    """Whether an update, not a midnight alone, made the last change of it between the ends."""


def account(
    figure: str, tasks: Iterable[Task], begin: date, end: date
) -> tuple[Shared, Mapping[Item, Cause]]:
    """A sum of the wave as it stood on two days, and why each task came or went."""
    sign = figure.removeprefix("wave/")
    before: dict[Item, int] = {}
    after: dict[Item, int] = {}
    causes: dict[Item, Cause] = {}
    for task in tasks:
        item = Item("task", task.lead, task.code)
        was, is_ = _counts(task.begin, sign, begin), _counts(task.end, sign, end)
        before |= {item: 1} if was else {}
        after |= {item: 1} if is_ else {}
        if was != is_:
            causes[item] = Cause.REPORTS if task.by_report else Cause.TIME
    return of_sum(before, after), causes


def _counts(stood: Stood | None, sign: str, today: date) -> bool:
    return (
        stood is not None
        and stood.state in OPEN
        and today <= stood.due <= today + DAYS
        and sign in ("total", stood.sign)
    )
