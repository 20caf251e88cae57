"""How units report on a course of work and claim its end: most once a month, some not at all.

What is said is not what is: it is rounded, leans on the plan, comes late; now and then it falls.
Claims come when they are due. On what grounds: docs/method-forecast.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from stream.kpi.forecast.record import Point
from tests.calibration.course import Course, Life, Plan
from tests.calibration.processes import PROCESSES, STRANGERS, Process

_EPOCH = date(2025, 1, 6)
_DAYS = 540
"""Tasks begin within so many days."""
TASKS = 20
"""Tasks of a unit."""
_WHOLE = 10_000
CLOSES = 14
"""Day of the month on which the figures of a monthly report are closed."""
_NEARLY = 0.9
"""Share done from which what is not quite done may be claimed done."""


class Habit(Struct, frozen=True, kw_only=True):
    """How a unit reports and claims."""

    every: int | None
    """Working days between two reports; None: once a month, when its figures are closed."""
    skips: float
    """Share of reports that are not made."""
    grain: int
    """What is said is a multiple of this, in 1/10,000."""
    hope: float
    """How far what is said is moved towards what the plan asks for, 0..1; never downwards."""
    waits: float
    """Share of what is done early that is claimed on the eve of the due date or on its day."""
    rounds: float
    """Share of what is nearly done on the due date that is claimed done."""


class Unit(Struct, frozen=True, kw_only=True):
    """Who works: how fast against others, and how it reports."""

    drive: float
    habit: Habit


def unit(rng: Random) -> Unit:
    """One unit in ten is far behind the others; most report once a month, in steps of 10 %."""
    slow = rng.uniform(0.25, 0.5) if rng.random() < 0.1 else 1.0
    return Unit(
        drive=slow * rng.lognormvariate(0.0, 0.3),
        habit=Habit(
            every=rng.choice((None, None, None, 5, 10)),
            skips=rng.uniform(0.0, 0.35),
            grain=rng.choice((500, 1_000, 1_000, 1_000, 2_500)),
            hope=rng.choice((0.0, 0.25, 0.5)),
            waits=rng.uniform(0.2, 0.6),
            rounds=rng.uniform(0.2, 0.8),
        ),
    )


def lives(seed: int, process: str, units: int, *, alike: bool = False) -> Iterator[Life]:
    """The tasks of so many units; the same seed tells the same lives. `alike`: none is slower."""
    follow = {**PROCESSES, **STRANGERS}[process]
    for number in range(units):
        rng = Random(f"{seed}/{process}/{number}")
        who = unit(rng)
        who = replace(who, drive=1.0) if alike else who
        for _ in range(TASKS):
            yield life(rng, process, follow, f"{process} {seed}/{number}", who)


def life(rng: Random, process: str, follow: Process, name: str, who: Unit) -> Life:
    """A task of two weeks to a year, what happened to it, and what was said of it."""
    begin = _EPOCH + timedelta(days=rng.randrange(_DAYS))
    plan = Plan(begin, int(min(max(rng.lognormvariate(4.0, 0.7), 10), 250)))
    course = follow(rng, plan, who.drive)
    last = claimed(rng, plan, course, who.habit)
    return Life(
        process=process,
        unit=name,
        known_from=plan.start,
        start=plan.start,
        due_0=plan.day(plan.length - 1),
        points=tuple(_said(rng, plan, course, who.habit, last)),
        difficulties=tuple(
            (plan.day(one.begin + 1), plan.day(one.end))
            for one in course.waits
            if one.told and one.begin + 1 < last
        ),
        revisions=tuple((plan.day(at), plan.day(new)) for at, new in course.revised if at < last),
        finish=plan.day(last),
    )


def claimed(rng: Random, plan: Plan, course: Course, one: Habit) -> int:
    """The working day on which it is claimed done: due dates draw claims from both sides."""
    last = len(course.done) - 1
    due = course.due_on(last, plan.length - 1)
    waits, rounds, eve = rng.random(), rng.random(), rng.randint(0, 1)
    if last < due and waits < one.waits:
        return max(due - eve, last)
    if last > due and course.done[due] >= _NEARLY and rounds < one.rounds:
        return due
    return last


def _said(rng: Random, plan: Plan, course: Course, one: Habit, last: int) -> Iterator[Point]:
    """Reports before the claim, which is none.

    On one task in six nobody reports any more from some day on, or nobody ever does.
    """
    drawn, highest = rng.random(), 0
    until = 0.0 if drawn < 0.07 else rng.random() if drawn < 0.17 else 99.0
    for number in _days(rng, plan, one, last):
        if number > until * plan.length:
            return
        true = course.done[min(number, len(course.done) - 1)]
        asked = min((number + 1) / plan.length, 1.0)
        hopeful = true + one.hope * max(asked - true, 0.0) * rng.uniform(0.5, 1.5)
        said = round(hopeful * _WHOLE / one.grain) * one.grain
        if said < highest and rng.random() < 0.9:
            said = highest
        highest = said = min(said, _WHOLE)
        yield Point(plan.day(number), said)


def _days(rng: Random, plan: Plan, one: Habit, last: int) -> Iterator[int]:
    """The working days before the claim on which something is said."""
    usual = (
        range(rng.randint(0, one.every), last, one.every) if one.every else _closings(plan, last)
    )
    for number in usual:
        if rng.random() >= one.skips:
            yield number


def _closings(plan: Plan, last: int) -> Iterator[int]:
    """The last working day of each month up to its closing day."""
    days = [plan.day(number) for number in range(last + 1)]
    for number in range(last):
        here, then = days[number], days[number + 1]
        if here.day <= CLOSES and (then.day > CLOSES or then.month != here.month):
            yield number
