"""Judges of facts on the way: progress, difficulties, evidence, nil reports, urges."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from schema.clock import local_day, local_ordinal
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
from stream.core.history import noted
from stream.core.numbers import ten_thousandths
from stream.core.task import Assignment, OpenDifficulty, TaskState
from stream.core.verdict import ACCEPTED, Ruling, accept, hold, reject
from stream.core.world import Era

UNIT_SIDE: frozenset[type] = frozenset(
    {Progress, MilestoneDone, Completed, DifficultyRaised, EvidenceAdded, SlotNil}
)
"""Facts of the unit side: they show that the task is alive (Q82)."""
FALL = "fall_without_reason"
"""Mark on progress that is less than the last, without a reason (Q19)."""
JUMP = "jump_on_eve"
"""Mark on progress that leaps to the whole on the eve of the due date (Q65)."""
EVE_JUMP = 5_000
"""A rise to 100 % by at least this much on the eve of the due date is marked (Q65), 1/10,000."""
NIL_STREAK = 3
"""Nil reports in a row that are marked (domain 3)."""
WHOLE = 10_000
_SECOND = timedelta(seconds=1)


def progress(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`progress`: the last one in order stands; a fall without a reason is marked (Q19)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Progress) and task is not None
    if not working_side(entry.unit, task, era):
        return reject(not_working(entry.unit, task))
    if task.recurring:
        return accept()
    value = ten_thousandths(update.progress)
    changes: dict[str, Any] = {"progress": value}
    if not task.milestones:  # with milestones it is shown, not counted (Q40)
        day = local_ordinal(update.occurred_at)
        changes["history"] = noted(state.history, day, value)
    return Ruling(ACCEPTED, changes, None, _progress_marks(state, update, value, era))


def _progress_marks(state: TaskState, update: Progress, value: int, era: Era) -> tuple[str, ...]:
    """What is noticed of a saying; it cannot fall and jump at once."""
    before = state.progress or 0
    if value < before and update.reason is None:
        return (FALL,)
    if value == WHOLE and value - before >= EVE_JUMP and _on_eve(update, state.due, era):
        return (JUMP,)
    return ()


def _on_eve(update: Progress, due: date | None, era: Era) -> bool:
    """At most one working day before the due date (Q65)."""
    day = local_day(update.occurred_at)
    return due is not None and day <= due and era.calendar.between(day, due) <= 1


def difficulty_raised(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`difficulty.raised`: one open difficulty a code; the same code again adds nothing (Q97)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, DifficultyRaised) and task is not None
    if not working_side(entry.unit, task, era):
        return reject(not_working(entry.unit, task))
    if any(one.code == update.difficulty for one in state.difficulties):
        return accept("duplicate_fact")
    raised = OpenDifficulty(
        update.difficulty,
        update.type,
        update.text,
        update.asked_of,
        entry.unit,
        local_day(update.occurred_at),
        update.answer_due,
        None,
        update.occurred_at,
    )
    return accept(difficulties=(*state.difficulties, raised))


def difficulty_answered(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`difficulty.answered`: by the unit asked or above it; the first answer counts (Q82)."""
    update, task = entry.update, state.assignment
    assert isinstance(update, DifficultyAnswered) and task is not None
    asked = next((one for one in state.difficulties if one.code == update.difficulty), None)
    if asked is None:
        return hold(state, f"d:{update.difficulty}", "waits for the difficulty that it answers")
    if not _may_answer(entry.unit, asked, task, era):
        return reject(f"only {asked.asked_of}, which was asked, may answer")
    if asked.answered_on is not None:
        return accept("duplicate_fact")
    waited = update.occurred_at - (asked.raised_at or update.occurred_at)
    answered = msgspec.structs.replace(
        asked, answered_on=local_day(update.occurred_at), waited_s=waited // _SECOND
    )
    return accept(
        difficulties=tuple(answered if one is asked else one for one in state.difficulties)
    )


def _may_answer(unit: str, asked: OpenDifficulty, task: Assignment, era: Era) -> bool:
    if asked.asked_of is None:
        return assigning_side(unit, task, era)
    return unit in era.above(asked.asked_of)


def evidence_added(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`evidence.added`: documents from the lead or a coordinator."""
    task = state.assignment
    assert task is not None
    if not working_side(entry.unit, task, era):
        return reject(not_working(entry.unit, task))
    return accept()


def slot_nil(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`slot.nil`: nothing to report; three in a row on a task that waits for nobody are marked."""
    task = state.assignment
    assert task is not None
    if not working_side(entry.unit, task, era):
        return reject(not_working(entry.unit, task))
    nils = state.nils + 1
    waits = any(one.answered_on is None for one in state.difficulties)
    marks = ("nil_streak",) if nils >= NIL_STREAK and not waits else ()
    return accept(*marks, nils=nils, nil_streak=bool(marks))


def urged(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`urged`: from the assigning side or a unit above the one urged."""
    update, task = entry.update, state.assignment
    assert isinstance(update, Urged) and task is not None
    above = entry.unit in era.above(update.to) and entry.unit != update.to
    if not (above or assigning_side(entry.unit, task, era)):
        return reject(not_assigning(entry.unit, task))
    return accept(urge=update.id, last_urged_at=update.occurred_at, urge_answered=False)


def urge_answered(state: TaskState, entry: Entry, era: Era) -> Ruling:
    """`urge.answered`: by the lead side; it must name an urge that is known."""
    update, task = entry.update, state.assignment
    assert isinstance(update, UrgeAnswered) and task is not None
    if not lead_side(entry.unit, task, era):
        return reject(not_lead(entry.unit, task))
    if state.urge is None:
        return hold(state, update.urge, "waits for the urge that it answers")
    return accept(urge_answered=state.urge_answered or update.urge == state.urge)
