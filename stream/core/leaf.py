"""What one task adds to the sums: its leaf and its integers, on a local day."""

from __future__ import annotations

from datetime import date
from operator import add, sub
from typing import NamedTuple

from msgspec import Struct

from schema.measures import INDEX, WIDTH, ZERO, Counts
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


def place_task(task: TaskState, today: date, calendar: WorkCalendar, version: int) -> Placed:
    """A task with what it adds to the sums on `today`; `version` is its standing's."""
    state = planning_state(task, today, calendar)
    if task.assignment is None:
        return Placed(task, state, Sign.NONE, version, None, ZERO, NEVER)
    silence = silent_from(task).toordinal() if state in _MAY_FALL_SILENT else NEVER
    sign = sign_of(state, silent=today.toordinal() >= silence)
    counts = contribution(task, state, sign, today, calendar)
    wake = min(_wake(task, state, today, calendar), silence if sign is Sign.ON_TRACK else NEVER)
    return Placed(task, state, sign, version, leaf_of(task), counts, wake)


def leaf_of(task: TaskState) -> LeafKey | None:
    """The leaf a task counts in: by the lead in force (Q103)."""
    given = task.assignment
    if given is None:
        return None
    return LeafKey(
        given.lead, given.programme, given.plan, given.objective, given.field, given.in_charge
    )


_MAY_FALL_SILENT = (State.IN_TIME, State.DUE_SOON)
_I = INDEX
_DIFFICULTIES = INDEX["difficulties_open"]
_STATE_INDEX = {state: INDEX[state.value] for state in State if state.value in INDEX}


def contribution(
    task: TaskState, state: State, sign: Sign, today: date, calendar: WorkCalendar
) -> Counts:
    """The integers of one task, in the order of schema.measures."""
    row = [0] * WIDTH
    row[_STATE_INDEX[state]] = 1
    if task.difficulties:
        row[_DIFFICULTIES] = sum(1 for one in task.difficulties if one.answered_on is None)
    if state not in (State.RECURRING, State.SUSPENDED, State.CANCELLED):
        _add_one_off(row, task, state, sign, today, calendar)
    return tuple(row)


def _add_one_off(
    row: list[int],
    task: TaskState,
    state: State,
    sign: Sign,
    today: date,
    calendar: WorkCalendar,
) -> None:
    assignment = task.assignment
    assert assignment is not None and assignment.due_0 is not None
    by_due_0 = state
    if task.due != assignment.due_0:
        by_due_0 = judged_by(task, assignment.due_0, today, calendar)
    name = _BY_DUE_0.get(by_due_0)
    if name is not None:
        row[name] = 1
    row[_I["days_late"]] = days_late(task, state, today, calendar)
    row[_I["at_risk"]] = sign is Sign.AT_RISK
    row[_I["silent"]] = sign is Sign.SILENT
    _add_weights(row, task, state, today)


_BY_DUE_0 = {
    State.DONE_ON_TIME: INDEX["done_on_time_0"],
    State.DONE_LATE: INDEX["done_late_0"],
    State.OVERDUE: INDEX["overdue_0"],
}
_DUE = (State.DONE_ON_TIME, State.DONE_LATE, State.OVERDUE)


def _add_weights(row: list[int], task: TaskState, state: State, today: date) -> None:
    assert task.assignment is not None
    weight = task.assignment.weight or 0
    row[_I["weight"]] = weight
    row[_I["tasks_counted"]] = 1
    row[_I["weight_zero"]] = weight == 0
    if state in _DUE:
        row[_I["weight_due"]] = weight
        row[_I["weight_overdue"]] = weight if state is State.OVERDUE else 0
    progress = percent_complete(task, state, today)
    if progress is not None:
        row[_I["tasks_reported"]] = 1
        row[_I["progress_plain"]] = progress
        row[_I["weight_reported"]] = weight
        row[_I["weight_progress"]] = weight * progress


def _wake(task: TaskState, state: State, today: date, calendar: WorkCalendar) -> int:
    wake = next_change(task, state, today, calendar)
    by_due_0 = overdue_0_from(task)
    return min(wake, by_due_0) if by_due_0 > today.toordinal() else wake


def moved(total: Counts, before: Counts, after: Counts) -> Counts:
    """A leaf's integers after one of its tasks moved from `before` to `after`."""
    return tuple(map(add, map(sub, total, before), after))
