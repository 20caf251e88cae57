"""The Bokeh Document of one view: its charts, their names, one recorder of changes.

Figures are HTML and travel beside the document; only charts are in it. The graph of models is made
once, here; afterwards only data and ranges change (adding a model costs every browser a relayout).
"""

from __future__ import annotations

from typing import Any

from bokeh.document import Document

from web.compose.facts import BoardFacts
from web.documents.chart import Chart
from web.documents.curve import CurveChart
from web.documents.encode import Recorder
from web.documents.ids import name_models
from web.documents.pulse import PulseChart
from web.documents.strip import StripChart


class BoardDocument:
    """The charts of one board; all calls on the event loop's thread."""

    def __init__(self, view: str) -> None:
        self.charts: tuple[Chart, ...] = (PulseChart(), StripChart(), CurveChart())
        self._document = Document()
        roots = [chart.root for chart in self.charts]
        name_models(self._document, view, roots)
        for root in roots:
            self._document.add_root(root)
        self._recorder = Recorder(self._document)

    def show(self, facts: BoardFacts) -> list[Any]:
        """Change the charts to `facts`; what BokehJS must apply to follow."""
        for chart in self.charts:
            chart.show(facts)
        return self._recorder.drain()

    def to_json(self) -> Any:
        """The whole document as BokehJS reads it; only right when nothing is pending."""
        if self._recorder.pending:
            raise RuntimeError("snapshot: expected a drained document, got pending changes")
        return self._document.to_json(deferred=False)
