"""Judges of completion: claims of the lead, verdicts of the assigning side (Q9, Q15–17, Q31).

The same rules for a milestone as for the whole task: the last claim stands until a verdict; a
verdict speaks of the claim that stands at its place, or of the one it names; without one it has
nothing to judge. A verdict that names an unseen claim does not come here (`judge` holds it).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from schema.clock import local_day, local_ordinal
from schema.update import Completed, Reopened, Returned, Verified
from stream.core import instances
from stream.core import judge_milestone as milestone
from stream.core.authority import assigning_side, lead_side, not_assigning, not_lead
from stream.core.counted import counted_day, shift
from stream.core.entry import Entry
from stream.core.history import noted
from stream.core.numbers import ten_thousandths
from stream.core.task import Assignment, Claim, Done, TaskState
from stream.core.verdict import NOTHING, Ruling, accept, reject
from stream.core.world import Era

_SECOND = timedelta(seconds=1)


def completed(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`completed`: a claim; before a verdict the last stands, after one it adds nothing (Q9)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Completed) and task is not None
    if not lead_side(entry.unit, task, era):
        return reject(not_lead(entry.unit, task))
    if task.recurring:
        return instances.claimed(state, update, _claim(entry, era))
    if state.done is not None:
        return accept("duplicate_fact")
    claim = _claim(entry, era)
    shifted = shift(state, claim.occurred, claim.would_be)
    return accept(*_marks(task, entry), claim=claim, **shifted)


def _claim(entry: Entry, era: Era) -> Claim:
    return Claim(
        entry.id,
        local_day(entry.update.occurred_at),
        local_day(entry.known_at),
        counted_day(entry, era),
        entry.received_at,
    )


def _marks(task: Assignment, entry: Entry) -> tuple[str, ...]:
    return ("before_start",) if local_day(entry.update.occurred_at) < task.start else ()


def verified(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`verified`: the claim counts as done, on the day Q15 gives."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Verified) and task is not None
    if not assigning_side(entry.unit, task, era):
        return reject(not_assigning(entry.unit, task))
    if update.milestone is not None:
        return milestone.verified(state, task, entry, update)
    if task.recurring:
        return instances.judged(state, update)
    claim = state.claim
    if claim is None or update.of not in (None, claim.id):
        return reject(NOTHING)
    day = claim.would_be if update.evidence_accepted else claim.known
    done = _done(claim, day, update.occurred_at)
    return accept(done=done, claim=None, **shift(state, claim.would_be, day))


def _done(claim: Claim, day: date, at: datetime) -> Done:
    waited = at - (claim.received or at)
    return Done(claim.id, day, local_day(at), waited // _SECOND)


def returned(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`returned`: as if the claim had never been made."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Returned) and task is not None
    if not assigning_side(entry.unit, task, era):
        return reject(not_assigning(entry.unit, task))
    if update.milestone is not None:
        return milestone.returned(state, update.milestone, update.of)
    if task.recurring:
        return instances.judged(state, update)
    if state.claim is None or update.of not in (None, state.claim.id):
        return reject(NOTHING)
    return accept(claim=None)


def reopened(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`reopened`: a done task is open again; an unverified claim is withdrawn (Q31)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Reopened) and task is not None
    if not (assigning_side(entry.unit, task, era) or lead_side(entry.unit, task, era)):
        return reject(not_lead(entry.unit, task))
    changes: dict[str, Any] = {}
    if update.progress is not None:
        changes = _said(state, task, entry, ten_thousandths(update.progress))
    if update.milestone is not None:
        return milestone.reopened(state, task, entry, update, changes)
    if task.recurring:
        return instances.judged(state, update)
    standing = state.done.claim if state.done else state.claim.id if state.claim else None
    if standing is None or update.of not in (None, standing):
        return reject(NOTHING)
    if state.done is not None:
        changes["finished"] = (*state.finished, state.done)
    return accept(done=None, claim=None, **changes)


def _said(state: TaskState, task: Assignment, entry: Entry, progress: int) -> dict[str, Any]:
    """A progress said with a reopening; with milestones it is shown, not counted (Q40)."""
    if task.milestones:
        return {"progress": progress}
    day = local_ordinal(entry.update.occurred_at)
    return {"progress": progress, "history": noted(state.history, day, progress)}
