"""What one task adds to the sums: its leaf and its integers, on a local day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from schema.measures import INDEX, MOST_DAYS_LATE, WIDTH, Counts, Packed, packed, unpacked
from schema.states import Sign, State
from schema.workdays import WorkCalendar
from stream.core.slots import has_slots
from stream.core.task import Assignment, TaskState
from stream.kpi.planning import (
    NEVER,
    days_late,
    judged_by,
    next_change,
    overdue_0_from,
    planning_state,
)
from stream.kpi.progress import percent_complete
from stream.kpi.quality.live import FRESH, HEARD_OF, OUT, STALE, stale_from
from stream.kpi.quality.slots import slot_counts
from stream.kpi.standing import sign_of, silent_from

MANY = 1 << 16
"""Kinds of rows and leaves remembered, so that tasks that count alike share one object."""


class LeafKey(NamedTuple):
    """A leaf of the tree within one partition; '' where the task says nothing."""

    lead: str
    programme: str
    plan: str
    objective: str
    field: str
    in_charge: str


class Judgement(Struct, frozen=True, gc=False):
    """What dates and verdicts alone make of a task on a day."""

    state: State
    by_due_0: State
    """The state it would have by its original due date (Q22)."""
    days_late: int
    weight: int
    """In 1/1,000; 0 for none."""
    wake: int
    """Ordinal of the first day on which time alone may change this."""
    heard_of: bool = False
    """Whether somebody should report on it (Q66)."""
    may_fall_silent: bool = False
    slotted: bool = False
    """Whether anything is to be reported by the period."""


class Placed(Struct, frozen=True, gc=False):
    """A task as it counts on the partition's day."""

    task: TaskState
    judgement: Judgement
    sign: Sign
    version: int
    """Number of changes of standing so far."""
    leaf: LeafKey | None
    adds: Packed
    """Its integers."""
    wake: int
    """Ordinal of the first day on which time alone may change what it counts."""

    @property
    def state(self) -> State:
        """Its planning state."""
        return self.judgement.state

    @property
    def counts(self) -> Counts:
        """Its integers, measure by measure."""
        return unpacked(self.adds)


_UNKNOWN = Judgement(State.UNKNOWN, State.UNKNOWN, 0, 0, NEVER)


def place_task(
    task: TaskState,
    today: date,
    calendar: WorkCalendar,
    version: int,
    before: Placed | None = None,
    p_late: int | None = None,
) -> Placed:
    """A task with what it adds to the sums on `today`; `version` is its standing's.

    `before` is how it counted earlier the same day, if it did: what has not moved is not judged
    again. `p_late` is that of the forecast in force, 1/10,000; None where none stands on reports.
    """
    if task.assignment is None:
        return Placed(task, _UNKNOWN, Sign.NONE, version, None, 0, NEVER)
    if before is None or before.leaf is None or _moved(before.task, task):
        judgement, leaf = judge_dates(task, today, calendar), leaf_of(task.assignment)
    else:
        judgement, leaf = before.judgement, before.leaf
    state, wake, ordinal = judgement.state, judgement.wake, today.toordinal()
    silent, heard = False, OUT
    if judgement.heard_of:
        stale = stale_from(task)
        heard = FRESH if ordinal < stale else STALE
        if ordinal < stale < wake:
            wake = stale
        if judgement.may_fall_silent:
            silence = silent_from(task)
            silent = ordinal >= silence
            if ordinal < silence < wake:
                wake = silence
    sign = sign_of(state, silent=silent, p_late=p_late)
    waits = sum(one.answered_on is None for one in task.difficulties) if task.difficulties else 0
    adds = row(
        state,
        judgement.by_due_0,
        judgement.days_late,
        judgement.weight,
        percent_complete(task, state, today),
        sign,
        waits,
        heard,
    )
    if judgement.slotted:
        adds += slot_row(tuple(sorted(slot_counts(task, today, calendar).items())))
        wake = min(wake, ordinal + 1)
    return Placed(task, judgement, sign, version, leaf, adds, wake)


