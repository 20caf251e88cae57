"""What really happens to a task: its plan, the course of the work, and the life that reports show.

Nothing here knows the forecast. Working days are counted from the start: 0 is the first of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from msgspec import Struct

from schema.workdays import WorkCalendar, state_offices
from stream.kpi.forecast.record import Point

CALENDAR: WorkCalendar = state_offices()
_DAY = timedelta(days=1)
_LONGEST = 1_500
"""Working days after which a task that never ends is said to have ended."""


class Plan(Struct, frozen=True):
    """A task as it was given: its first day and its number of working days."""

    start: date
    length: int

    def day(self, number: int) -> date:
        """The working day of that number; 0 is the first on or after the start."""
        return CALENDAR.first_day_within(-number - 1, self.start - _DAY)

    def number(self, day: date) -> int:
        """The number of the last working day up to `day`."""
        return CALENDAR.between(self.start - _DAY, day) - 1


class Wait(Struct, frozen=True):
    """A difficulty: working days on which it began and ended, and whether anybody was told."""

    begin: int
    end: int
    told: bool


class Course(Struct, frozen=True, kw_only=True):
    """How the work went: the share done at the end of each working day; the last is 1."""

    done: tuple[float, ...]
    waits: tuple[Wait, ...] = ()
    revised: tuple[tuple[int, int], ...] = ()
    """Approved revisions: the day of the decision and the new due day, in working days."""

    def due_on(self, number: int, first: int) -> int:
        """The due day in force on a working day; `first` is that of the plan."""
        return next((new for at, new in reversed(self.revised) if at < number), first)


class Life(Struct, frozen=True, kw_only=True):
    """What the log shows of a task from beginning to end, and when it ended."""

    process: str
    unit: str
    known_from: date
    """The first day on which anything could be said of it."""
    start: date
    due_0: date
    points: tuple[Point, ...]
    difficulties: tuple[tuple[date, date], ...]
    """Raised and answered."""
    revisions: tuple[tuple[date, date], ...]
    """Day approved and new due date."""
    finish: date | None
    """None: still open on `known_until`."""
    known_until: date = date.max

    def due_on(self, day: date) -> date:
        """The due date in force before `day` begins."""
        return next((new for at, new in reversed(self.revisions) if at < day), self.due_0)


Step = Callable[[int, float], float]
"""The share done on a working day, given its number and what is done before it."""


def walk(step: Step) -> tuple[float, ...]:
    """Step day by day until the work is done."""
    done: list[float] = []
    now = 0.0
    while now < 1.0:
        now = 1.0 if len(done) >= _LONGEST else min(now + step(len(done), now), 1.0)
        done.append(now)
    return tuple(done)


def around(rng: Random, middle: float, spread: float) -> float:
    """A positive number with this median; `spread` is the deviation of its logarithm."""
    return middle * rng.lognormvariate(0.0, spread)
