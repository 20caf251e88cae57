"""What the log shows of a task's time and work, in working days and shares: no constants yet."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from schema.workdays import WorkCalendar
from stream.kpi.forecast.parameters import Parameters
from stream.kpi.forecast.record import History, Point, Signals
from stream.kpi.forecast.slope import slope

WHOLE = 10_000
SILENT_SLOTS = 2
_DAY = timedelta(days=1)
_LAST_MOMENT = 0.5
"""Working days left on a due day on which offices are closed."""


class Evidence(Struct, frozen=True, kw_only=True, gc=False):
    """A task on a day, before it is judged."""

    left: float
    """Working days left, today and the due day included; 0 from the day after it."""
    overdue: int
    """Working days past the due date, today not included."""
    ahead: int
    """Working days until the task starts; 0 once it has."""
    planned: float
    """Working days of the plan, from the start (or an earlier report) to the due date."""
    progress: float
    """The share last reported, 0..1; 0 while nobody reported."""
    pace: float
    """Share a working day by the reports, not below 0."""
    paced: int
    """Days of reports the pace was found from; 0: there is no pace."""
    told: int
    """Days of reports that count."""
    age: int
    """Working days since the last report."""
    silent: bool


def evidence(
    history: History,
    start: date,
    due: date,
    today: date,
    signals: Signals,
    calendar: WorkCalendar,
    parameters: Parameters,
) -> tuple[Evidence, list[Point]]:
    """What is seen of a task when `today` begins, and the reports it is seen from."""
    told = newest(history, today, parameters.reports)
    begin = calendar.index(min([start, *(one.day for one in told[:1])]) - _DAY)
    yesterday, end = calendar.index(today - _DAY), calendar.index(due)
    left = 0.0 if today > due else max(end - yesterday, _LAST_MOMENT)
    pace, paced = _pace(told, begin, calendar, parameters)
    seen = Evidence(
        left=left,
        overdue=max(yesterday - end, 0),
        ahead=max(begin - yesterday, 0),
        planned=max((yesterday + left if left else end) - begin, _LAST_MOMENT),
        progress=told[-1].progress / WHOLE if told else 0.0,
        pace=pace,
        paced=paced,
        told=len(told),
        age=max(yesterday - calendar.index(told[-1].day), 0) if told else 0,
        silent=is_silent(told, start, today, signals),
    )
    return seen, told


def newest(history: History, today: date, most: int) -> list[Point]:
    """The last `most` days with a report up to `today`, in order; the last word of a day counts."""
    by_day = {point.day: point for point in history if point.day <= today}
    return [by_day[day] for day in sorted(by_day)[-most:]]


def is_silent(told: list[Point], start: date, today: date, signals: Signals) -> bool:
    """Whether nobody has reported for two slots, counted from the start at the earliest (Q96)."""
    heard = [start, *(point.day for point in told[-1:])]
    last = max([*heard, signals.heard] if signals.heard else heard)
    return (today - last).days > SILENT_SLOTS * signals.max_age_days


def _pace(
    told: list[Point], begin: int, calendar: WorkCalendar, parameters: Parameters
) -> tuple[float, int]:
    """The slope of the reports, and of how many; the task began with nothing done."""
    points = [(calendar.index(point.day), point.progress / WHOLE) for point in told]
    if points and points[0][0] > begin:
        points.insert(0, (begin, 0.0))
    found = slope(points, parameters.half_life)
    return (0.0, 0) if found is None else (max(found, 0.0), len(told))
