"""The lines of the S-curve: planned, earned and foreseen by day, as shares of all planned."""

from bisect import bisect_right
from datetime import date, timedelta
from typing import NamedTuple

from schema.clock import local_day
from schema.workdays import state_offices
from web.compose.facts import BoardFacts

Line = tuple[tuple[date, float], ...]
"""Shares by day, oldest first."""


def planned(facts: BoardFacts) -> Line:
    """The plan from its first day to its last; empty when nothing is planned."""
    days = facts.curve.planned if facts.curve else ()
    return tuple((each.day, each.planned / days[-1].planned) for each in days)


def earned(facts: BoardFacts) -> Line:
    """What was earned at day closes, and what is earned now; empty without a plan."""
    now = earned_now(facts)
    if facts.curve is None or now is None:
        return ()
    whole = facts.curve.planned[-1].planned
    days = (each for each in facts.curve.earned if each.day < now[0])
    return (*((each.day, each.earned / whole) for each in days), now)


def earned_now(facts: BoardFacts) -> tuple[date, float] | None:
    """The local day of the log's clock, by which figures are judged, and the share earned."""
    state = facts.state
    if state is None or state.operational is None:
        return None
    schedule = state.operational
    return local_day(state.clock or state.as_of), schedule.ev / schedule.whole


class Spread(NamedTuple):
    """Shares foreseen for the end of a day."""

    day: date
    late: float
    middle: float
    early: float


def fan(facts: BoardFacts) -> tuple[Spread, ...]:
    """From what is earned now on, in thousandths (a chart shows no more); empty where unknown."""
    now = earned_now(facts)
    if now is None or facts.curve is None or facts.curve.fan is None:
        return ()
    whole, begin = facts.curve.planned[-1].planned, now[1]

    def share(done: int) -> float:
        return round(min(begin + done / whole, 1.0), 3)

    return tuple(
        Spread(each.day, share(each.late), share(each.middle), share(each.early))
        for each in facts.curve.fan.days
    )


def gap(facts: BoardFacts) -> tuple[date, date, float] | None:
    """When what is earned was planned, when it is judged, and its share; None without a plan.

    Judged is today, or the day the last task was done once all of it is (Q48).
    """
    now, line = earned_now(facts), planned(facts)
    if now is None or not line or facts.state is None:
        return None
    schedule = facts.state.operational
    judged = now[0]
    if schedule and schedule.ev == schedule.whole:
        left = schedule.pd - schedule.at
        judged = min(judged, state_offices().first_day_within(left, schedule.finish))
    return reached_on(line, now[1]), judged, now[1]


def reached_on(line: Line, share: float) -> date:
    """The day by which the plan, as it is drawn, has come to a share: the gap's other end."""
    place = bisect_right(line, share, key=lambda point: point[1])
    if place in (0, len(line)):
        return line[max(place - 1, 0)][0]
    (begin, low), (end, high) = line[place - 1], line[place]
    return begin + timedelta(days=round((end - begin).days * (share - low) / (high - low)))
