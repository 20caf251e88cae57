"""Whether what is known of an open task is fresh (Q66): the newest fact within its max_age."""

from __future__ import annotations

from schema.states import State
from stream.core.task import TaskState

HEARD_OF = frozenset({State.AWAITING, State.OVERDUE, State.DUE_SOON, State.IN_TIME})
"""States of an open task on which somebody should report."""
OUT, STALE, FRESH = 0, 1, 2
"""How a task counts in `live`: not at all, as stale, as fresh."""


def stale_from(task: TaskState) -> int:
    """Ordinal of the first day on which a task is stale if nothing more is reported.

    Never reported on is stale from the beginning; one nil report too many is as good as none
    (domain 3).
    """
    if task.nil_streak or not task.told_on:
        return 0
    assert task.assignment is not None
    return task.told_on + task.assignment.max_age_days + 1
