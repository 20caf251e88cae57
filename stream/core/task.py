"""What the fold keeps of one task: enough to apply the next update without looking back."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from sys import intern
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from stream.core.entry import Key

Day = TypeVar("Day", date, date | None)

VERSION = 3
"""Version of the stored form; another version is re-folded from its updates."""


class MilestonePlan(Struct, frozen=True, array_like=True, gc=False):
    """A milestone: its weight in 1/1,000 and its own due date, if any."""

    code: str
    weight: int
    due: date | None


class Assignment(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What the assigning side gave; integers: weight in 1/1,000."""

    lead: str
    assigned_by: str
    coordinators: tuple[str, ...]
    programme: str
    plan: str
    objective: str
    field: str
    title: str
    recurring: bool
    start: date
    due_0: date | None
    weight: int | None
    milestones: tuple[MilestonePlan, ...]
    secrecy: str
    in_charge: str
    max_age_days: int
    cadence: str = ""
    """How often it reports: daily, weekly, monthly, quarterly; '' for none."""
    first: date | None = None
    """The day its first slot opens."""
    grace: int = 0
    """Working days after the due day of a slot on which a report is still on time."""
    required: tuple[str, ...] = ()
    """Fields that a report must bring to fill a slot."""


class Claim(Struct, frozen=True, array_like=True, gc=False):
    """A completion the lead claims: its id, the day it occurred and the day it was known."""

    id: str
    occurred: date
    known: date
    would_be: date
    """The day it would count as done, evidence accepted (M4.2, Q15–16)."""
    received: datetime | None = None
    """When the gateway had it."""


class Done(Struct, frozen=True, array_like=True, gc=False):
    """A verified completion: the claim and the day c it counts as done."""

    claim: str
    day: date
    verified: date | None = None
    """The local day of the verdict."""
    waited_s: int = 0
    """Seconds from receiving the claim to the verdict; below 0 when it was told late."""


class Instance(Struct, frozen=True, array_like=True, gc=False):
    """What was said of one period: the earliest fact that fills its slot, and its completion."""

    period: str
    known: date | None = None
    """The day the earliest fact that fills the slot was known (Q63)."""
    share: int = 0
    """Required fields that fact brought, 1/10,000."""
    claim: Claim | None = None
    """The completion of a recurring task's period that waits for a verdict (Q32)."""
    done: Done | None = None


class ExtraSlot(Struct, frozen=True, array_like=True, gc=False):
    """A reporting slot that was opened beside those of the cadence."""

    period: str
    opens: date
    due: date
    grace: int
    required: tuple[str, ...]


class MilestoneClaim(Struct, frozen=True, array_like=True, gc=False):
    """A milestone the lead claims done, and the id of the claim."""

    code: str
    id: str


class SeenClaim(Struct, frozen=True, array_like=True, gc=False):
    """A claim that has been met, and its place: verdicts that name it sort behind it."""

    id: str
    key: Key


class Request(Struct, frozen=True, array_like=True, gc=False):
    """A new due date asked for and not answered, and the day it counts as asked (Q21)."""

    new_due: date
    day: date


class OpenDifficulty(Struct, frozen=True, array_like=True, gc=False):
    """A difficulty and whether the unit asked has answered."""

    code: str
    type: str
    text: str
    asked_of: str | None
    raised_by: str
    raised_on: date
    answer_due: date | None
    answered_on: date | None
    raised_at: datetime | None = None
    waited_s: int = 0
    """Seconds from raising it to the first answer."""


Told = tuple[str, float | None, str]
"""What a fact says: the unit, its progress, the rest in words."""


