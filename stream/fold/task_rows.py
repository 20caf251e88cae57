"""Tasks and their difficulties → rows, with the types of their cells. Pure; `store` sends them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from schema.measures import INDEX, Counts
from schema.place import task_home
from schema.workdays import state_offices
from stream.core.leaf import Placed
from stream.core.outlook import Outlook
from stream.core.task import TaskState, pack
from stream.fold.rows import Cells
from stream.kpi.quality.slots import missing

_REPORTED, _PROGRESS = INDEX["tasks_reported"], INDEX["progress_plain"]
_LIVE, _FRESH = INDEX["live_tasks"], INDEX["live_fresh"]
_SLOTS, _ON_TIME, _LATE = INDEX["slots"], INDEX["slots_on_time"], INDEX["slots_late"]

TASK_TYPES = (
    *("text", "int4", "text", "text", "text", "text", "text", "text", "text", "text", "text"),
    *("text", "text", "text[]", "int8", "date", "date", "date", "text", "text", "int8", "int8"),
    *("date", "date", "timestamptz", "timestamptz", "bool", "int4", "int4", "bytea", "text"),
    *("text", "int2", "text"),
)


def task_cells(partition: int, placed: Placed, today: date) -> Cells:
    """A row of ``task`` on the partition's day."""
    task, counts = placed.task, placed.counts
    return (
        task.code,
        partition,
        task_home(task.code) or task.code,
        *_given(task),
        task.due,
        placed.state,
        placed.sign,
        placed.version,
        progress_of(task, counts),
        task.done.day if task.done else None,
        task.claim.known if task.claim else None,
        task.last_report_at,
        task.last_urged_at,
        task.urge_answered if task.last_urged_at else None,
        sum([one.answered_on is None for one in task.difficulties]),
        task.updates,
        pack(task),
        milestones_of(task),
        placed.judgement.by_due_0,
        counts[_LIVE] + counts[_FRESH],
        missing_of(task, counts, today),
    )


def missing_of(task: TaskState, counts: Counts, today: date) -> str | None:
    """Slots that nobody has filled, JSON ``[[period, due day], …]``; None: none is missing."""
    if counts[_SLOTS] == counts[_ON_TIME] + counts[_LATE]:
        return None
    found = missing(task, today, state_offices())
    return msgspec.json.encode([(slot.period, slot.due) for slot in found]).decode()


def progress_of(task: TaskState, counts: Counts) -> int | None:
    """Percent complete in 1/10,000; None when the task never reported."""
    return counts[_PROGRESS] if counts[_REPORTED] else task.progress


def milestones_of(task: TaskState) -> str | None:
    """The milestones as planned, JSON ``[[weight 1/1,000, due or null], …]``; None: none."""
    if task.assignment is None or not task.assignment.milestones:
        return None
    planned = [(one.weight, one.due) for one in task.assignment.milestones]
    return msgspec.json.encode(planned).decode()


def _given(task: TaskState) -> Cells:
    """What the assigning side gave: lead … due_0."""
    given = task.assignment
    if given is None:
        return (None,) * 14
    return (
        given.lead,
        given.assigned_by,
        given.programme,
        given.plan,
        given.objective,
        given.field,
        given.title,
        "recurring" if given.recurring else "one_off",
        given.secrecy,
        given.in_charge,
        list(given.coordinators),
        given.weight,
        given.start,
        given.due_0,
    )


OUTLOOK_TYPES = (
    *("text", "int4", "date", "int4", "date", "date", "date"),
    *("int4", "text", "int4", "date", "date"),
)


def outlook_cells(partition: int, code: str, outlook: Outlook) -> Cells:
    """A row of ``forecast``."""
    return (code, partition, *(getattr(outlook, name) for name in Outlook.__struct_fields__))


DIFFICULTY_TYPES = (
    *("text", "text", "int4", "text", "text", "text", "text", "text"),
    *("date", "date", "date"),
)


def difficulty_cells(partition: int, task: TaskState) -> Iterator[Cells]:
    """The rows of ``difficulty`` of one task."""
    lead = task.assignment.lead if task.assignment else None
    for one in task.difficulties:
        yield (
            task.code,
            one.code,
            partition,
            lead,
            one.type,
            one.text,
            one.asked_of,
            one.raised_by,
            one.raised_on,
            one.answer_due,
            one.answered_on,
        )
