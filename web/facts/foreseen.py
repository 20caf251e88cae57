"""The fan of the S-curve: how much of what is left will be done by which day, by the forecasts.

Each open task is taken to go on evenly to the day on which it ends; the early edge lets every one
end on its P10, the late edge on its P90. That all tasks are early, or late, together is the widest
the fan can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from web.compose.facts import Fan, FanDay

EARLY, MIDDLE, LATE = 10, 50, 90
MOST = 24
"""Days of the fan."""
BEYOND = timedelta(days=30)
"""How far it goes when the plan has passed its last day."""
Ends = list[tuple[int, int]]
"""(days from today to the end, what is left until then)."""


def fan(rows: Iterable[tuple[Any, ...]], alike: bool, today: date, last: date) -> Fan | None:
    """Rows of the query `fan` as work done from today on, to the last day of the plan.

    A row: the chance, the day, what is left of the tasks that end on it (by weight, and each task
    alike), their number, and how many of these no report bears. None without any.
    """
    ends: dict[int, Ends] = {EARLY: [], MIDDLE: [], LATE: []}
    tasks = untold = 0
    for chance, day, by_weight, each, count, unborne in rows:
        ends[chance].append(((day - today).days, each if alike else by_weight))
        if chance == MIDDLE:
            tasks, untold = tasks + count, untold + unborne
    if not tasks:
        return None
    days = tuple(
        FanDay(
            day=today + timedelta(days=n),
            late=done(ends[LATE], n),
            middle=done(ends[MIDDLE], n),
            early=done(ends[EARLY], n),
        )
        for n in grid((max(last, today + BEYOND if last <= today else last) - today).days)
    )
    return Fan(days=days, tasks=tasks, untold=untold)


def grid(length: int) -> Sequence[int]:
    """Today and evenly on to the last day."""
    step = -(-length // (MOST - 1))
    return [*range(0, length, step), length]


def done(ends: Ends, days: int) -> int:
    """What is done after so many days; each end is reached evenly, one that has passed at once."""
    return sum(left if days >= end else left * days // end for end, left in ends)
