"""One update on one task: `step(state, entry, world)` → the new state, and the entry judged.

The entry sorts after everything the state holds. What any kind must pass comes first; then each
kind has its judge: the table at the end of the module says which. Authority first, then sense, then
the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from schema.clock import local_ordinal
from schema.fact import tag_of
from schema.notes import NOTES, UrgeAnswered, Urged
from schema.update import (
    KIND_TYPES,
    Completed,
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    MilestoneDone,
    Progress,
    Reopened,
    Returned,
    SlotNil,
    SlotOpened,
    TaskAssigned,
    TaskCancelled,
    TaskResumed,
    TaskRevised,
    TaskSuspended,
    Update,
    Verified,
)
from stream.core import judge_assignment as assignment
from stream.core import judge_completion as completion
from stream.core import judge_facts as facts
from stream.core import judge_milestone as milestone
from stream.core import judge_revision as revision
from stream.core.entry import Entry, Judged, Key
from stream.core.form import NAMING, NOT_IN_FORCE, in_force, unfit
from stream.core.instances import filled
from stream.core.remembered import with_verdict
from stream.core.slots import has_slots
from stream.core.task import SeenClaim, TaskState
from stream.core.told import DUPLICATE, hear
from stream.core.verdict import ACCEPTED, Ruling, accept, hold, reject
from stream.core.world import Era, World

Judge = Callable[[TaskState, Entry, Era], Ruling]
UNASSIGNED = "the task is not known yet; this waits for its assignment"
ASSIGNMENT = "task.assigned"
SEQUENCE_BACK = "sequence_back"
"""Mark on an update whose `source_seq` is below that of an earlier fact of the same source."""
VERDICTS: frozenset[type] = frozenset({Verified, Returned, Reopened})
"""Kinds that judge a claim; they sort behind the one they name."""
CLAIMS: frozenset[type] = frozenset((Completed, MilestoneDone))
"""Kinds that a verdict may name."""


def step(
    state: TaskState, entry: Entry, world: World, key: Key | None = None
) -> tuple[TaskState, Judged]:
    """Apply an update that sorts last; `key` is its place where it is not its own.

    What refers to something not seen yet is held; what its sender may not say is rejected.
    """
    update = entry.update
    kind, era = type(update), world.at(update.occurred_at)
    ruling = _rule(state, entry, era)
    changes, marks = ruling.changes, ruling.marks
    if update.source_seq is not None:
        changes["sequences"] = _sequences(state, entry)
    if kind in CLAIMS:
        changes["claims"] = (*state.claims, SeenClaim(entry.id, entry.key))
    if ruling.verdict is ACCEPTED:
        if kind in facts.UNIT_SIDE:
            before = state.last_report_at
            if before is None or update.occurred_at > before:
                changes["last_report_at"] = update.occurred_at
            if state.nils and kind is not SlotNil:
                changes["nils"], changes["nil_streak"] = 0, False
            changes["told_on"], changes["told"], news = hear(state, entry)
            if not news and DUPLICATE not in marks:
                marks = (*marks, DUPLICATE)
            if has_slots(state):
                so_far = changes.get("instances", state.instances)
                changes["instances"] = filled(so_far, state, entry, era)
        elif kind in VERDICTS:
            changes["told"] = ()  # what is said after a verdict answers it
            if kind is not Reopened:
                day = local_ordinal(update.occurred_at)
                changes["verdicts"] = with_verdict(
                    state.verdicts, day if kind is Verified else -day
                )
        # Most name no unit but their own, and it exists: a look-up spares the calls of `in_force`.
        if (entry.unit not in era.here or kind in NAMING) and not in_force(entry, era):
            marks = (*marks, NOT_IN_FORCE)
        if update.source_seq is not None and _goes_back(state, entry):
            marks = (*marks, SEQUENCE_BACK)
    after = msgspec.structs.replace(
        state, updates=state.updates + 1, last_key=key or entry.key, **changes
    )
    return after, Judged(entry=entry, verdict=ruling.verdict, reason=ruling.reason, marks=marks)


def announces(update: Update) -> tuple[str, ...]:
    """What held updates may have waited for, now that this one is here."""
    match update:
        case TaskAssigned():
            return (update.id, ASSIGNMENT)
        case DifficultyRaised():
            return (update.id, f"d:{update.difficulty}")
        case _:
            return (update.id,)


def _rule(state: TaskState, entry: Entry, era: Era) -> Ruling:
    update = entry.update
    kind = type(update)
    if kind in VERDICTS and (unseen := _unseen(state, update)) is not None:
        return hold(state, unseen, f"waits for the completion {unseen} that it names")
    fault = unfit(entry, era)
    if fault is not None:
        return reject(fault.reason, *fault.marks)
    if state.assignment is None and kind is not TaskAssigned:
        return hold(state, ASSIGNMENT, UNASSIGNED)
    return _JUDGES[kind](state, entry, era)


def _unseen(state: TaskState, verdict: Update) -> str | None:
    """The claim a verdict names, if it was not met yet: its place is behind that one, so nothing
    about it can be judged before, not even who may say it."""
    assert isinstance(verdict, Verified | Returned | Reopened)
    known = verdict.of is None or any(seen.id == verdict.of for seen in state.claims)
    return None if known else verdict.of


def _goes_back(state: TaskState, entry: Entry) -> bool:
    """Whether its source has numbered an earlier fact higher: a violation, nothing is lost."""
    return (entry.update.source_seq or 0) < dict(state.sequences).get(entry.source, 0)


def _sequences(state: TaskState, entry: Entry) -> tuple[tuple[str, int], ...]:
    known = dict(state.sequences)
    highest = max(known.get(entry.source, 0), entry.update.source_seq or 0)
    return tuple(sorted((known | {entry.source: highest}).items()))


def _note(state: TaskState, entry: Entry, era: Era) -> Ruling:
    return accept()


_JUDGES: Mapping[type, Judge] = {
    TaskAssigned: assignment.assigned,
    TaskRevised: revision.revised,
    TaskSuspended: assignment.suspended,
    TaskCancelled: assignment.cancelled,
    TaskResumed: assignment.resumed,
    Progress: facts.progress,
    MilestoneDone: milestone.claimed,
    Completed: completion.completed,
    Verified: completion.verified,
    Returned: completion.returned,
    Reopened: completion.reopened,
    DifficultyRaised: facts.difficulty_raised,
    DifficultyAnswered: facts.difficulty_answered,
    EvidenceAdded: facts.evidence_added,
    SlotOpened: assignment.slot_opened,
    SlotNil: facts.slot_nil,
    **{kind: _note for kind in KIND_TYPES if tag_of(kind) in NOTES},
    Urged: facts.urged,
    UrgeAnswered: facts.urge_answered,
}
# Kinds that touch no task (readings, targets) are judged in `other`; `corrected` in `refold`.