class TaskState(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """The state of one task: a function of the set of its updates."""

    code: str
    assignment: Assignment | None = None
    due: date | None = None
    granted: date | None = None
    """The newest approved date, also when it came too late to count (Q23)."""
    requests: tuple[Request, ...] = ()
    withdrawn: str | None = None
    """suspended, cancelled or None."""
    claim: Claim | None = None
    done: Done | None = None
    progress: int | None = None
    """The last progress said, 1/10,000."""
    milestones_claimed: tuple[MilestoneClaim, ...] = ()
    """Claimed and not verified."""
    milestones_verified: tuple[MilestoneClaim, ...] = ()
    difficulties: tuple[OpenDifficulty, ...] = ()
    claims: tuple[SeenClaim, ...] = ()
    """The newest claims met, of the whole or of a milestone, whatever became of them."""
    urge: str | None = None
    last_urged_at: datetime | None = None
    urge_answered: bool = False
    last_report_at: datetime | None = None
    """When the last accepted fact of the unit side occurred."""
    nils: int = 0
    """Nil reports in a row."""
    sequences: tuple[tuple[str, int], ...] = ()
    """By source, the highest `source_seq` met."""
    awaited: tuple[str, ...] = ()
    """Ids (and ``d:`` difficulties) that held updates wait for, sorted."""
    updates: int = 0
    """Entries in the set, whatever their verdict."""
    last_key: Key | None = None
    history: bytes = b""
    """Progress by day, of the newest days (`stream.core.history`): what the forecast goes by."""
    shifted: date | None = None
    """The latest day an update counts from that is later than the day it occurred."""
    finished: tuple[Done, ...] = ()
    """Completions of earlier rounds: verified, then reopened (Q81)."""
    instances: tuple[Instance, ...] = ()
    """By period, of tasks that have slots; those long past are forgotten."""
    extra_slots: tuple[ExtraSlot, ...] = ()
    nil_streak: bool = False
    """The last nil report was one too many (domain 3)."""
    told_on: int = 0
    """Ordinal of the local day on which the newest fact of the unit side occurred."""
    told: tuple[Told, ...] = ()
    """What was said on that day; the same again is no news (Q68)."""
    verdicts: tuple[int, ...] = ()
    """Ordinals of the days on which claims were judged, below 0 where one was returned (Q65); those
    long before the newest are forgotten."""
    forgets: bool = False
    """More claims were met than are kept (`stream.core.remembered`)."""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[int, TaskState])


def shared(given: Assignment) -> Assignment:
    """The same, with what many tasks have in common kept once: codes, titles, days."""
    return msgspec.structs.replace(
        given,
        lead=intern(given.lead),
        assigned_by=intern(given.assigned_by),
        coordinators=tuple(map(intern, given.coordinators)),
        programme=intern(given.programme),
        plan=intern(given.plan),
        objective=intern(given.objective),
        field=intern(given.field),
        title=intern(given.title),
        start=_same(given.start),
        due_0=_same(given.due_0),
        secrecy=intern(given.secrecy),
        in_charge=intern(given.in_charge),
    )


def _shared_instance(one: Instance) -> Instance:
    """The same period, its name and its days kept once for all tasks that report by it."""
    done = one.done and msgspec.structs.replace(one.done, day=_same(one.done.day))
    return msgspec.structs.replace(
        one, period=intern(one.period), known=_same(one.known), done=done
    )


def _shared_claim(one: SeenClaim) -> SeenClaim:
    """The same claim, its id kept once: the own key of an update ends with its id."""
    return msgspec.structs.replace(one, id=one.key[3])


def _same(day: Day) -> Day:
    """One object for the same day."""
    same: Day = _first_of(day)
    return same


@lru_cache(1 << 14)
def _first_of(day: Any) -> Any:
    return day


def pack(state: TaskState) -> bytes:
    """The stored form of a task's state."""
    return _ENCODER.encode((VERSION, state))


def unpack(blob: bytes) -> TaskState | None:
    """A task's state from its stored form; None when another version wrote it."""
    try:
        version, state = _DECODER.decode(blob)
    except msgspec.DecodeError:
        return None
    if version != VERSION:
        return None
    if state.assignment is None:
        return state
    return msgspec.structs.replace(
        state,
        assignment=shared(state.assignment),
        due=_same(state.due),
        instances=tuple(map(_shared_instance, state.instances)),
        claims=tuple(map(_shared_claim, state.claims)),
    )
