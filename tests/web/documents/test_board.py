"""A board's document: patches lead where a fresh snapshot is, and nothing in it needs `eval`."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import msgspec
import orjson
import pytest
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.events import DocumentPatchedEvent

from tests.web.fakes import T0, facts, pulse, state
from web.documents.board import BoardDocument


def browser(board: BoardDocument) -> Document:
    """What a page has after the snapshot."""
    return Document.from_json(json.loads(orjson.dumps(board.to_json())))


def apply(document: Document, events: list[Any]) -> None:
    """What a page does with a patch."""
    patch = json.loads(orjson.dumps({"events": events}))
    document.apply_json_patch(patch)


def data(document: Document) -> Any:
    """Every property of every model, defaults too, in a form that compares."""
    encode = Serializer(references=set(document.models), deferred=False).encode
    values = {
        model.id: encode(model.properties_with_values(include_defaults=True))
        for model in document.models
    }
    return json.loads(orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY))


MOVES = [
    facts(),
    facts(state(overdue=3, in_time=10)),
    facts(state(overdue=3, in_time=10), pulse()),
    facts(state(overdue=4, in_time=9), pulse(last=90)),
    facts(state(overdue=4, in_time=9), pulse(T0 + timedelta(minutes=5))),
    facts(state(overdue=4, in_time=9), pulse(T0 + timedelta(minutes=15), last=None)),
    facts(state(overdue=0, in_time=9), pulse(T0 + timedelta(days=3))),
    facts(None, None),
]


def test_snapshot_plus_patches_is_a_fresh_snapshot() -> None:
    board = BoardDocument("vn/vi/internal")
    page = browser(board)
    for move in MOVES:
        apply(page, board.show(move))
        fresh = BoardDocument("vn/vi/internal")
        fresh.show(move)
        assert data(page) == data(browser(board))
        if move.pulse:
            assert data(page) == data(browser(fresh))


def test_nothing_new_is_no_event() -> None:
    board = BoardDocument("vn/vi/internal")
    board.show(MOVES[2])
    assert board.show(MOVES[2]) == []


def test_one_update_is_one_cell() -> None:
    board = BoardDocument("vn/vi/internal")
    board.show(facts(state(), pulse(last=7)))
    events = board.show(facts(state(), pulse(last=8)))
    assert [event["kind"] for event in events] == ["ColumnsPatched"]
    assert events[0]["patches"]["entries"] == [["updates", [(287, 8)]]]


def test_a_new_bin_streams_in() -> None:
    board = BoardDocument("vn/vi/internal")
    board.show(facts(state(), pulse()))
    shown = pulse()
    later = msgspec.structs.replace(
        shown.bins[-1], start=shown.bins[-1].start + timedelta(minutes=5), updates=1
    )
    events = board.show(
        facts(state(), msgspec.structs.replace(shown, bins=(*shown.bins[1:], later)))
    )
    assert [event["kind"] for event in events] == [
        "ColumnsStreamed",
        "ModelChanged",
        "ModelChanged",
    ]


def test_a_snapshot_of_an_undrained_document_is_refused() -> None:
    board = BoardDocument("vn/vi/internal")
    board.charts[0].root.visible = False
    with pytest.raises(RuntimeError, match="expected a drained document"):
        board.to_json()


def test_no_model_needs_eval() -> None:
    board = BoardDocument("vn/vi/internal")
    board.show(MOVES[3])
    names = {model.__class__.__name__ for model in board._document.models}
    assert not [name for name in names if name.startswith("CustomJS") or "Template" in name]


def test_events_are_bokehs() -> None:
    assert "ColumnsStreamed" in DocumentPatchedEvent._handlers
