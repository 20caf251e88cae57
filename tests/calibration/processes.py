"""How work really goes, four ways; none has a velocity that a forecast could read off.

A process is ``(rng, plan, drive) -> Course``; `drive` is how fast the unit works against others.
What they share is only that the work ends some day. On what grounds they are as they are, and what
was fixed before any forecast was made of them: docs/method-forecast.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.calibration.course import Course, Plan, Wait, around, walk

Process = Callable[[Random, Plan, float], Course]

_SPRINT = 8
"""Working days before the due date on which everybody is on it."""
_CUT_OFF = range(10, 15)
"""Days of the month before figures are closed for the monthly report."""


def eves(rng: Random, plan: Plan, drive: float) -> Course:
    """Nothing for a good part of the plan; then bursts, on the eves of reports and of the due date.

    How much work it is shows only while doing it. On other days something is done on one in four.
    In the sprint a unit works up to so many times as fast as it must. One in four that sees it
    coming asks for more time, and is given it.
    """
    work = around(rng, 0.17, 0.4) * plan.length / drive
    idle = rng.betavariate(2.0, 2.2) * 0.9 * plan.length
    reach = rng.uniform(1.0, 2.5)
    asks = plan.length - rng.randint(2, 8) if rng.random() < 0.25 else None
    due, revised = plan.length, list[tuple[int, int]]()

    def step(day: int, done: float) -> float:
        nonlocal due
        if day < idle:
            return 0.0
        needed = (1.0 - done) * work / max(due - day, 1)
        if day == asks and needed > 1.3:
            due += max(int(needed * 12), 10)
            revised.append((day, due - 1))
        if 0 < due - day <= _SPRINT:
            return min(max(needed, 1.0), reach) / work * rng.gammavariate(2.0, 0.5)
        busy = 0.8 if plan.day(day).day in _CUT_OFF else 0.5 if day >= due else 0.25
        return rng.gammavariate(2.0, 0.5) / work if rng.random() < busy else 0.0

    return Course(done=walk(step), revised=tuple(revised))


def stalls(rng: Random, plan: Plan, drive: float) -> Course:
    """Steady work that stands still behind difficulties, some of which nobody is told of.

    An answer takes days or months. Blocked close to the due date, one in three is given more time.
    """
    daily = drive / (around(rng, 0.45, 0.28) * plan.length)
    risk = rng.uniform(0.4, 2.2) / plan.length
    waits: list[Wait] = []
    due, revised = plan.length, list[tuple[int, int]]()
    asks = rng.random() < 0.33

    def step(day: int, done: float) -> float:
        nonlocal due
        blocked = bool(waits) and day < waits[-1].end
        if blocked and asks and 3 <= due - day <= 10:
            due += rng.choice((15, 20, 40))
            revised.append((day, due - 1))
        if not blocked and rng.random() < risk:
            end = day + 1 + int(around(rng, 13.0, 0.9))
            waits.append(Wait(day, end, rng.random() < 0.75))
        return 0.0 if blocked else daily * rng.gammavariate(4.0, 0.25)

    return Course(done=walk(step), waits=tuple(waits), revised=tuple(revised))


_STAGES = (0.1, 0.3, 0.6, 0.85, 1.0)
"""Outlined, drafted, sent round, before the signatory, signed."""
_SENT_ROUND = 2
_SHARES = (0.08, 0.14, 0.17, 0.14, 0.1)
"""The share of the plan each stage takes, as a rule."""


def jumps(rng: Random, plan: Plan, drive: float) -> Course:
    """A document that jumps from stage to stage; it is signed at a sitting, every so many days.

    A stage may take a third or three times its time. A document that is being sent round is often
    pushed through on the last three days before it is due; one in sixteen whatever its stage.
    """
    ends, clock = list[float](), 0.0
    for share in _SHARES:
        clock += around(rng, share, 0.6) * plan.length / drive
        ends.append(clock)
    sitting = rng.choice((1, 5, 10, 20))
    ends[-1] += sitting - ends[-1] % sitting
    pushed = plan.length - rng.randint(1, 3)
    if rng.random() < (0.5 if ends[_SENT_ROUND] <= pushed else 0.06):
        ends = [min(end, pushed) for end in ends]

    def step(day: int, done: float) -> float:
        reached = [stage for stage, end in zip(_STAGES, ends, strict=True) if end <= day]
        return (reached[-1] if reached else 0.0) - done

    return Course(done=walk(step))


def fades(rng: Random, plan: Plan, drive: float) -> Course:
    """Quick to eighty or ninety per cent, and then the rest takes as long again.

    Never tuned on: it is there to show what the constants are worth in a country they do not know.
    """
    knee = rng.uniform(0.6, 0.92)
    first = around(rng, 0.32, 0.35) * plan.length / drive
    rest = around(rng, 0.22, 0.6) * plan.length / drive

    def step(day: int, done: float) -> float:
        daily = knee / first if done < knee else (1.0 - knee) / rest
        return daily * rng.gammavariate(1.0, 1.0)

    return Course(done=walk(step))


PROCESSES: Mapping[str, Process] = {
    "eves": eves,
    "stalls": stalls,
    "jumps": jumps,
}
"""Tuned on (other seeds) and reported on, pooled."""
STRANGERS: Mapping[str, Process] = {"fades": fades}
"""Reported on, never tuned on."""
