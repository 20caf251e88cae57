"""What a unit holds on a local day: its tasks, those below it, and what the score sees of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import add

from msgspec import Struct

from schema.earned.axis import axis_of
from schema.earned.curve import Curve, Drawn, drawn
from schema.earned.plan import Milestone, Plan
from schema.measures import ZERO, Counts, named
from schema.quality import Quality
from schema.score import Entrant, entrant
from schema.states import State
from schema.workdays import WorkCalendar
from stream.core.leaf import Placed, place_task
from stream.core.task import TaskState
from stream.kpi.operational.tier import tier

PLANLESS = frozenset({State.RECURRING, State.SUSPENDED, State.CANCELLED, State.UNKNOWN})
"""States in which a task is no leaf (Q45)."""


class Task(Struct, frozen=True, gc=False):
    """A task on the day, and its planned curve; None where it is no leaf."""

    placed: Placed
    curve: Drawn | None

    @property
    def lead(self) -> str:
        """The unit that leads it."""
        return self.placed.leaf.lead if self.placed.leaf else ""

    def on(self, day: date, calendar: WorkCalendar) -> Task:
        """The same task on another day; its plan is the same on all."""
        return Task(place_task(self.placed.task, day, calendar, 0), self.curve)


def on_day(states: Iterable[TaskState], day: date, calendar: WorkCalendar) -> list[Task]:
    """Assigned tasks as they stand on a local day."""
    placed = (place_task(state, day, calendar, 0) for state in states)
    return [Task(one, _curve(one, calendar)) for one in placed if one.leaf is not None]


class Held:
    """The tasks of a unit, added up."""

    def __init__(
        self,
        unit: str,
        tasks: list[Task],
        day: date,
        calendar: WorkCalendar,
        curve: Curve | None = None,
        quality: Quality | None = None,
    ) -> None:
        self.unit = unit
        self.tasks = tasks
        self.day = day
        self.calendar = calendar
        self.counts = total(tasks)
        self.quality = quality
        self._curve = curve

    @property
    def curve(self) -> Curve:
        """The planned curve of all of them; drawn when first asked for."""
        if self._curve is None:
            self._curve = Curve(each.curve for each in self.tasks if each.curve)
        return self._curve

    def on(self, day: date) -> Held:
        """The same tasks on another day."""
        tasks = [each.on(day, self.calendar) for each in self.tasks]
        return Held(self.unit, tasks, day, self.calendar, self.curve, self.quality)

    def entrant(self, volume: int | None) -> Entrant:
        """The unit as the score sees it."""
        return self.seen(self.counts, volume)

    def seen(self, counts: Counts, volume: int | None) -> Entrant:
        """The same with these counts in place of its own."""
        curve = self.curve if self.curve.leaves else None
        schedule = tier(curve, counts, self.day, axis_of(self.calendar))
        return entrant(self.unit, named(counts), schedule, volume, self.quality)


def total(tasks: Iterable[Task]) -> Counts:
    """The integers of these tasks."""
    found = ZERO
    for each in tasks:
        found = tuple(map(add, found, each.placed.counts))
    return found


def _curve(placed: Placed, calendar: WorkCalendar) -> Drawn | None:
    given, done = placed.task.assignment, placed.task.done
    if placed.state in PLANLESS or given is None or given.due_0 is None:
        return None
    milestones = tuple(Milestone(each.weight, each.due) for each in given.milestones)
    plan = Plan(min(given.start, given.due_0), given.due_0, given.weight or 0, milestones)
    return drawn(plan, None if done is None else done.day, axis_of(calendar))
