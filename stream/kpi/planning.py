"""Planning tier: the state of a task on a local day (mission §4.3, domain 4–5, Q5, Q16, Q26–28)."""

from __future__ import annotations

from datetime import date

from schema.states import State
from schema.workdays import WorkCalendar
from stream.core.task import TaskState

SOON = 7
"""A task is due soon when at most this many working days are left."""
NEVER = date.max.toordinal()


def planning_state(task: TaskState, today: date, calendar: WorkCalendar) -> State:
    """The one state that holds on `today`; the order of the tests is the definition."""
    assignment = task.assignment
    if assignment is None:
        return State.UNKNOWN
    if task.withdrawn is not None:
        return State(task.withdrawn)
    if assignment.recurring or task.due is None:
        return State.RECURRING
    return judged_by(task, task.due, today, calendar)


def judged_by(task: TaskState, due: date, today: date, calendar: WorkCalendar) -> State:
    """The state of a one-off task with `due` as its due date; seven states, first that holds."""
    assert task.assignment is not None
    if task.done is not None:
        return State.DONE_ON_TIME if task.done.day <= due else State.DONE_LATE
    if task.claim is not None:
        return State.AWAITING if task.claim.would_be <= due else State.OVERDUE
    if today > due:
        return State.OVERDUE
    if today < task.assignment.start:
        return State.NOT_STARTED
    return State.DUE_SOON if calendar.between(today, due) <= SOON else State.IN_TIME


def days_late(task: TaskState, state: State, today: date, calendar: WorkCalendar) -> int:
    """Working days past the due date, for done_late and overdue; 0 otherwise (Q27).

    Never negative: a claim made after the due date may be folded before the clock has passed it.
    """
    if task.due is None:
        return 0
    if state is State.OVERDUE:
        return max(0, calendar.between(task.due, today))
    if state is State.DONE_LATE and task.done is not None:
        return calendar.between(task.due, task.done.day)
    return 0


def next_change(task: TaskState, state: State, today: date, calendar: WorkCalendar) -> int:
    """Ordinal of the next day on which time alone may change this state or its days late."""
    if state is State.OVERDUE:
        return today.toordinal() + 1
    assert task.assignment is not None or state is State.UNKNOWN
    if task.assignment is None or task.due is None:
        return NEVER
    if state is State.NOT_STARTED:
        return min(task.assignment.start.toordinal(), task.due.toordinal() + 1)
    if state is State.DUE_SOON:
        return task.due.toordinal() + 1
    if state is State.IN_TIME:
        return calendar.first_day_within(SOON, task.due).toordinal()
    return NEVER


def overdue_0_from(task: TaskState) -> int:
    """Ordinal of the day an open task becomes overdue by its original due date."""
    assignment = task.assignment
    if assignment is None or assignment.due_0 is None:
        return NEVER
    return assignment.due_0.toordinal() + 1
