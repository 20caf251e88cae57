"""How units report on a course of work: some every week, some on a word, some not at all.

What is said is not what is: it is rounded, hopeful, late; now and then it falls.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from msgspec import Struct

from stream.kpi.forecast.record import Point
from tests.calibration.course import Course, Life, Plan
from tests.calibration.processes import PROCESSES, STRANGERS, Process

_EPOCH = date(2025, 1, 6)
_DAYS = 540
"""Tasks begin within so many days."""
TASKS = 20
"""Tasks of a unit."""
_WHOLE = 10_000


class Habit(Struct, frozen=True, kw_only=True):
    """How a unit reports."""

    every: int
    """Working days between two reports."""
    skips: float
    """Share of reports that are not made."""
    grain: int
    """What is said is a multiple of this, in 1/10,000."""
    hope: float
    """How much better than it is it is said to be, at the middle of the work."""


class Unit(Struct, frozen=True, kw_only=True):
    """Who works: how fast against others, and how it reports."""

    drive: float
    habit: Habit


def unit(rng: Random) -> Unit:
    """One unit in ten is far behind the others, as three provinces of 34 hold most of what is late.

    Half of them report every week, the others every fortnight or month.
    """
    slow = 0.3 if rng.random() < 0.1 else 1.0
    return Unit(
        drive=slow * rng.lognormvariate(0.0, 0.2),
        habit=Habit(
            every=rng.choice((5, 5, 5, 10, 10, 21)),
            skips=rng.uniform(0.0, 0.35),
            grain=rng.choice((100, 500, 500, 1_000)),
            hope=rng.choice((0.0, 0.0, 0.1, 0.3)),
        ),
    )


def lives(seed: int, process: str, units: int) -> Iterator[Life]:
    """The tasks of so many units; the same seed tells the same lives."""
    follow = {**PROCESSES, **STRANGERS}[process]
    for number in range(units):
        rng = Random(f"{seed}/{process}/{number}")
        who = unit(rng)
        for _ in range(TASKS):
            yield life(rng, process, follow, f"{process} {seed}/{number}", who)


def life(rng: Random, process: str, follow: Process, name: str, who: Unit) -> Life:
    """A task of two weeks to a year, what happened to it, and what was said of it."""
    begin = _EPOCH + timedelta(days=rng.randrange(_DAYS))
    plan = Plan(begin, int(min(max(rng.lognormvariate(4.0, 0.7), 10), 250)))
    course = follow(rng, plan, who.drive)
    last = len(course.done) - 1
    return Life(
        process=process,
        unit=name,
        known_from=plan.start,
        start=plan.start,
        due_0=plan.day(plan.length - 1),
        points=tuple(_said(rng, plan, course, who.habit)),
        difficulties=tuple(
            (plan.day(one.begin + 1), plan.day(one.end)) for one in course.waits if one.told
        ),
        revisions=tuple((plan.day(at), plan.day(new)) for at, new in course.revised if at < last),
        finish=plan.day(last),
    )


def _said(rng: Random, plan: Plan, course: Course, one: Habit) -> Iterator[Point]:
    """Reports before the end; the end itself is a claim, not a report.

    On one task in six nobody reports any more from some day on, or nobody ever does.
    """
    drawn, highest = rng.random(), 0
    until = 0.0 if drawn < 0.07 else rng.random() if drawn < 0.17 else 99.0
    for number in _days(rng, course, one):
        if number > until * plan.length or number >= len(course.done) - 1:
            return
        true = course.done[number]
        hopeful = true + one.hope * true * (1.0 - true) * rng.uniform(0.5, 2.0)
        said = round(hopeful * _WHOLE / one.grain) * one.grain
        if said < highest and rng.random() < 0.9:
            said = highest
        highest = said = min(said, _WHOLE)
        yield Point(plan.day(number), said)


def _days(rng: Random, course: Course, one: Habit) -> Iterator[int]:
    """The working days on which something is said."""
    usual = range(rng.randint(0, one.every), len(course.done), one.every)
    for number in usual if course.speaks is None else course.speaks:
        if rng.random() >= one.skips:
            yield number
