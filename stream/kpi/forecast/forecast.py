"""The forecast of a task: when it will be done, and how likely that is too late (domain 9, Q90)."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, exp, floor

from schema.workdays import WorkCalendar
from stream.kpi.forecast.evidence import WHOLE, Evidence, evidence
from stream.kpi.forecast.lateness import days_needed, p_late
from stream.kpi.forecast.parameters import PARAMETERS, Parameters
from stream.kpi.forecast.passage import Passage
from stream.kpi.forecast.prior import record_odds, weight_of
from stream.kpi.forecast.record import Basis, Forecast, Ground, History, Point, Signals

_DAY = timedelta(days=1)
_SLACK = 1e-9
"""A quantile this little past a whole day is that day: rounding, not time."""


def forecast(
    history: History,
    start: date,
    due: date,
    today: date,
    signals: Signals,
    calendar: WorkCalendar,
    parameters: Parameters = PARAMETERS,
) -> Forecast:
    """The forecast of a one-off task as `today` begins; `due` is the date in force.

    Pure, closed form; the same input gives the same output. Points after `today` are not looked at.
    What is claimed or done is certain (p_late 0 or 10,000), as is an open task past its due date;
    else 1 ≤ p_late ≤ 9,999, and it does not fall when only `due` comes nearer.
    """
    if signals.done_on is not None:
        return _certain(signals.done_on, due)
    seen, told = evidence(history, start, due, today, signals, calendar, parameters)
    passage = passage_of(seen, signals, parameters)
    p10, p50, p90 = (_day(passage.days_at(q), today, calendar) for q in (0.1, 0.5, 0.9))
    return Forecast(
        finish_p10=p10,
        finish_p50=p50,
        finish_p90=p90,
        p_late=_whole(passage.late, seen.left),
        basis=_basis(seen, told),
    )


def passage_of(seen: Evidence, signals: Signals, own: Parameters) -> Passage:
    """The distribution of the working days left."""
    return Passage(
        left=seen.left,
        late=p_late(seen, signals, own) if seen.left else 1.0,
        early=own.early,
        eve=own.eve,
        scale=_days_after(seen, signals, own),
        shape=own.after_shape if seen.left else own.overdue_shape,
    )


def _days_after(seen: Evidence, signals: Signals, own: Parameters) -> float:
    """Working days from the due date (or today, after it) in which most of the late ones end."""
    weight = weight_of(seen, own)
    need = weight * days_needed(seen, own) + (1.0 - weight) * seen.planned
    days = own.after + own.after_need * need + own.after_overdue * seen.overdue
    if signals.waiting_days is not None:
        days += own.after_answer
    return days * exp(own.after_record * record_odds(signals.kept, signals.missed, own))


def _whole(late: float, left: float) -> int:
    """P(finish > due) in 1/10,000, half up; only what has happened is certain."""
    if not left:
        return WHOLE
    return min(max(floor(late * WHOLE + 0.5), 1), WHOLE - 1)


def _day(days: float, today: date, calendar: WorkCalendar) -> date:
    """The working day on which so many working days from today, today included, have passed."""
    return calendar.first_day_within(-max(ceil(days - _SLACK), 1), today - _DAY)


def _certain(done_on: date, due: date) -> Forecast:
    return Forecast(
        finish_p10=done_on,
        finish_p50=done_on,
        finish_p90=done_on,
        p_late=WHOLE if done_on > due else 0,
        basis=Basis(ground=Ground.DONE),
    )


def _basis(seen: Evidence, told: list[Point]) -> Basis:
    if not told:
        return Basis(ground=Ground.SILENT if seen.silent else Ground.PRIOR)
    ground = Ground.SILENT if seen.silent else Ground.REPORTS
    return Basis(ground=ground, reports=len(told), first=told[0].day, last=told[-1].day)
