"""The kinds of updates: their wire names and fields are those of clarifications N."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given

from schema.notes import NOTES
from schema.update import (
    KINDS,
    Completed,
    Corrected,
    Progress,
    Update,
    as_update,
    canonical,
    kind_of,
)
from tests.schema.anything import calm, disturbed, values
from tests.schema.posts import act, assigned, body, new_id, progress

COMMON = {"id", "kind", "subject", "occurred_at", "source_seq"}
OWN: dict[str, set[str]] = {
    "task.assigned": {"task_kind", "lead", "assigned_by", "coordinators", "programme", "plan",
                      "objective", "field", "title", "start", "due", "weight", "milestones",
                      "secrecy", "in_charge", "assignee", "origin", "carried_from", "budget",
                      "cadence", "first", "grace", "required", "max_age_days"},
    "task.revised": {"decision", "old_due", "new_due", "requested_at", "reason"},
    "task.cancelled": {"reason"},
    "task.suspended": {"reason"},
    "task.resumed": {"reason"},
    "progress": {"progress", "reason", "period"},
    "milestone.done": {"milestone", "evidence"},
    "completed": {"period", "evidence"},
    "verified": {"of", "evidence_accepted", "milestone", "period", "reason", "progress"},
    "returned": {"of", "evidence_accepted", "milestone", "period", "reason", "progress"},
    "reopened": {"of", "milestone", "period", "reason", "progress"},
    "difficulty.raised": {"difficulty", "type", "text", "asked_of", "answer_due"},
    "difficulty.answered": {"difficulty", "text"},
    "evidence.added": {"evidence"},
    "indicator.reading": {"unit", "period", "value", "num", "den", "parts", "n", "edition",
                          "publisher"},
    "target.set": {"unit", "date", "value", "version", "trajectory", "shape"},
    "slot.opened": {"period", "opens", "due", "grace", "required"},
    "slot.nil": {"subjects", "period"},
    "corrected": {"supersedes", "fields"},
    "urged": {"to", "answer_due", "text"},
    "urge.answered": {"urge", "text"},
    "inspection.opened": {"inspection", "checklist"},
    "inspection.finding": {"inspection", "finding", "severity", "evidence"},
    "inspection.closed": {"inspection", "result"},
    "conclusion.recorded": {"conclusion", "text", "meeting"},
    "record.proposed": {"record", "type", "reason"},
    "record.decided": {"record", "decision", "reason"},
}  # fmt: skip


def test_the_wire_knows_every_kind() -> None:
    assert set(KINDS) == set(OWN)
    assert len(KINDS) == len(OWN) == 27
    assert set(OWN) >= NOTES and len(NOTES) == 8


@pytest.mark.parametrize("record", Update.__args__, ids=KINDS)
def test_the_fields_of_a_kind(record: type[Any]) -> None:
    names = {field.encode_name for field in msgspec.structs.fields(record)}
    assert names == OWN[record.__struct_config__.tag] | COMMON - {"kind"}


@pytest.mark.parametrize("kind", sorted(OWN))
def test_a_field_that_does_not_exist_is_refused(kind: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"unknown field|missing required"):
        as_update(body(act(kind, progres=0.5)))


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match=r"Invalid value 'task\.done'"):
        as_update(body(act("task.done")))


@pytest.mark.parametrize("kind", ["returned", "reopened"])
def test_a_verdict_against_the_lead_needs_a_reason(kind: str) -> None:
    """Q19."""
    for given_reason in ({}, {"reason": ""}):
        with pytest.raises(msgspec.ValidationError):
            as_update(body(act(kind, **given_reason)))
    assert kind_of(as_update(body(act(kind, reason="thiếu hồ sơ")))) == kind


def test_canonical_json_is_sorted_and_leaves_out_what_is_not_said() -> None:
    update = as_update(body(progress(id="0198f0c2-0000-7000-8000-000000000001", reason=None)))
    assert canonical(update) == (
        b'{"id":"0198f0c2-0000-7000-8000-000000000001","kind":"progress",'
        b'"occurred_at":"2026-06-01T08:30:00+07:00","progress":0.6,'
        b'"subject":"vn.15.04465.t0001"}'
    )


@calm
@given(values(Update))
def test_any_update_survives_its_canonical_form(update: Update) -> None:
    again = as_update(canonical(update))
    assert again == update
    assert canonical(again) == canonical(update)


@calm
@given(disturbed(assigned(milestones=[{"code": "a", "weight": 1}], budget={"allocated": 1})))
def test_whatever_stands_in_an_update_it_is_read_or_refused(value: Any) -> None:
    try:
        update = as_update(msgspec.json.encode(value))
    except (msgspec.DecodeError, UnicodeEncodeError):
        return
    assert as_update(canonical(update)) == update


def test_records_are_frozen() -> None:
    update = as_update(body(progress()))
    assert isinstance(update, Progress)
    with pytest.raises(AttributeError):
        update.progress = 0.7  # type: ignore[misc]


def test_defaults_are_not_shared() -> None:
    one, other = (as_update(body(act("completed"))) for _ in range(2))
    assert isinstance(one, Completed) and isinstance(other, Completed)
    assert one.evidence is not other.evidence
    first, second = (as_update(body(act("corrected", supersedes=new_id()))) for _ in range(2))
    assert isinstance(first, Corrected) and isinstance(second, Corrected)
    assert first.fields is not second.fields
