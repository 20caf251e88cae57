"""Tasks that need somebody today: weight × working days late × days of silence, the six highest.

Every third row is an early warning, where there are any: what stands behind by its forecast can
still be mended, and beside so many overdue tasks it would never be seen. For it the days late are
those of the middle of the forecast. SQL narrows by calendar days to ten times as many
as are shown; the exact order is made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from schema.clock import local_day
from schema.workdays import WorkCalendar
from web.compose.facts import UrgeLine, Warning
from web.facts.directory import Directory

SHOWN = 6
EVERY = 3
"""Each so many rows there is an early warning."""
MOST = 10 * SHOWN
WHOLE = 10_000


class Late(Struct, frozen=True):
    """A row of the query `urge`, in its order."""

    code: str
    title: str | None
    lead: str
    due: date
    weight: int | None  # 1/1,000
    start: date | None
    last_report_at: datetime | None
    last_urged_at: datetime | None
    urge_answered: bool | None
    secrecy: str | None


class Warned(Late, frozen=True):
    """A row of the query `warnings`: not due yet, and late by its forecast."""

    p_late: int  # 1/10,000
    finish: date  # the middle of the forecast
    reports: int  # days with a report it stands on
    first: date
    last: date


def lines(
    rows: Iterable[tuple[Any, ...]],
    warned: Iterable[tuple[Any, ...]],
    directory: Directory,
    calendar: WorkCalendar,
    today: date,
) -> tuple[UrgeLine, ...]:
    """The six tasks to urge: what is overdue in its order, between it what is behind in its own."""

    def ranked(tasks: Iterable[Late]) -> list[Late]:
        return sorted(tasks, key=lambda task: (-score(task, calendar, today), task.code))

    late, behind = ranked(Late(*row) for row in rows), ranked(Warned(*row) for row in warned)
    return tuple(_line(task, directory, calendar, today) for task in mixed(late, behind))


def mixed(late: list[Late], behind: list[Late]) -> list[Late]:
    """Up to six of both, every third one a warning as long as there are."""
    found: list[Late] = []
    while len(found) < SHOWN and (late or behind):
        warns = not late or (behind and len(found) % EVERY == EVERY - 1)
        found.append((behind if warns else late).pop(0))
    return found


def score(task: Late, calendar: WorkCalendar, today: date) -> int:
    """Weight (at least 1/1,000) × working days late, or foreseen to be late × silence."""
    if isinstance(task, Warned):
        days = max(calendar.between(task.due, task.finish), 1)
    else:
        days = calendar.between(task.due, today)
    return max(task.weight or 0, 1) * days * silence(task, today)


def silence(task: Late, today: date) -> int:
    """Calendar days since the last report, today counted; since its start if there was none."""
    since = local_day(task.last_report_at) if task.last_report_at else task.start or task.due
    return max(1, (today - since).days + 1)


def _line(task: Late, directory: Directory, calendar: WorkCalendar, today: date) -> UrgeLine:
    reported = task.last_report_at
    foreseen = warning(task, calendar, today) if isinstance(task, Warned) else None
    return UrgeLine(
        task=task.code,
        title=task.title or task.code,
        lead=directory.place(task.lead),
        due=task.due,
        days_late=max(calendar.between(task.due, today), 0),
        silent_days=(today - local_day(reported)).days if reported else None,
        urged_at=task.last_urged_at,
        urge_answered=bool(task.urge_answered),
        secret=task.secrecy not in (None, "none"),
        foreseen=foreseen,
    )


def warning(task: Warned, calendar: WorkCalendar, today: date) -> Warning:
    """What its forecast says."""
    return Warning(
        p_late=task.p_late / WHOLE,
        late_by=max(calendar.between(task.due, task.finish), 0),
        days_before=(task.due - today).days,
        reports=task.reports,
        first=task.first,
        last=task.last,
    )
