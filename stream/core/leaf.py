"""What one task adds to the sums: its leaf and its integers, on a local day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import add, sub
from typing import NamedTuple

from msgspec import Struct

from schema.measures import INDEX, MEASURES, MOST_DAYS_LATE, WIDTH, ZERO, Counts
from schema.states import Sign, State
from schema.workdays import WorkCalendar
from stream.core.task import TaskState
from stream.kpi.planning import (
    NEVER,
    days_late,
    judged_by,
    next_change,
    overdue_0_from,
    planning_state,
)
from stream.kpi.progress import percent_complete
from stream.kpi.standing import sign_of, silent_from


class LeafKey(NamedTuple):
    """A leaf of the tree within one partition; '' where the task says nothing."""

    lead: str
    programme: str
    plan: str
    objective: str
    field: str
    in_charge: str


class Placed(Struct, frozen=True, gc=False):
    """A task as it counts on the partition's day."""

    task: TaskState
    state: State
    sign: Sign
    version: int
    """Number of changes of standing so far."""
    leaf: LeafKey | None
    counts: Counts
    wake: int
    """Ordinal of the first day on which time alone may change what it counts."""
    calendar_wake: int = NEVER
    """The same, silence left aside."""


def place_task(
    task: TaskState,
    today: date,
    calendar: WorkCalendar,
    version: int,
    before: Placed | None = None,
) -> Placed:
    """A task with what it adds to the sums on `today`; `version` is its standing's.

    `before` is how it counted earlier the same day, if it did: what has not moved is not judged
    again.
    """
    if task.assignment is None:
        return Placed(task, State.UNKNOWN, Sign.NONE, version, None, ZERO, NEVER)
    if before is None or before.leaf is None or _moved(before.task, task):
        state = planning_state(task, today, calendar)
        row = _by_state(task, state, today, calendar)
        leaf, wake = leaf_of(task), _wake(task, state, today, calendar)
    else:
        state, row = before.state, list(before.counts)
        leaf, wake = before.leaf, before.calendar_wake
    silence = silent_from(task).toordinal() if state in _MAY_FALL_SILENT else NEVER
    sign = sign_of(state, silent=today.toordinal() >= silence)
    _put_reports(row, task, state, sign, today)
    due = min(wake, silence) if sign is Sign.ON_TRACK else wake
    return Placed(task, state, sign, version, leaf, tuple(row), due, wake)


def _moved(before: TaskState, after: TaskState) -> bool:
    """Whether anything but reports changed: assignment, dates, claim, verdict, withdrawal."""
    return (
        before.assignment is not after.assignment
        or before.due != after.due
        or before.claim is not after.claim
        or before.done is not after.done
        or before.withdrawn != after.withdrawn
    )


def leaf_of(task: TaskState) -> LeafKey | None:
    """The leaf a task counts in: by the lead in force (Q103)."""
    given = task.assignment
    if given is None:
        return None
    return LeafKey(
        given.lead, given.programme, given.plan, given.objective, given.field, given.in_charge
    )


_MAY_FALL_SILENT = (State.IN_TIME, State.DUE_SOON)
_NOT_COUNTED = (State.RECURRING, State.SUSPENDED, State.CANCELLED)
"""States in which a task counts in its part and in no rate."""
_STATE_INDEX = {state: INDEX[state.value] for state in State if state.value in INDEX}
_BY_DUE_0 = {
    State.DONE_ON_TIME: INDEX["done_on_time_0"],
    State.DONE_LATE: INDEX["done_late_0"],
    State.OVERDUE: INDEX["overdue_0"],
}
_DUE = (State.DONE_ON_TIME, State.DONE_LATE, State.OVERDUE)
(
    _DAYS_LATE,
    _WEIGHT,
    _WEIGHT_REPORTED,
    _WEIGHT_PROGRESS,
    _TASKS_REPORTED,
    _TASKS_COUNTED,
    _WEIGHT_ZERO,
    _PROGRESS_PLAIN,
    _WEIGHT_DUE,
    _WEIGHT_OVERDUE,
    _AT_RISK,
    _SILENT,
    _DIFFICULTIES,
    _WEIGHT_DAYS_LATE,
    _DAYS_LATE_CAPPED,
) = (INDEX[name] for name in MEASURES[MEASURES.index("days_late") :])


def _by_state(task: TaskState, state: State, today: date, calendar: WorkCalendar) -> list[int]:
    """The integers that follow from dates and verdicts alone."""
    row = [0] * WIDTH
    row[_STATE_INDEX[state]] = 1
    if state in _NOT_COUNTED:
        return row
    assignment = task.assignment
    assert assignment is not None and assignment.due_0 is not None
    by_due_0 = state
    if task.due != assignment.due_0:
        by_due_0 = judged_by(task, assignment.due_0, today, calendar)
    if by_due_0 in _DUE:
        row[_BY_DUE_0[by_due_0]] = 1
    weight = assignment.weight or 0
    late = days_late(task, state, today, calendar)
    if late:
        capped = min(late, MOST_DAYS_LATE)
        row[_DAYS_LATE], row[_DAYS_LATE_CAPPED] = late, capped
        row[_WEIGHT_DAYS_LATE] = weight * capped
    row[_WEIGHT] = weight
    row[_TASKS_COUNTED] = 1
    row[_WEIGHT_ZERO] = int(weight == 0)
    if state in _DUE:
        row[_WEIGHT_DUE] = weight
        row[_WEIGHT_OVERDUE] = weight if state is State.OVERDUE else 0
    return row


def _put_reports(row: list[int], task: TaskState, state: State, sign: Sign, today: date) -> None:
    """The integers that follow from what was reported: progress, silence, difficulties."""
    row[_DIFFICULTIES] = (
        sum(1 for one in task.difficulties if one.answered_on is None) if task.difficulties else 0
    )
    if state in _NOT_COUNTED:
        return
    row[_AT_RISK] = int(sign is Sign.AT_RISK)
    row[_SILENT] = int(sign is Sign.SILENT)
    progress = percent_complete(task, state, today)
    weight = row[_WEIGHT]
    known = progress is not None
    row[_TASKS_REPORTED] = int(known)
    row[_PROGRESS_PLAIN] = progress or 0
    row[_WEIGHT_REPORTED] = weight if known else 0
    row[_WEIGHT_PROGRESS] = weight * (progress or 0)


def _wake(task: TaskState, state: State, today: date, calendar: WorkCalendar) -> int:
    wake = next_change(task, state, today, calendar)
    by_due_0 = overdue_0_from(task)
    return min(wake, by_due_0) if by_due_0 > today.toordinal() else wake


def moved(total: Counts, before: Counts, after: Counts) -> Counts:
    """A leaf's integers after one of its tasks moved from `before` to `after`."""
    return tuple(map(add, map(sub, total, before), after))


def summed(tasks: Iterable[Placed]) -> dict[LeafKey, Counts]:
    """The integers of every leaf, from its tasks."""
    totals: dict[LeafKey, Counts] = {}
    for placed in tasks:
        if placed.leaf is not None:
            totals[placed.leaf] = moved(totals.get(placed.leaf, ZERO), ZERO, placed.counts)
    return totals
