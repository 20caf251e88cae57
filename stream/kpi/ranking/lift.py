"""What would lift a unit: the tasks whose completion today raises its score most.

Nothing is estimated: the task is completed and verified, everything is counted anew, and the score
is what the formula says then, the league's mean included; data quality stays as it is. An overdue
task gains nothing by the rate (late is late); what it gains comes from its earned schedule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from operator import add, sub

import msgspec
from msgspec import Struct

from schema.figures import due
from schema.measures import Counts, named
from schema.ranking import judge
from schema.score import Entrant, Parameters
from schema.states import State
from stream.core.leaf import place_task
from stream.core.task import Done, TaskState
from stream.kpi.ranking.held import Held, Task, on_day

MOST = 3
OPEN = frozenset({State.AWAITING, State.IN_TIME, State.DUE_SOON, State.OVERDUE, State.NOT_STARTED})


class Pool(Struct, frozen=True, kw_only=True):
    """What the league's mean is made of; `without` a unit, of the rest of it."""

    on_time: int
    due: int

    @classmethod
    def of(cls, league: Iterable[Counts]) -> Pool:
        """The units of a league by their integers."""
        given = [named(counts) for counts in league]
        return cls(
            on_time=sum(each["done_on_time"] for each in given),
            due=sum(due(each) for each in given),
        )

    def without(self, counts: Counts) -> Pool:
        """The rest of the league."""
        own = Pool.of([counts])
        return Pool(on_time=self.on_time - own.on_time, due=self.due - own.due)

    def mean_with(self, unit: Entrant) -> Fraction:
        """The league's mean with the unit as it would be."""
        whole = self.due + unit.due
        return Fraction(self.on_time + unit.on_time, whole) if whole else Fraction(0)


class Lift(Struct, frozen=True, kw_only=True):
    """A task and what completing it today adds to the score."""

    task: str
    state: State
    due: date | None
    gain: Fraction


def completed(task: TaskState, today: date) -> TaskState:
    """The task verified today; a claim that stands counts on its own day, else it is today's."""
    claim = task.claim
    done = Done(claim.id, claim.would_be) if claim else Done("", today)
    return msgspec.structs.replace(task, done=done)


def lifts(held: Held, rest: Pool, by: Parameters) -> list[Lift]:
    """The three that lift most: the larger gain first, then the nearer due date, then code."""
    now = score(held.entrant(None), rest, by)
    if now is None:
        return []
    found = [_lift(each, held, rest, by, now) for each in held.tasks if each.placed.state in OPEN]
    lifting = [each for each in found if each is not None and each.gain > 0]
    lifting.sort(key=lambda each: (-each.gain, each.due or date.max, each.task))
    return lifting[:MOST]


def score(unit: Entrant, rest: Pool, by: Parameters) -> Fraction | None:
    """The unit's score in its league; None where it is not ranked."""
    return judge(unit, rest.mean_with(unit), by).score


def _lift(task: Task, held: Held, rest: Pool, by: Parameters, now: Fraction) -> Lift | None:
    state = completed(task.placed.task, held.day)
    after = place_task(state, held.day, held.calendar, 0)
    counts = tuple(map(add, map(sub, held.counts, task.placed.counts), after.counts))
    seen = _when_done(task, state, held).seen(counts, None)
    then = score(seen, rest, by)
    if then is None:
        return None
    return Lift(task=state.code, state=task.placed.state, due=state.due, gain=then - now)


def _when_done(task: Task, state: TaskState, held: Held) -> Held:
    """The unit with the task done: only where it was the last one open does its clock stop."""
    if task.curve is None or held.curve.leaves_done + 1 < held.curve.leaves:
        return held
    others = [each for each in held.tasks if each is not task]
    done: list[Task] = on_day([state], held.day, held.calendar)
    return Held(held.unit, others + done, held.day, held.calendar, quality=held.quality)
