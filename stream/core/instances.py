"""What is said of the periods of a task that has slots: filling them, claiming and judging them.

A slot is filled by a fact of the lead side on a period, with at least one required field, or by a
nil report; the earliest known decides (Q63). A period of a recurring task is an instance: claimed,
verified, returned, reopened as a task is (Q32–33), within its own period.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from schema.clock import local_day
from schema.numbers import share
from schema.update import Completed, Progress, Reopened, Returned, SlotNil, Update, Verified
from stream.core.authority import lead_side
from stream.core.entry import Entry
from stream.core.slots import period_of
from stream.core.task import Claim, Done, Instance, TaskState
from stream.core.verdict import NOTHING, Ruling, accept, reject
from stream.core.world import Era

Instances = tuple[Instance, ...]
WHOLE = 10_000
KEPT = timedelta(days=190)
"""What was said of a period is kept so long after it: a quarter and the window."""
NO_PERIOD = "an update on a recurring task must name its period"
_EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


def filled(instances: Instances, state: TaskState, entry: Entry, era: Era) -> Instances:
    """The periods of a task after an accepted fact of the unit side."""
    task = state.assignment
    assert task is not None
    if not lead_side(entry.unit, task, era):
        return instances
    occurred = local_day(entry.update.occurred_at)
    period = _named(entry.update) or period_of(state, occurred, era.calendar)
    if period is None:
        return instances
    brought = brings(entry.update, _required(state, period))
    if not brought:
        return instances
    known = local_day(entry.known_at)
    before = find(instances, period)
    if before.known is not None and before.known <= known:
        return instances
    return put(_recent(instances, occurred), before, known=known, share=brought)


def brings(update: Update, required: tuple[str, ...]) -> int:
    """The share of the required fields an update has, 1/10,000; all of it for a nil report."""
    if isinstance(update, SlotNil) or not required:
        return WHOLE
    present = sum(getattr(update, name, None) not in _EMPTY for name in required)
    return share(present, len(required))


def claimed(state: TaskState, update: Completed, claim: Claim) -> Ruling:
    """`completed` of a period: before a verdict the last stands, after one it adds nothing."""
    if update.period is None:
        return reject(NO_PERIOD)
    before = find(state.instances, update.period)
    if before.done is not None:
        return accept("duplicate_fact")
    return accept(instances=put(_recent(state.instances, claim.occurred), before, claim=claim))


def judged(state: TaskState, update: Verified | Returned | Reopened) -> Ruling:
    """A verdict on the claim of a period, or its reopening (Q17, Q31)."""
    if update.period is None:
        return reject(NO_PERIOD)
    before = find(state.instances, update.period)
    claim = before.claim
    standing = before.done if isinstance(update, Reopened) and before.done else claim
    if standing is None:
        return accept() if _forgotten(state, update) else reject(NOTHING)
    identity = standing.claim if isinstance(standing, Done) else standing.id
    if update.of not in (None, identity):
        return reject(NOTHING)
    done = None
    if isinstance(update, Verified):
        assert claim is not None
        done = Done(claim.id, claim.would_be if update.evidence_accepted else claim.known)
    return accept(instances=put(state.instances, before, claim=None, done=done))


def find(instances: Instances, period: str) -> Instance:
    """What was said of a period; an empty record where nothing was."""
    return next((one for one in instances if one.period == period), Instance(period))


def put(instances: Instances, before: Instance, **changes: Any) -> Instances:
    """The periods with one of them changed."""
    after = msgspec.structs.replace(before, **changes)
    return (*(one for one in instances if one.period != after.period), after)


def _forgotten(state: TaskState, verdict: Verified | Returned | Reopened) -> bool:
    """Whether it names a claim so long past that what became of it is no longer kept."""
    day = local_day(verdict.occurred_at)
    return any(one.id == verdict.of and day - local_day(one.key[0]) >= KEPT for one in state.claims)


def _recent(instances: Instances, occurred: date) -> Instances:
    """Without the periods that nobody has spoken of for long before a day.

    The day goes by when things occurred, as the order does: what is told late of an early day takes
    away nothing around its place.
    """
    return tuple(one for one in instances if occurred - _newest(one) < KEPT)


def _newest(one: Instance) -> date:
    """The last day on which anything of a period was known, as far as its record tells."""
    claimed = one.claim.known if one.claim else None
    done = one.done.day if one.done else None
    return max((day for day in (one.known, claimed, done) if day), default=date.min)


def _named(update: Update) -> str | None:
    return update.period if isinstance(update, Progress | Completed | SlotNil) else None


def _required(state: TaskState, period: str) -> tuple[str, ...]:
    extra = next((one for one in state.extra_slots if one.period == period), None)
    if extra is not None:
        return extra.required
    return state.assignment.required if state.assignment else ()
