"""Judges of what the assigning side decides: assigning, revising, suspending, slots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from sys import intern

from schema.clock import local_day
from schema.update import TaskAssigned, TaskRevised
from stream.core.authority import assigning_side, lead_side, not_assigning
from stream.core.entry import Entry
from stream.core.numbers import thousandths
from stream.core.task import Assignment, MilestonePlan, Request, TaskState
from stream.core.verdict import Stepped, accept, reject
from stream.core.world import World

BACK_DATING = 3
"""Working days within which a fact counts from the day it occurred (B of M4.2)."""
MAX_AGE_DAYS = 30
FIXED = ("start", "due_0", "recurring", "milestones", "programme")
"""What a second assignment may not change (Q25)."""


def assigned(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`task.assigned`: the first creates the task, a later one changes what may change (Q24–25)."""
    update = entry.update
    assert isinstance(update, TaskAssigned)
    fault = _fault(update, entry, state, world)
    if fault is not None:
        return reject(state, fault)
    given = _assignment(update, entry)
    if state.assignment is None:
        return accept(state, assignment=given, due=given.due_0)
    return _reassigned(state, state.assignment, given)


def _fault(update: TaskAssigned, entry: Entry, state: TaskState, world: World) -> str | None:
    if world.version is not None and not world.knows(update.lead):
        return f"no unit has the code {update.lead}, named as lead"
    if world.version is not None and not world.knows(update.assigned_by):
        return f"no unit has the code {update.assigned_by}, named as assigned_by"
    if update.lead in world.organisations:
        return f"{update.lead} is an organisation; organisations coordinate, they lead nothing"
    if update.task_kind == "one_off" and update.due is None:
        return "a one-off task must have a due date"
    start = update.start or local_day(update.occurred_at)
    if update.start is not None and update.due is not None and update.due < start:
        return f"the due date {update.due} lies before the start {start}"
    task = state.assignment or _assignment(update, entry)
    return None if assigning_side(entry.unit, task, world) else not_assigning(entry.unit, task)


def _assignment(update: TaskAssigned, entry: Entry) -> Assignment:
    """What was given; codes that many tasks share are kept once."""
    start = update.start or local_day(update.occurred_at)
    if update.due is not None and update.due < start:
        start = update.due
    return Assignment(
        lead=intern(update.lead),
        assigned_by=intern(update.assigned_by),
        coordinators=tuple(update.coordinators),
        programme=intern(update.programme),
        plan=intern(update.plan or ""),
        objective=intern(update.objective or ""),
        field=intern(update.field or ""),
        title=update.title,
        recurring=update.task_kind == "recurring",
        start=start,
        due_0=update.due,
        weight=None if update.weight is None else thousandths(update.weight),
        milestones=tuple(
            MilestonePlan(one.code, thousandths(one.weight), one.due) for one in update.milestones
        ),
        secrecy=update.secrecy,
        in_charge=intern(update.in_charge or ""),
        max_age_days=update.max_age_days or MAX_AGE_DAYS,
    )


def _reassigned(state: TaskState, before: Assignment, given: Assignment) -> Stepped:
    values = {name: getattr(given, name) for name in Assignment.__struct_fields__}
    kept = {name: getattr(before, name) for name in FIXED}
    marks = tuple(
        f"unchanged_{name}" for name in FIXED if kept[name] != values[name] and name != "start"
    )
    return accept(state, *marks, assignment=Assignment(**{**values, **kept}))


def revised(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`task.revised`: a new date counts if asked for before the old one passed (Q20–23)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, TaskRevised) and task is not None
    assigning = assigning_side(entry.unit, task, world)
    if update.decision == "requested" and (assigning or lead_side(entry.unit, task, world)):
        return _requested(state, update, entry, world)
    if not assigning:
        return reject(state, not_assigning(entry.unit, task))
    if update.decision == "refused":
        return accept(state)
    return _approved(state, task, update)


def _requested(state: TaskState, update: TaskRevised, entry: Entry, world: World) -> Stepped:
    if update.new_due is None:
        return reject(state, "a revision that is asked for must say the new due date")
    request = Request(update.new_due, counted_day(entry, world))
    return accept(state, requests=(*state.requests, request))


def _approved(state: TaskState, task: Assignment, update: TaskRevised) -> Stepped:
    if update.new_due is None:
        return reject(state, "an approved revision must say the new due date")
    if update.new_due < task.start:
        return reject(
            state, f"the new due date {update.new_due} lies before the start {task.start}"
        )
    if state.due is None:
        return reject(state, "the task has no due date to revise")
    asked = _asked_on(state, update)
    if asked > state.due:
        return accept(state, "asked_after_due", granted=update.new_due)
    return accept(state, due=update.new_due, granted=update.new_due)


def _asked_on(state: TaskState, update: TaskRevised) -> date:
    """The day the revision counts as asked for: the request's, else as the approval says (Q21)."""
    for request in reversed(state.requests):
        if request.new_due == update.new_due:
            return request.day
    return local_day(update.requested_at or update.occurred_at)


def counted_day(entry: Entry, world: World) -> date:
    """The day a fact counts from: as it occurred if known within 3 working days, else as known."""
    occurred, known = local_day(entry.update.occurred_at), local_day(entry.known_at)
    return occurred if world.calendar.between(occurred, known) <= BACK_DATING else known


def withdrawn(value: str | None) -> Callable[[TaskState, Entry, World], Stepped]:
    """Judge of `task.suspended`, `task.cancelled`, `task.resumed`: the last one stands (Q28)."""

    def judge(state: TaskState, entry: Entry, world: World) -> Stepped:
        task = state.assignment
        assert task is not None
        if not assigning_side(entry.unit, task, world):
            return reject(state, not_assigning(entry.unit, task))
        return accept(state, withdrawn=value)

    return judge


def slot_opened(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`slot.opened`: an extra slot, from the assigning side."""
    task = state.assignment
    assert task is not None
    if not assigning_side(entry.unit, task, world):
        return reject(state, not_assigning(entry.unit, task))
    return accept(state)
