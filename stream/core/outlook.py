"""The forecast of a task as the fold keeps it: valid for one day, evaluated where the log says so.

`foresee` is called by `tally` for each task that an `evaluate{day}` message names. What it goes by
is the task's own state and its lead's record at the last day close: within a day the order in which
reports arrive changes nothing. The method itself: `stream.kpi.forecast`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from schema.clock import local_day
from schema.measures import INDEX, Packed
from schema.states import State
from schema.workdays import WorkCalendar
from stream.core.history import points
from stream.core.task import TaskState
from stream.kpi.forecast.forecast import forecast
from stream.kpi.forecast.record import Ground, Signals

FORESEEN: frozenset[State] = frozenset(
    {State.NOT_STARTED, State.IN_TIME, State.DUE_SOON, State.OVERDUE}
)
"""States of a task that has a forecast, as long as nobody claims it done."""
Record = tuple[int, int]
"""Tasks of a lead kept and missed."""
NO_RECORD: Record = (0, 0)
_LANE = (1 << 64) - 1
_KEPT = (64 * INDEX["done_on_time"],)
_MISSED = (64 * INDEX["done_late"], 64 * INDEX["overdue"])


class Outlook(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A forecast in force: a row of the table `forecast`."""

    day: date
    """The local day it was evaluated for."""
    updates: int
    """Number of updates of the task it stands on."""
    finish_p10: date
    finish_p50: date
    finish_p90: date
    p_late: int
    """P(finish > due), 1/10,000."""
    ground: Ground
    reports: int
    """Days with a report it goes by; 0: it knows only what tasks of the class do."""
    first: date | None
    """The first of these days."""
    last: date | None

    @property
    def likely(self) -> int | None:
        """p_late where it stands on the task's own reports; None where there are not enough."""
        return self.p_late if self.reports else None


def has_outlook(task: TaskState, state: State) -> bool:
    """Whether a task in `state` is one that is foreseen: open, and nobody claims it done."""
    return state in FORESEEN and task.claim is None


def is_stale(task: TaskState, state: State, outlook: Outlook | None, today: date) -> bool:
    """Whether a task waits for its forecast: there is none of today that knows all its updates."""
    if not has_outlook(task, state):
        return False
    return outlook is None or outlook.day != today or outlook.updates != task.updates


def foresee(task: TaskState, today: date, record: Record, calendar: WorkCalendar) -> Outlook:
    """The forecast of an open task for `today`; `record` is its lead's."""
    given, due = task.assignment, task.due
    assert given is not None and due is not None
    found = forecast(
        points(task.history), given.start, due, today, signals(task, today, record), calendar
    )
    basis = found.basis
    return Outlook(
        day=today,
        updates=task.updates,
        finish_p10=found.finish_p10,
        finish_p50=found.finish_p50,
        finish_p90=found.finish_p90,
        p_late=found.p_late,
        ground=basis.ground,
        reports=basis.reports,
        first=basis.first,
        last=basis.last,
    )


def signals(task: TaskState, today: date, record: Record) -> Signals:
    """What else is known of an open task and its lead."""
    assert task.assignment is not None
    asked = [one.raised_on for one in task.difficulties if one.answered_on is None]
    return Signals(
        heard=None if task.last_report_at is None else local_day(task.last_report_at),
        max_age_days=task.assignment.max_age_days,
        waiting_days=max((today - min(asked)).days, 0) if asked else None,
        kept=record[0],
        missed=record[1],
    )


def records(closed: Iterable[tuple[str, Packed]]) -> dict[str, Record]:
    """By lead, the tasks kept and missed as its leaves (lead, sums) at a day close tell them."""
    found: dict[str, Record] = {}
    for lead, total in closed:
        kept, missed = found.get(lead, NO_RECORD)
        found[lead] = (kept + _summed(total, _KEPT), missed + _summed(total, _MISSED))
    return found


def _summed(total: Packed, lanes: tuple[int, ...]) -> int:
    return sum([total >> lane & _LANE for lane in lanes])
