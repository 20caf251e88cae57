"""Percent complete of a task (mission §4.4, Q40–43), in 1/10,000."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from schema.numbers import share
from schema.states import State
from stream.core.task import Assignment, MilestoneClaim, TaskState

WHOLE = 10_000
_DONE = frozenset({State.DONE_ON_TIME, State.DONE_LATE})


def percent_complete(task: TaskState, state: State, today: date) -> int | None:
    """p of a one-off task; None when it has started and nobody ever said (Q43).

    Verified done: all of it. With milestones: the weight of the verified ones. Claimed done: all of
    it. Else the last progress said; before the start nothing is expected: 0.
    """
    assignment = task.assignment
    if assignment is None:
        return None
    if state in _DONE:
        return WHOLE
    if assignment.milestones:
        return verified_share(assignment, task.milestones_verified)
    if task.claim is not None:
        return WHOLE
    if task.progress is None and today < assignment.start:
        return 0
    return task.progress


def verified_share(assignment: Assignment, done: Iterable[MilestoneClaim]) -> int:
    """The weight of the milestones verified done, of all of it; equal weights if none has one."""
    weights = {one.code: one.weight for one in assignment.milestones}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    verified = sum(weights.get(one.code, 0) for one in done)
    return share(verified, sum(weights.values()))
