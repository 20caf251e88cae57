"""Bokeh's change events as the JSON that BokehJS applies: a fast way and Bokeh's own.

The fast way knows new columns, a column stream, a column patch and a scalar change, of plain
Python values; its bytes equal those of the `Serializer` (tests/web/documents/test_encode.py).
Anything else (new models, arrays, NaN) takes the generic way, which is what `PATCH-DOC` does on a
Bokeh server.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.events import (
    ColumnDataChangedEvent,
    ColumnsPatchedEvent,
    ColumnsStreamedEvent,
    DocumentPatchedEvent,
    ModelChangedEvent,
)

_EXACT = (str, int, bool, type(None))
_MAX_SAFE_INT = 2**53 - 1  # beyond it Bokeh writes a float


class Recorder:
    """Collects what happens to one Document; `drain` gives it as event records, once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._events: list[DocumentPatchedEvent] = []
        document.on_change(self._record)
        document.models.flush_synced()  # what is there now is the snapshot's business

    def _record(self, event: object) -> None:
        if isinstance(event, DocumentPatchedEvent):
            self._events.append(event)

    @property
    def pending(self) -> bool:
        """True if something changed since the last drain."""
        return bool(self._events)

    def drain(self) -> list[Any]:
        """The changes since the last drain; call before the next mutation and before a snapshot."""
        events, self._events = self._events, []
        quick = [fast(event) for event in events]
        if None not in quick:
            return quick
        return self._generic(events)

    def _generic(self, events: list[DocumentPatchedEvent]) -> list[Any]:
        models = self._document.models
        serializer = Serializer(references=models.synced_references, deferred=False)
        records: list[Any] = serializer.encode(events)
        models.flush_synced(lambda model: not serializer.has_ref(model))
        return records


def fast(event: DocumentPatchedEvent) -> dict[str, Any] | None:
    """The record of a plain change; None when only Bokeh's serializer may write it."""
    if isinstance(event, ColumnsStreamedEvent):
        return _streamed(event)
    if isinstance(event, ColumnsPatchedEvent):
        return _patched(event)
    if isinstance(event, ColumnDataChangedEvent):
        return _replaced(event)
    if isinstance(event, ModelChangedEvent) and _plain(event.new):
        return {
            "kind": event.kind,
            "model": event.model.ref,
            "attr": event.attr,
            "new": event.new,
        }
    return None


def _replaced(event: ColumnDataChangedEvent) -> dict[str, Any] | None:
    data = event.data if event.data is not None else getattr(event.model, event.attr)
    if event.cols is not None or not all(map(_plain_list, data.values())):
        return None
    return {
        "kind": event.kind,
        "model": event.model.ref,
        "attr": event.attr,
        "data": _map(data),
        "cols": None,
    }


def _streamed(event: ColumnsStreamedEvent) -> dict[str, Any] | None:
    if not isinstance(event.data, dict) or not all(map(_plain_list, event.data.values())):
        return None
    return {
        "kind": event.kind,
        "model": event.model.ref,
        "attr": event.attr,
        "data": _map(event.data),
        "rollover": event.rollover,
    }


def _patched(event: ColumnsPatchedEvent) -> dict[str, Any] | None:
    if not all(_plain_cells(cells) for cells in event.patches.values()):
        return None
    return {
        "kind": event.kind,
        "model": event.model.ref,
        "attr": event.attr,
        "patches": _map(event.patches),
    }


def _map(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Bokeh's wire form of a dict; an empty one has no entries."""
    entries = [[name, values] for name, values in columns.items()]
    return {"type": "map", "entries": entries} if entries else {"type": "map"}


def _plain_cells(cells: Any) -> bool:
    return type(cells) is list and all(
        type(index) is int and _plain(value) for index, value in cells
    )


def _plain_list(values: Any) -> bool:
    return type(values) is list and all(map(_plain, values))


def _plain(value: Any) -> bool:
    if type(value) is float:
        return math.isfinite(value)
    if type(value) is int:
        return -_MAX_SAFE_INT < value <= _MAX_SAFE_INT
    return type(value) in _EXACT
