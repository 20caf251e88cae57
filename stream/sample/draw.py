"""Draws a fate for a state: what happened to a task so that it stands on day 0 as it was dealt.

Everything here follows the rules of the fold: a claim is made on the day it occurs or within the
working days that let it count, a new due date is asked for before the old one passes, a verdict
comes after the claim it speaks of.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from schema.states import State
from stream.sample.days import Days
from stream.sample.fate import FIRST, Claim, Fate, Revision

_LAST = -1


def fate(state: State, days: Days, rng: Random, *, silent: bool = False) -> Fate:
    """A fate that leads to `state` on day 0."""
    if silent:
        return _silent(state, days, rng)
    return _FATES[state](days, rng)


def _assigned(rng: Random, latest: int) -> int:
    """Most tasks were there when the system began; the others came day by day."""
    if latest <= FIRST or rng.random() < 0.55:
        return FIRST
    return rng.randint(FIRST, latest)


def _start(rng: Random, assigned: int, latest: int) -> int:
    """Work often began before the task was entered here."""
    before = 180 if assigned == FIRST else 10
    return min(assigned + rng.randint(-before, 5), latest)


def _reported(days: Days, rng: Random, day: int, latest: int) -> int:
    """Mostly the same day; else up to two working days later, which still counts from `day`."""
    if rng.random() < 0.8:
        return day
    return min(days.after(day, rng.randint(1, 2)), latest)


def _verified(days: Days, rng: Random, day: int, reported: int) -> Claim:
    judged = min(days.working_on_or_after(reported + rng.randint(1, 6)), _LAST)
    return Claim(day=day, reported=reported, verdict="verified", judged=max(judged, reported + 1))


def _workday(days: Days, rng: Random, first: int, last: int) -> int:
    """A day of a stretch, a working one unless the stretch is a long holiday."""
    drawn = [rng.randint(first, last) for _ in range(12)]
    return next((day for day in drawn if days.is_working(day)), drawn[0])


def _done_on_time(days: Days, rng: Random) -> Fate:
    day = _workday(days, rng, FIRST + 6, -4)
    eve = rng.random() < 0.55
    due = days.working_on_or_after(day + (rng.randint(0, 1) if eve else rng.randint(1, 25)))
    assigned = _assigned(rng, day - 5)
    start = _start(rng, assigned, day - 1)
    claims = _tries(days, rng, assigned, day, _reported(days, rng, day, -2))
    fate = Fate(state=State.DONE_ON_TIME, assigned=assigned, start=start, due_0=due, due=due,
                claims=claims, jumped=eve and len(claims) == 1 and rng.random() < 0.06)  # fmt: skip
    return _revised(fate, days, rng, 0.08)


def _tries(days: Days, rng: Random, assigned: int, day: int, reported: int) -> tuple[Claim, ...]:
    """The claim that was verified, now and then after one that was returned or reopened."""
    last = _verified(days, rng, day, reported)
    drawn = rng.random()
    first = day - rng.randint(7, 20)
    if drawn > 0.08 or first <= assigned:
        return (last,)
    if drawn < 0.05:
        judged = first + rng.randint(1, 4)
        return (Claim(day=first, reported=first, verdict="returned", judged=judged), last)
    judged = first + rng.randint(1, 2)
    reopened = judged + rng.randint(1, 3)
    again = Claim(day=first, reported=first, verdict="verified", judged=judged, reopened=reopened)
    return (again, last)


def _done_late(days: Days, rng: Random) -> Fate:
    due = _workday(days, rng, FIRST + 4, -8)
    day = min(due + 1 + int(rng.expovariate(1 / 9)), -4)
    assigned = _assigned(rng, due - 3)
    if rng.random() < 0.06:  # done in time, said to be so too late to be believed
        day, reported = due, min(days.after(due, rng.randint(4, 8)), -2)
        if days.between(due, reported) <= 3:
            day = reported
    else:
        reported = day
    return Fate(state=State.DONE_LATE, assigned=assigned, start=_start(rng, assigned, due - 1),
                due_0=due, due=due, claims=_tries(days, rng, assigned, day, reported))  # fmt: skip


def _awaiting(days: Days, rng: Random) -> Fate:
    back = rng.randint(1, 7) if rng.random() < 0.85 else rng.randint(8, 45)
    day = days.working_on_or_before(-back)
    due = days.working_on_or_after(day + rng.choice((0, 0, 0, 1, 2, 5, 12, 30)))
    assigned = _assigned(rng, day - 5)
    claim = Claim(day=day, reported=_reported(days, rng, day, _LAST))
    return Fate(state=State.AWAITING, assigned=assigned, start=_start(rng, assigned, day - 1),
                due_0=due, due=due, claims=(claim,))  # fmt: skip


def _overdue(days: Days, rng: Random) -> Fate:
    due = days.working_on_or_before(-1 - min(int(rng.expovariate(1 / 18)), 110))
    assigned = _assigned(rng, due - 4)
    start = _start(rng, assigned, due - 1)
    fate = Fate(state=State.OVERDUE, assigned=assigned, start=start, due_0=due, due=due)
    drawn = rng.random()
    if drawn < 0.08 and due < -6:
        late = rng.randint(max(due, assigned) + 1, -2)
        return replace(fate, claims=(Claim(day=late, reported=late),))
    if drawn < 0.14 and due - 6 > assigned and due < -5:
        day = due - rng.randint(1, 3)
        returned = Claim(day=day, reported=day, verdict="returned", judged=day + rng.randint(1, 4))
        return replace(fate, claims=(returned,))
    if drawn < 0.19 and assigned < due < -12:
        asked = due + rng.randint(1, 6)
        late_request = Revision(
            asked=asked, new_due=days.working_on_or_after(rng.randint(5, 40)),
            decision="approved", decided=asked + rng.randint(1, 4),
        )  # fmt: skip
        return replace(fate, revision=late_request)
    if drawn < 0.21 and due < -10 and due - 3 > assigned:
        claim = Claim(day=due - 1, reported=due - 1, verdict="verified", judged=due + 1,
                      taken_back=due + rng.randint(4, 8))  # fmt: skip
        return replace(fate, claims=(claim,))
    return fate


def _due_soon(days: Days, rng: Random) -> Fate:
    due = days.after(0, rng.randint(1, 7))
    if rng.random() < 0.08 and days.is_working(0):
        due = 0
    fate = _open(State.DUE_SOON, days, rng, due)
    if fate.revision is None and fate.assigned < -6 and rng.random() < 0.12:
        decision = "refused" if rng.random() < 0.3 else None
        asked = Revision(asked=rng.randint(-5, -2), new_due=due + 30, decision=decision, decided=-1)
        return replace(fate, revision=asked)
    return fate


def _in_time(days: Days, rng: Random) -> Fate:
    soon = rng.random() < 0.45
    due = days.after(0, rng.randint(8, 26) if soon else rng.randint(27, 130))
    return _open(State.IN_TIME, days, rng, due)


def _open(state: State, days: Days, rng: Random, due: int) -> Fate:
    assigned = _assigned(rng, -3)
    start = min(_start(rng, assigned, due), 0)
    fate = Fate(state=state, assigned=assigned, start=start, due_0=due, due=due)
    return _revised(fate, days, rng, 0.12)


def _not_started(days: Days, rng: Random) -> Fate:
    start = rng.randint(1, 60)
    due = days.working_on_or_after(start + rng.randint(10, 150))
    return Fate(
        state=State.NOT_STARTED, assigned=_assigned(rng, -1), start=start, due_0=due, due=due
    )


def _revised(fate: Fate, days: Days, rng: Random, share: float) -> Fate:
    """Now and then the due date in force was granted: asked for while the first one still stood."""
    due_0 = days.working_on_or_before(fate.due - rng.randint(8, 40))
    asked = due_0 - rng.randint(0, 8)
    decided = asked + rng.randint(1, 4)
    claimed = fate.claims[0].day if fate.claims else 0
    if (
        rng.random() > share
        or asked <= fate.assigned
        or due_0 < fate.start
        or decided >= min(claimed, -1)
    ):
        return fate
    revision = Revision(asked=asked, new_due=fate.due, decision="approved", decided=decided)
    return replace(fate, due_0=due_0, revision=revision)


def _withdrawn(state: State) -> Callable[[Days, Random], Fate]:
    def draw(days: Days, rng: Random) -> Fate:
        due = days.working_on_or_after(rng.randint(-30, 60))
        start = FIRST - rng.randint(0, 60)
        return Fate(state=state, assigned=FIRST, start=start, due_0=due, due=due,
                    withdrawn=rng.randint(-40, -2))  # fmt: skip

    return draw


def _silent(state: State, days: Days, rng: Random) -> Fate:
    """Known from the first day, and not a word for months."""
    span = (-60, -2) if state is State.OVERDUE else (12, 90)
    due = days.working_on_or_after(rng.randint(*span))
    due = days.working_on_or_before(-1) if state is State.OVERDUE and due >= 0 else due
    return Fate(state=state, assigned=FIRST, start=FIRST - rng.randint(0, 60), due_0=due, due=due)


_FATES: dict[State, Callable[[Days, Random], Fate]] = {
    State.DONE_ON_TIME: _done_on_time,
    State.DONE_LATE: _done_late,
    State.AWAITING: _awaiting,
    State.OVERDUE: _overdue,
    State.DUE_SOON: _due_soon,
    State.IN_TIME: _in_time,
    State.NOT_STARTED: _not_started,
    State.SUSPENDED: _withdrawn(State.SUSPENDED),
    State.CANCELLED: _withdrawn(State.CANCELLED),
}
