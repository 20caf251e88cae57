"""What the slots of a task add on a local day: reporting (Q63, Q69), and instances (Q32)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from schema.states import State
from schema.workdays import WorkCalendar
from stream.core.slots import Slot, closed_before_window, slots
from stream.core.task import Instance, TaskState
from stream.kpi.planning import SOON

_UNSAID = Instance("")
_LATE = frozenset({State.DONE_LATE, State.OVERDUE})


def slot_counts(task: TaskState, today: date, calendar: WorkCalendar) -> dict[str, int]:
    """The integers of a task's slots by measure; a withdrawn task has none (Q69)."""
    counts: Counter[str] = Counter()
    if task.withdrawn is not None or task.assignment is None:
        return counts
    said = {one.period: one for one in task.instances}
    newest: dict[str, int] = {}
    for slot in slots(task, today, calendar):
        instance = said.get(slot.period, Instance(slot.period))
        if slot.closes < today:
            newest = reporting(slot, instance, today)
            counts.update(newest)
        if task.assignment.recurring:
            counts.update(one_instance(slot, instance, today, calendar))
    if task.done is None:
        counts.update(in_period(newest or _before_window(task, said, today, calendar)))
    return counts


def in_period(newest: Mapping[str, int]) -> dict[str, int]:
    """What a task adds to the period that ended last: what its newest closed slot is worth (H1).

    What came late has come. Of a one-off task that is done nothing is expected any more.
    """
    if not newest:
        return {}
    came = any(name in newest for name in ("slots_on_time", "slots_late"))
    return {"period_reports": 1} if came else {"period_reports": 1, "period_missing": 1}


def _before_window(
    task: TaskState, said: Mapping[str, Instance], today: date, calendar: WorkCalendar
) -> dict[str, int]:
    """A quarter is longer than the window: what its slot is worth until the next one is closed."""
    slot = closed_before_window(task, today, calendar)
    return {} if slot is None else reporting(slot, said.get(slot.period, _UNSAID), today)


def missing(task: TaskState, today: date, calendar: WorkCalendar) -> list[Slot]:
    """The slots of the window that are closed and that nobody has filled, the oldest first."""
    if task.withdrawn is not None:
        return []
    filled = {one.period for one in task.instances if one.known and one.known <= today}
    found = slots(task, today, calendar)
    return [one for one in found if one.closes < today and one.period not in filled]


def reporting(slot: Slot, instance: Instance, today: date) -> dict[str, int]:
    """A slot whose due day and grace have passed: on time, late or, by `today`, missing."""
    if instance.known is None or instance.known > today:
        return {"slots": 1}
    timely = "slots_on_time" if instance.known <= slot.closes else "slots_late"
    return {"slots": 1, timely: 1, "slots_share": instance.share}


def one_instance(
    slot: Slot, instance: Instance, today: date, calendar: WorkCalendar
) -> dict[str, int]:
    """The state of one period of a recurring task; its slot's due day is the due date (Q32)."""
    state = instance_state(slot, instance, today, calendar)
    counts = {f"instance_{state.value}": 1}
    if state in _LATE:
        until = instance.done.day if instance.done else today
        counts["instance_days_late"] = max(0, calendar.between(slot.due, until))
    return counts


def instance_state(slot: Slot, instance: Instance, today: date, calendar: WorkCalendar) -> State:
    """The state of a period that has begun; the order of the tests is that of a task (§4.3)."""
    if instance.done is not None:
        return State.DONE_ON_TIME if instance.done.day <= slot.due else State.DONE_LATE
    if instance.claim is not None:
        return State.AWAITING if instance.claim.would_be <= slot.due else State.OVERDUE
    if today > slot.due:
        return State.OVERDUE
    return State.DUE_SOON if calendar.between(today, slot.due) <= SOON else State.IN_TIME