def judge_dates(task: TaskState, today: date, calendar: WorkCalendar) -> Judgement:
    """The part of a task's place that reports of progress do not touch."""
    state, given = planning_state(task, today, calendar), task.assignment
    assert given is not None
    by_due_0 = state
    if state not in NOT_COUNTED and given.due_0 is not None and task.due != given.due_0:
        by_due_0 = judged_by(task, given.due_0, today, calendar)
    late = days_late(task, state, today, calendar)
    return Judgement(
        state,
        by_due_0,
        late,
        given.weight or 0,
        _wake(task, state, today, calendar),
        state in HEARD_OF,
        state in _MAY_FALL_SILENT,
        has_slots(task),
    )


def _moved(before: TaskState, after: TaskState) -> bool:
    """Whether anything but reports changed: assignment, dates, claim, verdict, withdrawal."""
    return (
        before.assignment is not after.assignment
        or before.due != after.due
        or before.claim is not after.claim
        or before.done is not after.done
        or before.withdrawn != after.withdrawn
        or before.extra_slots is not after.extra_slots
    )


def _wake(task: TaskState, state: State, today: date, calendar: WorkCalendar) -> int:
    wake = next_change(task, state, today, calendar)
    by_due_0 = overdue_0_from(task)
    return min(wake, by_due_0) if by_due_0 > today.toordinal() else wake


def leaf_of(given: Assignment) -> LeafKey:
    """The leaf a task counts in: by the lead in force (Q103)."""
    return _leaf(
        given.lead, given.programme, given.plan, given.objective, given.field, given.in_charge
    )


@lru_cache(MANY)
def _leaf(*codes: str) -> LeafKey:
    return LeafKey(*codes)


NOT_COUNTED = frozenset({State.RECURRING, State.SUSPENDED, State.CANCELLED})
"""States in which a task counts in its part and in no rate."""
_MAY_FALL_SILENT = frozenset({State.IN_TIME, State.DUE_SOON})
_DUE = frozenset({State.DONE_ON_TIME, State.DONE_LATE, State.OVERDUE})


@lru_cache(MANY)
def row(
    state: State,
    by_due_0: State,
    late: int,
    weight: int,
    progress: int | None,
    sign: Sign,
    waits: int,
    heard: int,
) -> Packed:
    """The integers of one task.

    `waits` are its difficulties without an answer, `heard` is how it counts in `live`.
    """
    counts = {state.value: 1, "difficulties_open": waits}
    if state not in NOT_COUNTED:
        if by_due_0 in _DUE:
            counts[f"{by_due_0.value}_0"] = 1
        if state in _DUE:
            capped = min(late, MOST_DAYS_LATE)
            counts |= {"weight_due": weight, "days_late": late, "days_late_capped": capped}
            counts["weight_days_late"] = weight * capped
        counts |= {"weight": weight, "tasks_counted": 1, "weight_zero": int(weight == 0)}
        counts["weight_overdue"] = weight if state is State.OVERDUE else 0
        counts |= {"at_risk": int(sign is Sign.AT_RISK), "silent": int(sign is Sign.SILENT)}
        counts["behind"] = int(sign is Sign.BEHIND)
        if progress is not None:
            counts |= {"tasks_reported": 1, "progress_plain": progress}
            counts |= {"weight_reported": weight, "weight_progress": weight * progress}
    if heard != OUT:
        fresh = heard == FRESH
        counts |= {"live_tasks": 1, "live_fresh": int(fresh)}
        counts |= {"live_weight": weight, "live_weight_fresh": weight * fresh}
    return _lanes(counts.items())


@lru_cache(MANY)
def slot_row(counts: tuple[tuple[str, int], ...]) -> Packed:
    """The integers of a task's slots, by measure."""
    return _lanes(counts)


def _lanes(counts: Iterable[tuple[str, int]]) -> Packed:
    lanes = [0] * WIDTH
    for name, count in counts:
        lanes[INDEX[name]] = count
    return packed(lanes)


def summed(tasks: Iterable[Placed]) -> dict[LeafKey, Packed]:
    """The sums of every leaf, from its tasks."""
    totals: dict[LeafKey, Packed] = {}
    for placed in tasks:
        if placed.leaf is not None:
            totals[placed.leaf] = totals.get(placed.leaf, 0) + placed.adds
    return totals
