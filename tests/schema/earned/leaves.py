"""Plans by hand and by chance, and what they plan told apart from the code: day by day, exactly."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from schema.earned.axis import axis_of
from schema.earned.curve import Curve, Drawn, drawn
from schema.earned.plan import Milestone, Plan
from schema.workdays import state_offices

CALENDAR = state_offices()
AXIS = axis_of(CALENDAR)
WEIGHT = 1_000
"""A weight of one."""
ONE = WEIGHT * 10_000
"""A planned value of one."""


def june(day: int) -> date:
    """A day of June 2026, which begins on a Monday and has no holidays."""
    return date(2026, 6, day)


def plan(start: int, due: int, *milestones: tuple[int, int | None], weight: int = WEIGHT) -> Plan:
    """A plan within June 2026; milestones as (weight, day)."""
    steps = tuple(Milestone(each, june(day) if day else None) for each, day in milestones)
    return Plan(june(start), june(due), weight, steps)


def leaf(of: Plan, done: date | None = None) -> Drawn:
    """A plan as a leaf."""
    return drawn(of, done, AXIS)


def curve(*plans: Plan) -> Curve:
    """The sum of plans none of which is done."""
    return Curve(leaf(each) for each in plans)


def told(of: Plan, day: date) -> Fraction:
    """The share planned for the end of a day, straight from the text of Q46 and Q50."""
    if day < of.start:
        return Fraction(0)
    if day >= of.due_0:
        return Fraction(1)
    weights = [one.weight for one in of.milestones]
    weights = weights if any(weights) else [1] * len(weights)
    dues = [min(max(one.due or of.due_0, of.start), of.due_0) for one in of.milestones]
    points, reached = [(of.start, Fraction(0))], 0
    for n in sorted(range(len(dues)), key=dues.__getitem__):
        reached += weights[n]
        points.append((dues[n], Fraction(reached, sum(weights))))
    points.append((of.due_0, Fraction(1)))
    before = [point for point in points if point[0] <= day][-1]
    after = next(point for point in points if point[0] > day)
    whole = CALENDAR.between(before[0], after[0])
    if not whole:
        return before[1]
    return before[1] + (after[1] - before[1]) * CALENDAR.between(before[0], day) / whole


def rounded(share: Fraction) -> int:
    """In 1/10,000, half up."""
    return int(share * 10_000 + Fraction(1, 2))


days = st.integers(0, 60).map(lambda n: date(2026, 4, 15) + timedelta(days=n))
"""Around two holidays and four weekends."""
milestones = st.lists(
    st.builds(Milestone, st.sampled_from([0, 1, 300, 700]), st.one_of(st.none(), days)), max_size=3
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan, also one that breaks at weekends or has no duration."""
    start, due = sorted((draw(days), draw(days)))
    return Plan(start, due, draw(st.sampled_from([0, 1000, 2500])), tuple(draw(milestones)))
