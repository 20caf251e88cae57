"""What a task contributes to the days of its lead: completions, difficulties, and their lags.

A pure function of its state: completions verified at any time, those of earlier rounds included
(Q81: a task done twice counts twice, a reopening takes nothing out), each on the day c, on time by
the due date in force; difficulties on the day raised and the day of the first answer (Q82);
verdicts on claims, each a check, a returned claim a violation (Q64-65).
"""

from __future__ import annotations

from datetime import date

from schema.flows import FLOW, bin_of
from stream.core.flow import Contribution, Flows, Owner, Place
from stream.core.leaf import Placed
from stream.core.noticed import RETURNED
from stream.core.task import Assignment, Done, OpenDifficulty, TaskState

_COMPLETIONS, _ON_TIME = FLOW["completions"], FLOW["completions_on_time"]
_RAISED, _ANSWERED = FLOW["difficulties_raised"], FLOW["difficulties_answered"]
_VERIFIED_LAG, _ANSWER_LAG = FLOW["verified_00"], FLOW["answered_00"]
_CHECKS, _SEVERITY = FLOW["checks"], FLOW["severity"]
_NOTHING: Contribution = {}


def task_flows(task: TaskState) -> Contribution:
    """What the task contributes, by day and flow; nothing before its assignment."""
    if task.assignment is None or not (
        task.done or task.finished or task.difficulties or task.verdicts
    ):
        return _NOTHING
    found: dict[Place, int] = {}
    for done in (*task.finished, task.done) if task.done else task.finished:
        _completion(found, done, task.due)
    for one in task.difficulties:
        _difficulty(found, one)
    for verdict in task.verdicts:
        _add(found, abs(verdict), _CHECKS)
        if verdict < 0:
            _add(found, -verdict, _SEVERITY, RETURNED)
    return found


def owner_of(given: Assignment) -> Owner:
    """Whose days a task's flows are: its lead's in force, with what a leaf is told apart by."""
    return (given.lead, given.programme, given.field, given.in_charge)


def move(flows: Flows, before: TaskState | None, after: TaskState) -> None:
    """Take out what a task contributed and put in what it contributes now."""
    if before is not None:
        _add_all(flows, before, -1)
    _add_all(flows, after, 1)


def may_move(before: Placed, after: Placed) -> bool:
    """Whether a task may contribute otherwise than before: quick, and true once too often.

    What is not judged anew has kept its assignment, due date and completion (`leaf.place_task`).
    """
    return (
        before.judgement is not after.judgement
        or before.task.difficulties is not after.task.difficulties
        or before.task.verdicts is not after.task.verdicts
    )


def _add_all(flows: Flows, task: TaskState, sign: int) -> None:
    contribution = task_flows(task)
    if contribution:
        assert task.assignment is not None
        flows.add(owner_of(task.assignment), contribution, sign)


def _completion(found: dict[Place, int], done: Done, due: date | None) -> None:
    day = done.day.toordinal()
    _add(found, day, _COMPLETIONS)
    if due is not None and done.day <= due:
        _add(found, day, _ON_TIME)
    if done.verified is not None:
        _add(found, done.verified.toordinal(), _VERIFIED_LAG + bin_of(done.waited_s))


def _difficulty(found: dict[Place, int], one: OpenDifficulty) -> None:
    _add(found, one.raised_on.toordinal(), _RAISED)
    if one.answered_on is not None:
        day = one.answered_on.toordinal()
        _add(found, day, _ANSWERED)
        _add(found, day, _ANSWER_LAG + bin_of(one.waited_s))


def _add(found: dict[Place, int], day: int, flow: int, number: int = 1) -> None:
    found[day, flow] = found.get((day, flow), 0) + number
