"""Judges of facts on the way: progress, difficulties, evidence, nil reports, urges."""

from __future__ import annotations

import msgspec

from schema.clock import local_day
from schema.notes import UrgeAnswered, Urged
from schema.update import (
    Completed,
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    MilestoneDone,
    Progress,
    SlotNil,
)
from stream.core.authority import (
    assigning_side,
    lead_side,
    not_assigning,
    not_lead,
    not_working,
    working_side,
)
from stream.core.entry import Entry
from stream.core.numbers import ten_thousandths
from stream.core.task import Assignment, OpenDifficulty, TaskState
from stream.core.verdict import Stepped, accept, hold, reject
from stream.core.world import World

UNIT_SIDE: frozenset[type] = frozenset(
    {Progress, MilestoneDone, Completed, DifficultyRaised, EvidenceAdded, SlotNil}
)
"""Facts of the unit side: they show that the task is alive (Q82)."""
EVE_JUMP = 5_000
"""A rise to 100 % by at least this much on the eve of the due date is marked (Q65), 1/10,000."""
WHOLE = 10_000


def progress(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`progress`: the last one in order stands; a fall without a reason is marked (Q19)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Progress) and task is not None
    if not working_side(entry.unit, task, world):
        return reject(state, not_working(entry.unit, task))
    if task.recurring:
        return accept(state)
    value = ten_thousandths(update.progress)
    marks = _progress_marks(state, update, value, world)
    return accept(state, *marks, progress=value)


def _progress_marks(
    state: TaskState, update: Progress, value: int, world: World
) -> tuple[str, ...]:
    before = state.progress or 0
    marks: list[str] = []
    if value < before and update.reason is None:
        marks.append("fall_without_reason")
    if value == WHOLE and value - before >= EVE_JUMP and state.due is not None:
        left = world.calendar.between(local_day(update.occurred_at), state.due)
        if 0 <= left <= 1:
            marks.append("jump_on_eve")
    return tuple(marks)


def difficulty_raised(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`difficulty.raised`: one open difficulty a code; the same code again adds nothing (Q97)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, DifficultyRaised) and task is not None
    if not working_side(entry.unit, task, world):
        return reject(state, not_working(entry.unit, task))
    if any(one.code == update.difficulty for one in state.difficulties):
        return accept(state, "duplicate_fact")
    raised = OpenDifficulty(
        update.difficulty,
        update.type,
        update.text,
        update.asked_of,
        entry.unit,
        local_day(update.occurred_at),
        update.answer_due,
        None,
    )
    return accept(state, difficulties=(*state.difficulties, raised))


def difficulty_answered(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`difficulty.answered`: by the unit asked or above it; the first answer counts (Q82)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, DifficultyAnswered) and task is not None
    asked = next((one for one in state.difficulties if one.code == update.difficulty), None)
    if asked is None:
        return hold(state, f"d:{update.difficulty}", "waits for the difficulty that it answers")
    if not _may_answer(entry.unit, asked, task, world):
        return reject(state, f"only {asked.asked_of}, which was asked, may answer")
    if asked.answered_on is not None:
        return accept(state, "duplicate_fact")
    answered = msgspec.structs.replace(asked, answered_on=local_day(update.occurred_at))
    return accept(
        state, difficulties=tuple(answered if one is asked else one for one in state.difficulties)
    )


def _may_answer(unit: str, asked: OpenDifficulty, task: Assignment, world: World) -> bool:
    if asked.asked_of is None:
        return assigning_side(unit, task, world)
    return unit in world.above(asked.asked_of)


def evidence_added(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`evidence.added`: documents from the lead or a coordinator."""
    task = state.assignment
    assert task is not None
    if not working_side(entry.unit, task, world):
        return reject(state, not_working(entry.unit, task))
    return accept(state)


def slot_nil(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`slot.nil`: nothing to report; it shows the unit is alive, no more."""
    task = state.assignment
    assert task is not None
    if not working_side(entry.unit, task, world):
        return reject(state, not_working(entry.unit, task))
    return accept(state)


def urged(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`urged`: from the assigning side or a unit above the one urged."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Urged) and task is not None
    above = entry.unit in world.above(update.to) and entry.unit != update.to
    if not (above or assigning_side(entry.unit, task, world)):
        return reject(state, not_assigning(entry.unit, task))
    return accept(state, urge=update.id, last_urged_at=update.occurred_at, urge_answered=False)


def urge_answered(state: TaskState, entry: Entry, world: World) -> Stepped:
    """`urge.answered`: by the lead side; it must name an urge that is known."""
    update, task = entry.update, state.assignment
    assert isinstance(update, UrgeAnswered) and task is not None
    if not lead_side(entry.unit, task, world):
        return reject(state, not_lead(entry.unit, task))
    if state.urge is None:
        return hold(state, update.urge, "waits for the urge that it answers")
    return accept(state, urge_answered=state.urge_answered or update.urge == state.urge)
