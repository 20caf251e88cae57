"""The fast way writes the bytes Bokeh's serializer writes, and refuses the rest."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import orjson
import pytest
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.events import DocumentPatchedEvent
from bokeh.models import ColumnDataSource, Plot, Range1d
from bokeh.models.annotations import Span
from hypothesis import given
from hypothesis import strategies as st

from web.documents.encode import Recorder, fast

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 2, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
)


def document() -> tuple[Document, ColumnDataSource, Plot]:
    source = ColumnDataSource({"x": [1, 2, 3], "y": [4.0, 5.0, 6.0]}, name="source")
    plot = Plot(x_range=Range1d(start=0, end=1), y_range=Range1d(start=0, end=1), tags=[source])
    made = Document()
    made.add_root(plot)
    made.models.flush_synced()
    return made, source, plot


def caught(made: Document) -> list[DocumentPatchedEvent]:
    events: list[DocumentPatchedEvent] = []
    made.on_change(lambda event: events.append(event))  # type: ignore[arg-type]
    return events


def slow(made: Document, event: DocumentPatchedEvent) -> bytes:
    serializer = Serializer(references=made.models.synced_references, deferred=False)
    return orjson.dumps(serializer.encode(event), option=orjson.OPT_SERIALIZE_NUMPY)


def assert_same(made: Document, events: list[DocumentPatchedEvent]) -> None:
    assert events
    for event in events:
        quick = fast(event)
        assert quick is not None
        assert orjson.dumps(quick) == slow(made, event)


@given(st.lists(CELLS, max_size=5))
def test_streams_are_byte_equal(cells: list[Any]) -> None:
    made, source, _ = document()
    events = caught(made)
    source.stream({"x": cells, "y": cells}, rollover=4)
    assert_same(made, events)


@given(st.lists(st.tuples(st.integers(0, 2), CELLS), min_size=1, max_size=5))
def test_patches_are_byte_equal(cells: list[tuple[int, Any]]) -> None:
    made, source, _ = document()
    events = caught(made)
    source.patch({"x": cells})
    assert_same(made, events)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_new_columns_are_byte_equal(cells: list[Any]) -> None:
    made, source, _ = document()
    events = caught(made)
    source.data = {"x": cells, "z": cells}
    assert_same(made, events)


def test_scalar_changes_are_byte_equal() -> None:
    made, _, plot = document()
    events = caught(made)
    plot.x_range.update(end=7)
    plot.y_range.update(start=0.25)
    plot.visible = False
    assert_same(made, events)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.float64(1.5), 2**60, (1, 2), [1]])
def test_what_the_fast_way_refuses(value: object) -> None:
    made, source, _ = document()
    events = caught(made)
    source.stream({"x": [value], "y": [1]})
    assert [fast(event) for event in events] == [None]


def test_the_generic_way_carries_nan_and_arrays() -> None:
    made, source, _ = document()
    recorder = Recorder(made)
    source.patch({"x": [(0, float("nan"))]})
    source.stream({"x": np.array([1.0]), "y": np.array([2.0])})
    kinds = [each["kind"] for each in recorder.drain()]
    assert kinds == ["ColumnsPatched", "ColumnsStreamed"]
    assert recorder.drain() == []


def test_a_new_model_travels_with_its_definition_once() -> None:
    made, _, plot = document()
    recorder = Recorder(made)
    span = Span(location=1, name="mark")
    plot.add_layout(span)
    first = json.dumps(recorder.drain())
    assert '"name": "Span"' in first
    span.location = 2
    second = json.dumps(recorder.drain())
    assert '"name": "Span"' not in second and span.id in second
