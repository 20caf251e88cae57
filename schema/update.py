"""Update: one fact about one subject; every kind is a frozen record (clarifications, N).

Kinds are told apart by `kind`; unknown fields are refused, so that a typo does not vanish.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

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
    check_years,
)


class _Update(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
    gc=False,  # no update refers to itself: spares the collector millions of visits
):
    """What every update carries."""

    id: Id
    subject: Subject
    occurred_at: Instant
    source_seq: Count | None = None

    def __post_init__(self) -> None:
        check_years(self)


class TaskAssigned(_Update, frozen=True, kw_only=True, tag="task.assigned"):
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


class TaskRevised(_Update, frozen=True, kw_only=True, tag="task.revised"):
    """A new due date is requested, approved or refused."""

    decision: Literal["requested", "approved", "refused"]
    new_due: date | None = None
    old_due: date | None = None
    requested_at: Instant | None = None
    reason: Reason | None = None


class TaskCancelled(_Update, frozen=True, kw_only=True, tag="task.cancelled"):
    """The task is dropped by decision; it leaves the denominators."""

    reason: Reason | None = None


class TaskSuspended(_Update, frozen=True, kw_only=True, tag="task.suspended"):
    """The task rests by decision; it leaves the denominators."""

    reason: Reason | None = None


class TaskResumed(_Update, frozen=True, kw_only=True, tag="task.resumed"):
    """A suspended or cancelled task goes on; its due date is unchanged."""

    reason: Reason | None = None


class Progress(_Update, frozen=True, kw_only=True, tag="progress"):
    """How far the task is, 0..1; a fall wants a reason."""

    progress: Share
    reason: Reason | None = None
    period: Label | None = None


class MilestoneDone(_Update, frozen=True, kw_only=True, tag="milestone.done"):
    """The lead claims a milestone."""

    milestone: Label
    evidence: Evidences = []


class Completed(_Update, frozen=True, kw_only=True, tag="completed"):
    """The lead claims the task done; it counts once verified."""

    period: Label | None = None
    evidence: Evidences = []


class Verified(_Update, frozen=True, kw_only=True, tag="verified"):
    """The assigning side accepts a claim (`of`), or a `milestone`."""

    of: Id | None = None
    evidence_accepted: bool = True
    milestone: Label | None = None
    period: Label | None = None
    reason: Reason | None = None
    progress: Share | None = None


class Returned(_Update, frozen=True, kw_only=True, tag="returned"):
    """The assigning side sends a claim back: as if it had never been made."""

    reason: Reason
    of: Id | None = None
    evidence_accepted: bool = False
    milestone: Label | None = None
    period: Label | None = None
    progress: Share | None = None


class Reopened(_Update, frozen=True, kw_only=True, tag="reopened"):
    """A done task is opened again; days late run from its due date."""

    reason: Reason
    of: Id | None = None
    milestone: Label | None = None
    period: Label | None = None
    progress: Share | None = None


class DifficultyRaised(_Update, frozen=True, kw_only=True, tag="difficulty.raised"):
    """An obstacle, and of whom help is asked by when."""

    difficulty: Label
    type: DifficultyType
    text: Text = ""
    asked_of: Code | None = None
    answer_due: date | None = None


class DifficultyAnswered(_Update, frozen=True, kw_only=True, tag="difficulty.answered"):
    """The unit asked has answered."""

    difficulty: Label
    text: Text = ""


class EvidenceAdded(_Update, frozen=True, kw_only=True, tag="evidence.added"):
    """Documents are added to the task."""

    evidence: Annotated[list[Evidence], Meta(min_length=1, max_length=50)]


class IndicatorReading(_Update, frozen=True, kw_only=True, tag="indicator.reading"):
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


class TargetSet(_Update, frozen=True, kw_only=True, tag="target.set"):
    """Where an indicator of a unit is to be, and by which path."""

    unit: Code
    date: date
    value: Number
    version: Count | None = None
    trajectory: Annotated[list[TrajectoryPoint], Meta(max_length=200)] = []
    shape: Literal["linear", "step"] = "linear"


class SlotOpened(_Update, frozen=True, kw_only=True, tag="slot.opened"):
    """An extra reporting slot; ordinary ones derive from cadence and calendar."""

    period: Label
    due: date
    opens: date | None = None
    grace: Annotated[int, Meta(ge=0, le=60)] = 0
    required: Annotated[list[Label], Meta(max_length=50)] = []


class SlotNil(_Update, frozen=True, kw_only=True, tag="slot.nil"):
    """Nothing to report, for the subjects it names (of one home unit)."""

    subjects: Annotated[list[Subject], Meta(min_length=1, max_length=500)]
    period: Label | None = None


class Corrected(_Update, frozen=True, kw_only=True, tag="corrected"):
    """Takes back the update it supersedes; with `fields` a corrected one stands in its place."""

    supersedes: Id
    fields: Fields = {}


class Urged(_Update, frozen=True, kw_only=True, tag="urged"):
    """A unit is urged, with a date for its answer."""

    to: Code
    answer_due: date | None = None
    text: Text = ""


class UrgeAnswered(_Update, frozen=True, kw_only=True, tag="urge.answered"):
    """The urged unit answers."""

    urge: Id
    text: Text = ""


class InspectionOpened(_Update, frozen=True, kw_only=True, tag="inspection.opened"):
    """An inspection begins."""

    inspection: Label
    checklist: Text | None = None


class InspectionFinding(_Update, frozen=True, kw_only=True, tag="inspection.finding"):
    """An inspection found something."""

    inspection: Label
    finding: Text
    severity: Literal["low", "medium", "high"] = "medium"
    evidence: Evidences = []


class InspectionClosed(_Update, frozen=True, kw_only=True, tag="inspection.closed"):
    """An inspection ends with a result."""

    inspection: Label
    result: Text


class ConclusionRecorded(_Update, frozen=True, kw_only=True, tag="conclusion.recorded"):
    """A meeting concluded something about the subject."""

    conclusion: Label
    text: Text
    meeting: Text | None = None


class RecordProposed(_Update, frozen=True, kw_only=True, tag="record.proposed"):
    """A reward or sanction is proposed."""

    record: Label
    type: Literal["reward", "sanction"]
    reason: Reason


class RecordDecided(_Update, frozen=True, kw_only=True, tag="record.decided"):
    """A proposed reward or sanction is decided."""

    record: Label
    decision: Literal["approved", "refused"]
    reason: Reason | None = None


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
    | Urged
    | UrgeAnswered
    | InspectionOpened
    | InspectionFinding
    | InspectionClosed
    | ConclusionRecorded
    | RecordProposed
    | RecordDecided
)


def kind_of(update: Update) -> str:
    """The wire name of an update's kind, e.g. ``task.assigned``."""
    return tag_of(type(update))


def tag_of(kind: type[Struct]) -> str:
    """The wire name of a kind's record type."""
    return str(kind.__struct_config__.tag)


KIND_TYPES: tuple[type[Struct], ...] = Update.__args__
"""The record type of every kind."""
KINDS: tuple[str, ...] = tuple(tag_of(kind) for kind in KIND_TYPES)
"""Every kind the wire knows."""

NOTES = frozenset(
    {
        "urged",
        "urge.answered",
        "inspection.opened",
        "inspection.finding",
        "inspection.closed",
        "conclusion.recorded",
        "record.proposed",
        "record.decided",
    }
)
"""Kinds that are kept as notes and enter no figure yet (Q102)."""


def as_update(body: bytes) -> Update:
    """An update from its canonical JSON (as the table `update` keeps it)."""
    return _DECODER.decode(body)


def canonical(update: Update) -> bytes:
    """The canonical JSON of an update: sorted keys, no envelope."""
    return _ENCODER.encode(update)


_DECODER: msgspec.json.Decoder[Update] = msgspec.json.Decoder(Update)
_ENCODER = msgspec.json.Encoder(order="sorted")
