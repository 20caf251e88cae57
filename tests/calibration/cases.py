"""A life as it was seen on one day, and what came: what a forecast is asked, and its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from stream.kpi.forecast.record import Point, Signals
from tests.calibration.course import CALENDAR, Life

LEADS = (60, 30, 21, 14, 7, 3, 1)
"""Calendar days before the due date on which forecasts are judged."""
OVERDUE = (-7, -30)
"""The same, after it: the end of a task that is late already."""
_DAY = timedelta(days=1)


class Case(Struct, frozen=True, kw_only=True):
    """One question: what the log shows when `today` begins; and the end, if it is known."""

    process: str
    unit: str
    lead: int
    history: tuple[Point, ...]
    start: date
    due_0: date
    due: date
    """The date in force on the day."""
    today: date
    signals: Signals
    finish: date | None
    known_until: date

    @property
    def late(self) -> bool:
        """Whether the task ended, or is still open, after its due date."""
        return self.finish is None or self.finish > self.due

    @property
    def left(self) -> int | None:
        """Working days until the end, today included; None when it is not known."""
        return None if self.finish is None else CALENDAR.between(self.today - _DAY, self.finish)


def cases(lives: Iterable[Life], leads: Iterable[int] = (*LEADS, *OVERDUE)) -> Iterator[Case]:
    """Every question about tasks that had started, were open and whose lateness is known."""
    units: dict[str, list[Life]] = defaultdict(list)
    for life in lives:
        units[life.unit].append(life)
    wanted = tuple(leads)
    for held in units.values():
        for life in held:
            for due in dict.fromkeys((life.due_0, *(new for _, new in life.revisions))):
                yield from _of_due(life, due, held, wanted)


def _of_due(life: Life, due: date, held: list[Life], leads: tuple[int, ...]) -> Iterator[Case]:
    for lead in leads:
        today = due - timedelta(days=lead)
        begun = max(life.start, life.known_from) <= today and life.due_on(today) == due
        is_open = life.finish is None or life.finish >= today
        known = life.finish is not None or due < life.known_until
        if begun and is_open and known and today <= life.known_until:
            yield _case(life, due, today, lead, held)


def _case(life: Life, due: date, today: date, lead: int, held: list[Life]) -> Case:
    kept, missed = record(held, today)
    return Case(
        process=life.process,
        unit=life.unit,
        lead=lead,
        history=tuple(point for point in life.points if point.day < today),
        start=life.start,
        due_0=life.due_0,
        due=due,
        today=today,
        signals=Signals(waiting_days=_waiting(life, today), kept=kept, missed=missed),
        finish=life.finish,
        known_until=life.known_until,
    )


def record(held: list[Life], today: date) -> tuple[int, int]:
    """Tasks of the unit done by their due date, and those done late or overdue, before `today`."""
    kept = missed = 0
    for life in held:
        if life.finish is not None and life.finish < today:
            in_time = life.finish <= life.due_on(life.finish)
            kept, missed = kept + in_time, missed + (not in_time)
        elif life.due_on(today) < today:
            missed += 1
    return kept, missed


def _waiting(life: Life, today: date) -> int | None:
    """Days the oldest unanswered difficulty has waited."""
    asked = [raised for raised, answered in life.difficulties if raised < today <= answered]
    return (today - min(asked)).days if asked else None
