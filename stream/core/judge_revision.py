"""Judge of revisions: a due date that is asked for, approved or refused (Q20–23)."""

from __future__ import annotations

from datetime import date
from typing import Any

from schema.clock import local_day
from schema.update import TaskRevised
from stream.core.authority import assigning_side, lead_side, not_assigning
from stream.core.counted import counted_day
from stream.core.entry import Entry
from stream.core.task import Assignment, Request, TaskState
from stream.core.verdict import Ruling, accept, reject
from stream.core.world import Era


def revised(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`task.revised`: a new date counts if asked for before the old one passed (Q20–23)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, TaskRevised) and task is not None
    assigning = assigning_side(entry.unit, task, era)
    if update.decision == "requested" and (assigning or lead_side(entry.unit, task, era)):
        return _requested(state, update, entry, era)
    if not assigning:
        return reject(not_assigning(entry.unit, task))
    if update.decision == "refused":
        return accept(requests=_answered(state, update.new_due))
    return _approved(state, task, update)


def _requested(state: TaskState, update: TaskRevised, entry: Entry, era: Era) -> Ruling:
    if update.new_due is None:
        return reject("a revision that is asked for must say the new due date")
    if any(request.new_due == update.new_due for request in state.requests):
        return accept()  # asked before: the first asking counts until it is answered
    request = Request(update.new_due, counted_day(entry, era))
    return accept(requests=(*state.requests, request))


def _answered(state: TaskState, new_due: date | None) -> tuple[Request, ...]:
    """The requests that still wait after one for `new_due`, or all (None), was answered."""
    return tuple(one for one in state.requests if new_due not in (None, one.new_due))


def _approved(state: TaskState, task: Assignment, update: TaskRevised) -> Ruling:
    if update.new_due is None:
        return reject("an approved revision must say the new due date")
    if update.new_due < task.start:
        return reject(f"the new due date {update.new_due} lies before the start {task.start}")
    if state.due is None:
        return reject("the task has no due date to revise")
    changes: dict[str, Any] = {
        "granted": update.new_due,
        "requests": _answered(state, update.new_due),
    }
    if _asked_on(state, update) > state.due:
        return accept("asked_after_due", **changes)
    return accept(due=update.new_due, **changes)


def _asked_on(state: TaskState, update: TaskRevised) -> date:
    """The day the revision counts as asked for: the request's, else as the approval says (Q21)."""
    for request in state.requests:
        if request.new_due == update.new_due:
            return request.day
    return local_day(update.requested_at or update.occurred_at)
