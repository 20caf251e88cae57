"""When each step of a ladder goes out (clarifications Q92). Pure.

T is the due date in force. Before it days are calendar days, so that a reminder falls on a known
date; after it they are working days, as days late are. A step that falls on a day off goes out the
next working day, at the hour the rules name.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alerts.rules import Rule, Step
from schema.clock import day_start
from schema.workdays import WorkCalendar

_DAY = timedelta(days=1)
_FIRST, _LAST = date(2015, 1, 1), date(2050, 6, 30)
"""Working days are known between these: a due date outside counts as the nearer of them."""


def step_day(step: Step, due: date, calendar: WorkCalendar) -> date:
    """The local day on which a step goes out; always a working day."""
    due = min(max(due, _FIRST), _LAST)
    day = max(due + min(step.day, 0) * _DAY, _FIRST)
    while calendar.between(due, day) < step.day or not calendar.is_working(day):
        day += _DAY
    return day


def step_at(step: Step, due: date, calendar: WorkCalendar, hour: int) -> datetime:
    """The instant at which a step goes out."""
    return day_start(step_day(step, due, calendar)) + timedelta(hours=hour)


def reached(rule: Rule, due: date, now: datetime, calendar: WorkCalendar, hour: int) -> int:
    """How many steps of the ladder are due at `now`, from its first on."""
    count = 0
    while count < len(rule.steps) and step_at(rule.steps[count], due, calendar, hour) <= now:
        count += 1
    return count
