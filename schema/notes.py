"""Kinds of updates that are kept as notes and enter no figure yet (Q102).

Urges, inspections, conclusions of meetings, proposed rewards and sanctions: ordered, judged and
shown like any update.
"""

# ruff: noqa: RUF012 (msgspec gives each record its own empty list)
from __future__ import annotations

from datetime import date
from typing import Literal

from schema.fact import Fact, tag_of
from schema.fields import Code, Evidences, Id, Label, Reason, Text


class Urged(Fact, frozen=True, kw_only=True, tag="urged"):
    """A unit is urged, with a date for its answer."""

    to: Code
    answer_due: date | None = None
    text: Text = ""


class UrgeAnswered(Fact, frozen=True, kw_only=True, tag="urge.answered"):
    """The urged unit answers."""

    urge: Id
    text: Text = ""


class InspectionOpened(Fact, frozen=True, kw_only=True, tag="inspection.opened"):
    """An inspection begins."""

    inspection: Label
    checklist: Text | None = None


class InspectionFinding(Fact, frozen=True, kw_only=True, tag="inspection.finding"):
    """An inspection found something."""

    inspection: Label
    finding: Text
    severity: Literal["low", "medium", "high"] = "medium"
    evidence: Evidences = []


class InspectionClosed(Fact, frozen=True, kw_only=True, tag="inspection.closed"):
    """An inspection ends with a result."""

    inspection: Label
    result: Text


class ConclusionRecorded(Fact, frozen=True, kw_only=True, tag="conclusion.recorded"):
    """A meeting concluded something about the subject."""

    conclusion: Label
    text: Text
    meeting: Text | None = None


class RecordProposed(Fact, frozen=True, kw_only=True, tag="record.proposed"):
    """A reward or sanction is proposed."""

    record: Label
    type: Literal["reward", "sanction"]
    reason: Reason


class RecordDecided(Fact, frozen=True, kw_only=True, tag="record.decided"):
    """A proposed reward or sanction is decided."""

    record: Label
    decision: Literal["approved", "refused"]
    reason: Reason | None = None


Note = (
    Urged
    | UrgeAnswered
    | InspectionOpened
    | InspectionFinding
    | InspectionClosed
    | ConclusionRecorded
    | RecordProposed
    | RecordDecided
)

NOTES = frozenset(tag_of(kind) for kind in Note.__args__)
"""Wire names of these kinds."""
