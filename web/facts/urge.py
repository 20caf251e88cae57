"""Tasks that need somebody today: weight × working days late × days of silence, the six highest.

SQL narrows by calendar days to ten times as many as are shown; the exact order is made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from schema.clock import local_day
from schema.workdays import WorkCalendar
from web.compose.facts import UrgeLine
from web.facts.directory import Directory

SHOWN = 6
MOST = 10 * SHOWN


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


def lines(
    rows: Iterable[tuple[Any, ...]], directory: Directory, calendar: WorkCalendar, today: date
) -> tuple[UrgeLine, ...]:
    """The six tasks to urge, in order."""
    late = [Late(*row) for row in rows]
    ranked = sorted(late, key=lambda task: (-score(task, calendar, today), task.code))
    return tuple(_line(task, directory, calendar, today) for task in ranked[:SHOWN])


def score(task: Late, calendar: WorkCalendar, today: date) -> int:
    """Weight (at least 1/1,000) × working days late × silence."""
    return max(task.weight or 0, 1) * calendar.between(task.due, today) * silence(task, today)


def silence(task: Late, today: date) -> int:
    """Calendar days since the last report, today counted; since its start if there was none."""
    since = local_day(task.last_report_at) if task.last_report_at else task.start or task.due
    return max(1, (today - since).days + 1)


def _line(task: Late, directory: Directory, calendar: WorkCalendar, today: date) -> UrgeLine:
    reported = task.last_report_at
    return UrgeLine(
        task=task.code,
        title=task.title or task.code,
        lead=directory.place(task.lead),
        due=task.due,
        days_late=calendar.between(task.due, today),
        silent_days=(today - local_day(reported)).days if reported else None,
        urged_at=task.last_urged_at,
        urge_answered=bool(task.urge_answered),
        secret=task.secrecy not in (None, "none"),
    )
