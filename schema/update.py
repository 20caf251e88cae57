"""Update: one fact about one subject; every kind is a frozen record (clarifications, N).

Kinds are told apart by `kind`; unknown fields are refused, so that a typo does not vanish.
"""

# ruff: noqa: RUF012 (msgspec gives each record its own empty list)
from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from schema.fact import Fact, tag_of
from schema.fields import (
    Budget,
    Code,
    Codes,
    Count,
    DifficultyType,
    Evidence,
    Evidences,
    Fields,
    Id,
    Instant,
    Label,
    Milestone,
    Number,
    Parts,
    Reason,
    Share,
    Subject,
    Text,
    Title,
    TrajectoryPoint,
    Weight,
)
from schema.notes import Note


class TaskAssigned(Fact, frozen=True, kw_only=True, tag="task.assigned"):
    """A task is given to its lead; again for a known task: a change of what may change (Q25)."""

    lead: Code
    assigned_by: Code
    programme: Label
    title: Title
    task_kind: Literal["one_off", "recurring"] = "one_off"
    coordinators: Codes = []
    plan: Label | None = None
    objective: Label | None = None
    field: Label | None = None
    start: date | None = None
    due: date | None = None
    weight: Weight | None = None
    milestones: Annotated[list[Milestone], Meta(max_length=100)] = []
    secrecy: Literal["none", "restricted", "secret", "top_secret"] = "none"
    in_charge: Label | None = None
    assignee: Label | None = None
    origin: Text | None = None
    carried_from: Subject | None = None
    budget: Budget | None = None
    cadence: Literal["daily", "weekly", "monthly", "quarterly"] | None = None
    first: date | None = None
    grace: Annotated[int, Meta(ge=0, le=60)] | None = None
    required: Annotated[list[Label], Meta(max_length=50)] = []
    max_age_days: Annotated[int, Meta(ge=1, le=3650)] | None = None


class TaskRevised(Fact, frozen=True, kw_only=True, tag="task.revised"):
    """A new due date is requested, approved or refused."""

    decision: Literal["requested", "approved", "refused"]
    new_due: date | None = None
    old_due: date | None = None
    requested_at: Instant | None = None
    reason: Reason | None = None


class TaskCancelled(Fact, frozen=True, kw_only=True, tag="task.cancelled"):
    """The task is dropped by decision; it leaves the denominators."""

    reason: Reason | None = None


class TaskSuspended(Fact, frozen=True, kw_only=True, tag="task.suspended"):
    """The task rests by decision; it leaves the denominators."""

    reason: Reason | None = None


class TaskResumed(Fact, frozen=True, kw_only=True, tag="task.resumed"):
    """A suspended or cancelled task goes on; its due date is unchanged."""

    reason: Reason | None = None


class Progress(Fact, frozen=True, kw_only=True, tag="progress"):
    """How far the task is, 0..1; a fall wants a reason."""

    progress: Share
    reason: Reason | None = None
    period: Label | None = None


class MilestoneDone(Fact, frozen=True, kw_only=True, tag="milestone.done"):
    """The lead claims a milestone."""

    milestone: Label
    evidence: Evidences = []


class Completed(Fact, frozen=True, kw_only=True, tag="completed"):
    """The lead claims the task done; it counts once verified."""

    period: Label | None = None
    evidence: Evidences = []


class Verified(Fact, frozen=True, kw_only=True, tag="verified"):
    """The assigning side accepts a claim (`of`), or a `milestone`."""

    of: Id | None = None
    evidence_accepted: bool = True
    milestone: Label | None = None
    period: Label | None = None
    reason: Reason | None = None
    progress: Share | None = None


class Returned(Fact, frozen=True, kw_only=True, tag="returned"):
    """The assigning side sends a claim back: as if it had never been made."""

    reason: Reason
    of: Id | None = None
    evidence_accepted: bool = False
    milestone: Label | None = None
    period: Label | None = None
    progress: Share | None = None


