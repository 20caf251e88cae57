"""Judges of milestones: the rules of the whole task, at the milestone's place (Q17, Q31, Q40).

The last claim stands until a verdict; a verdict speaks of the claim that stands, or of the one it
names. What is verified is the progress of the task from then on.
"""

from __future__ import annotations

from typing import Any

from schema.clock import local_ordinal
from schema.update import MilestoneDone, Reopened, Verified
from stream.core.authority import lead_side, not_lead
from stream.core.entry import Entry
from stream.core.history import noted
from stream.core.task import Assignment, MilestoneClaim, TaskState
from stream.core.verdict import NOTHING, Ruling, accept, reject
from stream.core.world import Era
from stream.kpi.progress import verified_share


def claimed(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`milestone.done`: the lead claims a milestone of the task."""
    update, task = entry.update, state.assignment
    assert isinstance(update, MilestoneDone) and task is not None
    if not lead_side(entry.unit, task, era):
        return reject(not_lead(entry.unit, task))
    if not _has(task, update.milestone):
        return reject(_no_milestone(update.milestone))
    if _find(state.milestones_verified, update.milestone) is not None:
        return accept("duplicate_fact")
    claim = MilestoneClaim(update.milestone, entry.id)
    others = _without(state.milestones_claimed, update.milestone)
    return accept(milestones_claimed=(*others, claim))


def verified(state: TaskState, task: Assignment, entry: Entry, update: Verified) -> Ruling:
    code, of = update.milestone, update.of
    assert code is not None
    if not _has(task, code):
        return reject(_no_milestone(code))
    claim = _find(state.milestones_claimed, code)
    if claim is None or of not in (None, claim.id):
        return reject(NOTHING)
    return accept(
        milestones_claimed=_without(state.milestones_claimed, code),
        **_counted(state, task, entry, (*state.milestones_verified, claim)),
    )


def returned(state: TaskState, code: str, of: str | None) -> Ruling:
    claim = _find(state.milestones_claimed, code)
    if claim is None or of not in (None, claim.id):
        return reject(NOTHING)
    return accept(milestones_claimed=_without(state.milestones_claimed, code))


def reopened(
    state: TaskState, task: Assignment, entry: Entry, update: Reopened, changes: dict[str, Any]
) -> Ruling:
    code, of = update.milestone, update.of
    assert code is not None
    standing = _find((*state.milestones_verified, *state.milestones_claimed), code)
    if standing is None or of not in (None, standing.id):
        return reject(NOTHING)
    return accept(
        milestones_claimed=_without(state.milestones_claimed, code),
        **changes,
        **_counted(state, task, entry, _without(state.milestones_verified, code)),
    )


def _counted(
    state: TaskState, task: Assignment, entry: Entry, done: tuple[MilestoneClaim, ...]
) -> dict[str, Any]:
    """The milestones that count as done from here on, and what that is as progress (Q40)."""
    share, day = verified_share(task, done), local_ordinal(entry.update.occurred_at)
    return {"milestones_verified": done, "history": noted(state.history, day, share)}


def _has(task: Assignment, code: str) -> bool:
    return any(one.code == code for one in task.milestones)


def _no_milestone(code: str) -> str:
    return f"the task has no milestone {code!r}"


def _find(claims: tuple[MilestoneClaim, ...], code: str) -> MilestoneClaim | None:
    return next((one for one in claims if one.code == code), None)


def _without(claims: tuple[MilestoneClaim, ...], code: str) -> tuple[MilestoneClaim, ...]:
    return tuple(one for one in claims if one.code != code)
