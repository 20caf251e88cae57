"""The eight kinds that are kept as notes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from schema.notes import NOTES, Note
from schema.update import KINDS, as_update, kind_of
from tests.schema.posts import act, body, new_id

EACH = {
    "urged": {"to": "vn.15"},
    "urge.answered": {"urge": new_id()},
    "inspection.opened": {"inspection": "tt-1"},
    "inspection.finding": {"inspection": "tt-1", "finding": "Chậm"},
    "inspection.closed": {"inspection": "tt-1", "result": "Đạt"},
    "conclusion.recorded": {"conclusion": "kl-1", "text": "Giao Bộ chủ trì"},
    "record.proposed": {"record": "kt-1", "type": "reward", "reason": "Về đích sớm"},
    "record.decided": {"record": "kt-1", "decision": "approved"},
}


def test_the_notes_are_kinds_of_the_wire() -> None:
    assert set(EACH) == NOTES
    assert set(KINDS) >= NOTES


@pytest.mark.parametrize("kind", EACH)
def test_a_note_is_read(kind: str) -> None:
    note = as_update(body(act(kind, **EACH[kind])))
    assert isinstance(note, Note)
    assert kind_of(note) == kind


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("urged", {"to": "VN"}),
        ("urge.answered", {"urge": "the first"}),
        ("inspection.finding", {"severity": "huge"}),
        ("record.proposed", {"type": "medal"}),
        ("record.decided", {"decision": "perhaps"}),
        ("urged", {"answer_due": "2100-01-01"}),
    ],
)
def test_a_note_that_does_not_fit_is_refused(kind: str, change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        as_update(body(act(kind, **{**EACH[kind], **change})))
