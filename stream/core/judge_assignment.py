"""Judges of what the assigning side decides: assigning, suspending, slots (Q24–25, Q28)."""

from __future__ import annotations

from datetime import date

from schema.clock import local_day
from schema.update import SlotOpened, TaskAssigned
from stream.core.authority import assigning_side, not_assigning
from stream.core.counted import shift
from stream.core.entry import Entry
from stream.core.numbers import thousandths
from stream.core.task import (
    Assignment,
    ExtraSlot,
    MilestonePlan,
    TaskState,
    shared,
)
from stream.core.verdict import Ruling, accept, reject
from stream.core.world import Era

MAX_AGE_DAYS = 30
FIXED = ("start", "due_0", "recurring", "milestones", "programme", "cadence")
"""What a second assignment may not change (Q25)."""
OF_CADENCE = ("first", "grace", "required")
"""What goes with the cadence."""


def assigned(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`task.assigned`: the first creates the task, a later one changes what may change (Q24–25)."""
    update = entry.update
    assert isinstance(update, TaskAssigned)
    fault = _fault(update, entry, state, era)
    if fault is not None:
        return reject(fault)
    given = _assignment(update)
    if state.assignment is None:
        return accept(assignment=given, due=given.due_0)
    return _reassigned(state.assignment, given)


def _fault(update: TaskAssigned, entry: Entry, state: TaskState, era: Era) -> str | None:
    if update.lead in era.organisations:
        return f"{update.lead} is an organisation; organisations coordinate, they lead nothing"
    task = state.assignment or _assignment(update)
    if not assigning_side(entry.unit, task, era):
        return not_assigning(entry.unit, task)
    return _misdated(update) if state.assignment is None else None


def _misdated(update: TaskAssigned) -> str | None:
    """Why the dates of a first assignment are refused; a later one moves none (Q24–25)."""
    if update.task_kind == "one_off" and update.due is None:
        return "a one-off task must have a due date"
    start = _start(update)
    if update.due is not None and update.due < start:
        return f"the due date {update.due} lies before the start {start}"
    return None


def _start(update: TaskAssigned) -> date:
    """The day it was assigned where none is given (Q24)."""
    return update.start or local_day(update.occurred_at)


def _assignment(update: TaskAssigned) -> Assignment:
    given = Assignment(
        lead=update.lead,
        assigned_by=update.assigned_by,
        coordinators=tuple(update.coordinators),
        programme=update.programme,
        plan=update.plan or "",
        objective=update.objective or "",
        field=update.field or "",
        title=_apart(update.title),
        recurring=update.task_kind == "recurring",
        start=_start(update),
        due_0=update.due,
        weight=None if update.weight is None else thousandths(update.weight),
        milestones=tuple(
            MilestonePlan(one.code, thousandths(one.weight), one.due) for one in update.milestones
        ),
        secrecy=update.secrecy,
        in_charge=update.in_charge or "",
        max_age_days=update.max_age_days or MAX_AGE_DAYS,
        cadence=update.cadence or "",
        first=update.first,
        grace=update.grace or 0,
        required=tuple(update.required),
    )
    return shared(given)


def _apart(text: str) -> str:
    """The same text in an object of its own: one that was encoded keeps its bytes for ever."""
    return text.encode().decode()


def _reassigned(before: Assignment, given: Assignment) -> Ruling:
    values = {name: getattr(given, name) for name in Assignment.__struct_fields__}
    kept = {name: getattr(before, name) for name in FIXED}
    marks = tuple(
        f"unchanged_{name}" for name in FIXED if kept[name] != values[name] and name != "start"
    )
    kept |= {name: getattr(before, name) for name in OF_CADENCE}
    if given.programme != before.programme:  # its plan and objective are of that programme
        kept |= {"plan": before.plan, "objective": before.objective}
    return accept(*marks, assignment=Assignment(**{**values, **kept}))


def suspended(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`task.suspended`: of suspended, cancelled and resumed the last one stands (Q28)."""
    return _withdrawn(state, entry, era, "suspended")


def cancelled(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`task.cancelled` (Q28)."""
    return _withdrawn(state, entry, era, "cancelled")


def resumed(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`task.resumed`: lifts both (Q28)."""
    return _withdrawn(state, entry, era, None)


def _withdrawn(state: TaskState, entry: Entry, era: Era, value: str | None) -> Ruling:
    task = state.assignment
    assert task is not None
    if not assigning_side(entry.unit, task, era):
        return reject(not_assigning(entry.unit, task))
    occurred, known = local_day(entry.update.occurred_at), local_day(entry.known_at)
    return accept(withdrawn=value, **shift(state, occurred, known))


def slot_opened(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`slot.opened`: an extra slot, from the assigning side; the last one of a period stands."""
    update, task = entry.update, state.assignment
    assert isinstance(update, SlotOpened) and task is not None
    if not assigning_side(entry.unit, task, era):
        return reject(not_assigning(entry.unit, task))
    opens = update.opens or min(local_day(update.occurred_at), update.due)
    if update.due < opens:
        return reject(f"the slot is due on {update.due}, before it opens on {opens}")
    slot = ExtraSlot(update.period, opens, update.due, update.grace, tuple(update.required))
    others = tuple(one for one in state.extra_slots if one.period != update.period)
    return accept(extra_slots=(*others, slot))
