"""The integers a leaf of the tree carries; everything published is added up from them.

A *leaf* is (partition, lead unit in force, programme, plan, objective, field, post in charge). Its
`counts` in SQL are in the order of :data:`MEASURES`; new measures are appended, never moved.
`docs/measures.md` is made from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct

MEANING: dict[str, str] = {
    # tasks by planning state: the eight parts of the whole, then the two outside it
    "done_on_time": "tasks verified done by their due date in force (Q5, Q15)",
    "done_late": "tasks verified done after it",
    "awaiting": "tasks reported done by their due date, not verified yet (Q16, Q18)",
    "in_time": "tasks started, more than 7 working days before their due date",
    "due_soon": "tasks with at most 7 working days left (Q5)",
    "overdue": "tasks past their due date, those reported done too late included",
    "not_started": "tasks whose start day has not come",
    "recurring": "recurring tasks, each once (Q26)",
    "suspended": "tasks that rest by decision: outside every denominator (Q28)",
    "cancelled": "tasks dropped by decision: outside every denominator (Q28)",
    # the same judged by the original due date
    "done_on_time_0": "tasks that are done_on_time by their original due date (Q22)",
    "done_late_0": "tasks that are done_late by their original due date (Q22)",
    "overdue_0": "tasks that are overdue by their original due date (Q22)",
    "days_late": "working days past due, summed over done_late and overdue (Q27)",
    # percent complete
    "weight": "weight of one-off tasks that are not withdrawn, 1/1,000 (Q45)",
    "weight_reported": "weight of those whose progress is known, 1/1,000 (Q43)",
    "weight_progress": "weight × progress of those, 1/10,000,000 (Q42)",
    "tasks_reported": "number of those whose progress is known",
    "tasks_counted": "number of one-off tasks that are not withdrawn",
    "weight_zero": "of these, tasks with weight 0 or none: equal weights if all are (Q44)",
    "progress_plain": "progress summed without weights, 1/10,000: for equal weights",
    # what is due
    "weight_due": "weight of done and overdue tasks, 1/1,000",
    "weight_overdue": "weight of overdue tasks, 1/1,000",
    # signs of open one-off tasks
    "at_risk": "open tasks that stand at risk",
    "silent": "open tasks nobody has reported on for twice their reporting age (Q96)",
    "difficulties_open": "difficulties without an answer",
    # lateness, for the score
    "weight_days_late": "weight × working days past due, 90 at most, 1/1,000 (Q71)",
    "days_late_capped": "working days past due, 90 at most for each task: for equal weights (Q71)",
    # signs by forecast
    "behind": "open tasks that stand behind: late by forecast, p_late 0.8 or more (M4.4)",
    # instances of recurring tasks: due in the 90 days ending today, or open (Q32)
    "instance_done_on_time": "periods of recurring tasks verified done by their due day",
    "instance_done_late": "periods verified done after it",
    "instance_awaiting": "periods reported done by their due day, not verified yet",
    "instance_in_time": "periods that have begun, more than 7 working days before their due day",
    "instance_due_soon": "periods with at most 7 working days left",
    "instance_overdue": "periods past their due day; grace does not move it",
    "instance_days_late": "working days past due, summed over late and overdue periods",
    # reporting slots: those of 90 days whose due day and grace have passed (Q63)
    "slots": "E: reporting slots of the window that are closed, reported or not",
    "slots_on_time": "of these, filled by a report known by the due day and its grace",
    "slots_late": "of these, filled later",
    "slots_share": "required fields of the filled ones, 1/10,000 of a slot each",
    # how alive what is known of open tasks is: awaiting, overdue, due_soon, in_time (Q66)
    "live_tasks": "open tasks that somebody should be hearing of",
    "live_fresh": "of these, last reported on within their max_age",
    "live_weight": "weight of the open tasks, 1/1,000",
    "live_weight_fresh": "weight of the fresh ones, 1/1,000",
    # the period that ended last: of each open task with slots the newest closed one (H1)
    "period_reports": "reports that were due in the period that ended last",
    "period_missing": "of these, those that have not come",
}
"""What each integer counts, in the order in which leaves carry them."""

MEASURES: tuple[str, ...] = tuple(MEANING)
INDEX: dict[str, int] = {name: position for position, name in enumerate(MEASURES)}
WIDTH = len(MEASURES)
Counts = tuple[int, ...]
Packed = int
"""Counts as one integer, 64 bits a measure; none is negative, so no measure borrows from another.
The fold's sums: one addition instead of twenty-six, one object in memory."""
MOST_DAYS_LATE = 90
"""Working days past due that one task adds to the score's lateness at most (mission §4.7)."""
ZERO: Counts = (0,) * WIDTH
_LANES = Struct(f"<{WIDTH}Q")


def named(counts: Counts) -> dict[str, int]:
    """Counts by the name of their measure."""
    return dict(zip(MEASURES, counts, strict=True))


def packed(counts: Iterable[int]) -> Packed:
    """Counts side by side in one integer: adding two of them adds every measure at once."""
    return int.from_bytes(_LANES.pack(*counts), "little")


def unpacked(one: Packed) -> Counts:
    """The counts in a packed integer."""
    return _LANES.unpack(one.to_bytes(_LANES.size, "little"))


def widen(counts: list[int]) -> Counts:
    """Counts as stored, filled with zeros for measures added since."""
    return (*counts, *ZERO[len(counts) :])
