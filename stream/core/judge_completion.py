"""Judges of completion: claims of the lead, verdicts of the assigning side (Q9, Q15–17, Q31)."""

from __future__ import annotations

from typing import Any

import msgspec

from schema.clock import local_day
from schema.update import Completed, MilestoneDone, Reopened, Returned, Verified
from stream.core.authority import assigning_side, lead_side, not_assigning, not_lead
from stream.core.entry import Entry
from stream.core.judge_assignment import counted_day
from stream.core.numbers import ten_thousandths
from stream.core.task import Assignment, Claim, Done, SeenCompletion, TaskState
from stream.core.verdict import Stepped, accept, hold, reject
from stream.core.world import World

NOTHING = "nothing to judge: no completion stands that this could speak of"
NO_PERIOD = "an update on a recurring task must name its period"


def milestone_done(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`milestone.done`: the lead claims a milestone of the task."""
    update, task = entry.update, state.assignment
    assert isinstance(update, MilestoneDone) and task is not None
    if not lead_side(entry.unit, task, world):
        return reject(state, not_lead(entry.unit, task))
    if update.milestone not in {one.code for one in task.milestones}:
        return reject(state, f"the task has no milestone {update.milestone!r}")
    if update.milestone in state.milestones_claimed:
        return accept(state, "duplicate_fact")
    return accept(state, milestones_claimed=(*state.milestones_claimed, update.milestone))


def completed(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`completed`: a claim; before a verdict the last stands, after one it adds nothing (Q9)."""
    stepped = _completed(state, entry, world)
    seen = (*state.completions, SeenCompletion(entry.id, entry.key))
    after = msgspec.structs.replace(stepped.state, completions=seen)
    return Stepped(after, stepped.verdict, stepped.reason, stepped.marks)


def _completed(state: TaskState, entry: Entry, world: World) -> Stepped:
    update, task = entry.update, state.assignment
    assert isinstance(update, Completed) and task is not None
    if not lead_side(entry.unit, task, world):
        return reject(state, not_lead(entry.unit, task))
    if task.recurring:
        return _instance(state, update.period)
    if state.done is not None:
        return accept(state, "duplicate_fact")
    return accept(state, *_marks(task, entry), claim=_claim(entry, world))


def _claim(entry: Entry, world: World) -> Claim:
    return Claim(
        entry.id,
        local_day(entry.update.occurred_at),
        local_day(entry.known_at),
        counted_day(entry, world),
    )


def _marks(task: Assignment, entry: Entry) -> tuple[str, ...]:
    return ("before_start",) if local_day(entry.update.occurred_at) < task.start else ()


def _instance(state: TaskState, period: str | None) -> Stepped:
    """An act on an instance of a recurring task: it must say which (Q33)."""
    return reject(state, NO_PERIOD) if period is None else accept(state)


def verified(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`verified`: the claim counts as done, on the day Q15 gives."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Verified) and task is not None
    waits = _unseen(state, update)
    if waits is not None:
        return waits
    if not assigning_side(entry.unit, task, world):
        return reject(state, not_assigning(entry.unit, task))
    if update.milestone is not None:
        return _milestone_verified(state, task, update.milestone)
    if task.recurring:
        return _instance(state, update.period)
    claim = state.claim
    if claim is None or update.of not in (None, claim.id):
        return reject(state, NOTHING)
    day = claim.would_be if update.evidence_accepted else claim.known
    return accept(state, done=Done(claim.id, day), claim=None)


def _milestone_verified(state: TaskState, task: Assignment, milestone: str) -> Stepped:
    if milestone not in {one.code for one in task.milestones}:
        return reject(state, f"the task has no milestone {milestone!r}")
    if milestone not in state.milestones_claimed:
        return hold(state, f"m:{milestone}", "waits for the lead to claim the milestone")
    if milestone in state.milestones_verified:
        return reject(state, NOTHING)
    return accept(state, milestones_verified=(*state.milestones_verified, milestone))


def returned(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`returned`: as if the claim had never been made."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Returned) and task is not None
    waits = _unseen(state, update)
    if waits is not None:
        return waits
    if not assigning_side(entry.unit, task, world):
        return reject(state, not_assigning(entry.unit, task))
    if update.milestone is not None:
        return _milestone_returned(state, update.milestone)
    if task.recurring:
        return _instance(state, update.period)
    if state.claim is None or update.of not in (None, state.claim.id):
        return reject(state, NOTHING)
    return accept(state, claim=None)


def _milestone_returned(state: TaskState, milestone: str) -> Stepped:
    if milestone not in state.milestones_claimed or milestone in state.milestones_verified:
        return reject(state, NOTHING)
    left = tuple(one for one in state.milestones_claimed if one != milestone)
    return accept(state, milestones_claimed=left)


def reopened(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`reopened`: a done task is open again; an unverified claim is withdrawn (Q31)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Reopened) and task is not None
    waits = _unseen(state, update)
    if waits is not None:
        return waits
    if not (assigning_side(entry.unit, task, world) or lead_side(entry.unit, task, world)):
        return reject(state, not_lead(entry.unit, task))
    if task.recurring:
        return _instance(state, update.period)
    standing = state.done.claim if state.done else state.claim.id if state.claim else None
    if standing is None or update.of not in (None, standing):
        return reject(state, NOTHING)
    changes: dict[str, Any] = {"done": None, "claim": None}
    if update.progress is not None:
        changes["progress"] = ten_thousandths(update.progress)
    return accept(state, **changes)


def _unseen(state: TaskState, update: Verified | Returned | Reopened) -> Stepped | None:
    """Held when it names a completion not seen yet: its place is behind that one, so nothing about
    it can be judged before, not even who may say it."""
    of = update.of
    if of is None or update.milestone is not None:
        return None
    if any(seen.id == of for seen in state.completions):
        return None
    return hold(state, of, f"waits for the completion {of} that it names")
