"""Reporting slots of a task: derived from cadence × calendar, and those opened beside (Q63).

A period is a calendar day, ISO week, month or quarter. Its slot opens on the first day of the
period (the first one on `first`, else on the task's start) and is due on the last, which moves to
the next working day when it is a day off; days off have no slot of a daily cadence. `closes` is the
last local day on which a report is on time: `grace` working days after `due`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from schema.workdays import WorkCalendar
from stream.core.task import ExtraSlot, TaskState

WINDOW = 90
"""Local days, ending today, in which slots are judged by their due day (Q62)."""
_MANY = 1 << 12
_DAY = timedelta(days=1)


class Slot(NamedTuple):
    """One slot; its days are local."""

    period: str
    opens: date
    due: date
    closes: date


class _Period(NamedTuple):
    slot: Slot
    last: date
    """The last day of the period, whether offices work on it or not."""


def period_name(day: date, cadence: str) -> str:
    """The period a day lies in: ``2026-11-22``, ``2026-W47``, ``2026-11`` or ``2026-Q4``."""
    match cadence:
        case "daily":
            return day.isoformat()
        case "weekly":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        case "quarterly":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case _:
            return f"{day.year}-{day.month:02d}"


def has_slots(task: TaskState) -> bool:
    """Whether anything is to be reported by the period."""
    return bool(task.extra_slots) or (task.assignment is not None and task.assignment.cadence != "")


def slots(task: TaskState, today: date, calendar: WorkCalendar) -> list[Slot]:
    """Slots that have opened by `today` and were due within the window or are not due yet.

    Oldest due day first. None is derived for what is due after a one-off task was done.
    """
    begin = today - timedelta(days=WINDOW - 1)
    found = {slot.period: slot for slot in _derived(task, today, calendar)}
    for extra in task.extra_slots:
        found[extra.period] = _extra(extra, calendar)
    there = (slot for slot in found.values() if slot.due >= begin and slot.opens <= today)
    return sorted(there, key=lambda slot: (slot.due, slot.period))


def closed_before_window(task: TaskState, today: date, calendar: WorkCalendar) -> Slot | None:
    """The newest derived slot that is closed, though due before the window: a quarter is longer."""
    begin = today - timedelta(days=WINDOW - 1)
    closed = (one for one in _derived(task, today, calendar) if one.closes < today)
    newest = next(closed, None)
    return newest if newest is not None and newest.due < begin else None


def period_of(task: TaskState, day: date, calendar: WorkCalendar) -> str | None:
    """The period an update that names none speaks of: the first due of those that contain its day.

    None when no slot does.
    """
    return next((s.period for s in slots(task, day, calendar) if s.opens <= day <= s.due), None)


def _derived(task: TaskState, today: date, calendar: WorkCalendar) -> Iterator[Slot]:
    """The newest first."""
    given = task.assignment
    if given is None or not given.cadence:
        return
    first = given.first or given.start
    for period in _periods(given.cadence, given.grace, today, calendar):
        slot = period.slot
        if period.last < first or (task.done is not None and slot.due > task.done.day):
            continue
        yield slot if slot.opens >= first else slot._replace(opens=first)


@lru_cache(_MANY)
def _periods(cadence: str, grace: int, today: date, calendar: WorkCalendar) -> tuple[_Period, ...]:
    """Every period that has begun by `today` and is due within the window or later, newest first.

    Behind them at least one that is closed.
    """
    begin, day = today - timedelta(days=WINDOW - 1), today
    found: list[_Period] = []
    while True:
        opens, last = _span(day, cadence)
        due = last if calendar.is_working(last) else calendar.after(last, 1)
        if due < begin and found and found[-1].slot.closes < today:
            return tuple(found)
        if cadence != "daily" or due == last:
            closes = calendar.after(due, grace) if grace else due
            found.append(_Period(Slot(period_name(opens, cadence), opens, due, closes), last))
        day = opens - _DAY


def _span(day: date, cadence: str) -> tuple[date, date]:
    match cadence:
        case "daily":
            return day, day
        case "weekly":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "quarterly":
            return _months(day.year, day.month - (day.month - 1) % 3, 3)
        case _:
            return _months(day.year, day.month, 1)


def _months(year: int, first: int, number: int) -> tuple[date, date]:
    last = first + number - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _extra(slot: ExtraSlot, calendar: WorkCalendar) -> Slot:
    closes = calendar.after(slot.due, slot.grace) if slot.grace else slot.due
    return Slot(slot.period, slot.opens, slot.due, closes)
