"""The integers a leaf of the tree carries; everything published is added up from them.

A *leaf* is (partition, lead unit in force, programme, plan, objective, field, post in charge). Its
`counts` in SQL are in the order of :data:`MEASURES`; new measures are appended, never moved.
"""

from __future__ import annotations

from schema.states import PARTITION, WITHDRAWN

MEASURES: tuple[str, ...] = (
    # tasks by planning state: the eight parts of the whole, then the two outside it
    *(state.value for state in PARTITION),
    *(state.value for state in WITHDRAWN),
    # the same judged by the original due date (Q22)
    "done_on_time_0",
    "done_late_0",
    "overdue_0",
    # lateness, working days
    "days_late",  # sum over done_late and overdue (Q27)
    # percent complete over one-off tasks that are not withdrawn (Q42-45)
    "weight",  # 1/1,000, of all of them
    "weight_reported",  # 1/1,000, of those whose progress is known
    "weight_progress",  # weight x progress, 1/10,000,000, of those
    "tasks_reported",  # number of those
    "tasks_counted",  # number of one-off tasks that are not withdrawn
    "weight_zero",  # of these, tasks with weight 0 or none (equal weights if all are)
    "progress_plain",  # sum of progress, 1/10,000: the equal-weights fallback
    # weight of what is due (done + overdue) and overdue, 1/1,000
    "weight_due",
    "weight_overdue",
    # signs of one-off open tasks
    "at_risk",
    "silent",
    # difficulties
    "difficulties_open",
)

INDEX: dict[str, int] = {name: position for position, name in enumerate(MEASURES)}
WIDTH = len(MEASURES)
Counts = tuple[int, ...]
ZERO: Counts = (0,) * WIDTH


def named(counts: Counts) -> dict[str, int]:
    """Counts by the name of their measure."""
    return dict(zip(MEASURES, counts, strict=True))


def widen(counts: list[int]) -> Counts:
    """Counts as stored, filled with zeros for measures added since."""
    return (*counts, *ZERO[len(counts) :])
