"""What a task plans to have done by the end of each day (mission §4.4, Q46, Q49–51).

Piecewise linear in working days through (start, 0), (milestone due, cumulated share), (due_0, 1).
Where no working day lies between two points the share jumps on the day of the later one: a task
whose start is its due_0 is a step. The plan stays on due_0 after a revision.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from schema.earned.axis import Axis, Ints
from schema.numbers import share

WHOLE = 10_000
"""A share of one, in 1/10,000."""
_MOST = 2**62


class Milestone(NamedTuple):
    """A milestone: weight in 1/1,000, and its own due date, if any."""

    weight: int
    due: date | None


class Plan(Struct, frozen=True, gc=False):
    """What was planned for a one-off task; weight in 1/1,000, 0 where none was given (Q44)."""

    start: date
    due_0: date
    weight: int
    milestones: tuple[Milestone, ...] = ()


class Corner(NamedTuple):
    """A point the plan goes through: the ordinal of its day, the weight of what is due by it."""

    day: int
    reached: int


def corners(plan: Plan) -> list[Corner]:
    """The points of a plan by day, from start to due_0; the last one has reached the whole.

    Dates of milestones are clipped into start..due_0, one without a date is due with the task; of
    several on one day the plan rises to the first as given and jumps to the last. Weights that are
    all 0 are equal.
    """
    first, last = plan.start.toordinal(), plan.due_0.toordinal()
    equal = not any(one.weight for one in plan.milestones)
    dated = [
        (min(max((one.due or plan.due_0).toordinal(), first), last), 1 if equal else one.weight)
        for one in plan.milestones
    ]
    found, reached = [Corner(first, 0)], 0
    for day, weight in sorted(dated, key=itemgetter(0)):
        reached += weight
        found.append(Corner(day, reached))
    return [*found, Corner(last, reached or 1)]


def course(plan: Plan, axis: Axis) -> Ints:
    """The share planned for the end of each day from start to due_0, 1/10,000 rounded half up.

    Before start it is 0, after due_0 the whole.
    """
    path = corners(plan)
    first, whole = path[0].day, path[-1].reached
    index = axis.span(first, path[-1].day)
    shares: Ints = np.empty(len(index), dtype=np.int64)
    for begin, end in pairwise(path):
        days = slice(begin.day - first, end.day - first)
        shares[days] = _rise(begin, end, whole, index[days], int(index[end.day - first]))
    shares[-1] = WHOLE
    return shares


def _rise(begin: Corner, end: Corner, whole: int, index: Ints, until: int) -> Ints | int:
    """Shares from the day of one point to before that of the next."""
    working = until - int(index[0]) if len(index) else 0
    if not working:
        return share(begin.reached, whole)
    passed = index - index[0]
    if 2 * WHOLE * whole * working > _MOST:
        passed = passed.astype(object)  # Python's integers: slower, and never too small
    parts = begin.reached * working + (end.reached - begin.reached) * passed
    shares: Ints = (2 * WHOLE * parts + whole * working) // (2 * whole * working)
    return shares