class Reopened(Fact, frozen=True, kw_only=True, tag="reopened"):
    """A done task is opened again; days late run from its due date."""

    reason: Reason
    of: Id | None = None
    milestone: Label | None = None
    period: Label | None = None
    progress: Share | None = None


class DifficultyRaised(Fact, frozen=True, kw_only=True, tag="difficulty.raised"):
    """An obstacle, and of whom help is asked by when."""

    difficulty: Label
    type: DifficultyType
    text: Text = ""
    asked_of: Code | None = None
    answer_due: date | None = None


class DifficultyAnswered(Fact, frozen=True, kw_only=True, tag="difficulty.answered"):
    """The unit asked has answered."""

    difficulty: Label
    text: Text = ""


class EvidenceAdded(Fact, frozen=True, kw_only=True, tag="evidence.added"):
    """Documents are added to the task."""

    evidence: Annotated[list[Evidence], Meta(min_length=1, max_length=50)]


class IndicatorReading(Fact, frozen=True, kw_only=True, tag="indicator.reading"):
    """A measured value of an indicator for a unit and period."""

    unit: Code
    period: Label
    value: Number | None = None
    num: Number | None = None
    den: Number | None = None
    parts: Parts = {}
    n: Count | None = None
    edition: Label | None = None
    publisher: Label | None = None


class TargetSet(Fact, frozen=True, kw_only=True, tag="target.set"):
    """Where an indicator of a unit is to be, and by which path."""

    unit: Code
    date: date
    value: Number
    version: Count | None = None
    trajectory: Annotated[list[TrajectoryPoint], Meta(max_length=200)] = []
    shape: Literal["linear", "step"] = "linear"


class SlotOpened(Fact, frozen=True, kw_only=True, tag="slot.opened"):
    """An extra reporting slot; ordinary ones derive from cadence and calendar."""

    period: Label
    due: date
    opens: date | None = None
    grace: Annotated[int, Meta(ge=0, le=60)] = 0
    required: Annotated[list[Label], Meta(max_length=50)] = []


class SlotNil(Fact, frozen=True, kw_only=True, tag="slot.nil"):
    """Nothing to report, for the subjects it names (of one home unit)."""

    subjects: Annotated[list[Subject], Meta(min_length=1, max_length=500)]
    period: Label | None = None


class Corrected(Fact, frozen=True, kw_only=True, tag="corrected"):
    """Takes back the update it supersedes; with `fields` a corrected one stands in its place."""

    supersedes: Id
    fields: Fields = {}


Update = (
    TaskAssigned
    | TaskRevised
    | TaskCancelled
    | TaskSuspended
    | TaskResumed
    | Progress
    | MilestoneDone
    | Completed
    | Verified
    | Returned
    | Reopened
    | DifficultyRaised
    | DifficultyAnswered
    | EvidenceAdded
    | IndicatorReading
    | TargetSet
    | SlotOpened
    | SlotNil
    | Corrected
    | Note
)


def kind_of(update: Update) -> str:
    """The wire name of an update's kind, e.g. ``task.assigned``."""
    return _TAGS[type(update)]


KIND_TYPES: tuple[type[Struct], ...] = Update.__args__
"""The record type of every kind."""
_TAGS = {kind: tag_of(kind) for kind in KIND_TYPES}
KINDS: tuple[str, ...] = tuple(_TAGS.values())
"""Every kind the wire knows."""


def as_update(body: bytes) -> Update:
    """An update from its canonical JSON (as the table `update` keeps it)."""
    return _DECODER.decode(body)


def canonical(update: Update) -> bytes:
    """The canonical JSON of an update: sorted keys, no envelope."""
    return _ENCODER.encode(update)


_DECODER: msgspec.json.Decoder[Update] = msgspec.json.Decoder(Update)
_ENCODER = msgspec.json.Encoder(order="sorted")
