"""One update on one task: `step(state, entry, world)` → the new state and the verdict.

The entry sorts after everything the state holds. Each kind has its judge; the table at the end of
the module says which. Authority first, then sense, then the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from schema.fact import tag_of
from schema.notes import NOTES, UrgeAnswered, Urged
from schema.states import Verdict
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
from stream.core.entry import SKEW, Entry, Key
from stream.core.task import TaskState
from stream.core.verdict import Stepped, accept, hold, reject
from stream.core.world import World

Judge = Callable[[TaskState, Entry, World], Stepped]
UNASSIGNED = "the task is not known yet; this waits for its assignment"
ASSIGNMENT = "task.assigned"
FUTURE = "it occurs after it was received; set the sender's clock"


def step(state: TaskState, entry: Entry, world: World, key: Key | None = None) -> Stepped:
    """Apply an update that sorts last; `key` is its place where it is not its own.

    What refers to something not seen yet is held; what its sender may not say is rejected.
    """
    if entry.update.occurred_at > entry.received_at + SKEW:
        stepped = reject(state, FUTURE)
    elif state.assignment is None and not isinstance(entry.update, TaskAssigned):
        stepped = hold(state, ASSIGNMENT, UNASSIGNED)
    else:
        stepped = _JUDGES[type(entry.update)](state, entry, world)
    after = _advance(stepped, entry, key or entry.key)
    return Stepped(after, stepped.verdict, stepped.reason, stepped.marks)


def announces(update: Update) -> tuple[str, ...]:
    """What held updates may have waited for, now that this one is here."""
    match update:
        case TaskAssigned():
            return (update.id, ASSIGNMENT)
        case DifficultyRaised():
            return (update.id, f"d:{update.difficulty}")
        case MilestoneDone():
            return (update.id, f"m:{update.milestone}")
        case _:
            return (update.id,)


def _advance(stepped: Stepped, entry: Entry, key: Key) -> TaskState:
    state = stepped.state
    changes: dict[str, Any] = {"updates": state.updates + 1, "last_key": key}
    if stepped.verdict is Verdict.ACCEPTED and type(entry.update) in facts.UNIT_SIDE:
        last = state.last_report_at
        occurred = entry.update.occurred_at
        changes["last_report_at"] = occurred if last is None else max(last, occurred)
    return msgspec.structs.replace(state, **changes)


def _note(state: TaskState, entry: Entry, world: World) -> Stepped:
    return accept(state)


_JUDGES: Mapping[type, Judge] = {
    TaskAssigned: assignment.assigned,
    TaskRevised: assignment.revised,
    TaskSuspended: assignment.withdrawn("suspended"),
    TaskCancelled: assignment.withdrawn("cancelled"),
    TaskResumed: assignment.withdrawn(None),
    Progress: facts.progress,
    MilestoneDone: completion.milestone_done,
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
