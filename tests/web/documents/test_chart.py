"""Charts touch only what differs."""

from __future__ import annotations

from bokeh.document import Document
from bokeh.models import ColumnDataSource, Range1d

from web.documents.chart import bare_plot, patch_column, replace_columns
from web.documents.encode import Recorder


def recorded() -> tuple[ColumnDataSource, Recorder]:
    source = ColumnDataSource({"x": [1, 2, 3]})
    plot = bare_plot("p", Range1d(start=0, end=1), Range1d(start=0, end=1))
    plot.tags = [source]
    document = Document()
    document.add_root(plot)
    return source, Recorder(document)


def test_only_cells_that_differ_are_patched() -> None:
    source, recorder = recorded()
    patch_column(source, "x", [1, 5, 3])
    (event,) = recorder.drain()
    assert event["patches"]["entries"] == [["x", [(1, 5)]]]
    patch_column(source, "x", [1, 5, 3])
    assert recorder.drain() == []


def test_equal_columns_are_not_sent_again() -> None:
    source, recorder = recorded()
    replace_columns(source, {"x": [1, 2, 3]})
    assert recorder.drain() == []
    replace_columns(source, {"x": [7]})
    assert [event["kind"] for event in recorder.drain()] == ["ColumnDataChanged"]


def test_a_bare_plot_has_no_furniture() -> None:
    plot = bare_plot("pulse", Range1d(start=0, end=1), Range1d(start=0, end=1))
    assert plot.name == "pulse"
    assert (plot.toolbar_location, plot.left, plot.below, plot.outline_line_color) == (
        None,
        [],
        [],
        None,
    )
