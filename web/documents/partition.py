"""The partition bar: eight parts of all tasks, side by side, that fill the whole.

One `HBar` a part, because each has its own pattern (screens.md §5); all read the same source, a
row a part, left and right in tasks. 1 px of ground is kept between parts.
"""

from __future__ import annotations

from itertools import accumulate

from bokeh.models import CDSView, ColumnDataSource, HBar, IndexFilter, Range1d
from bokeh.models.renderers import GlyphRenderer

from schema.states import PARTITION, State
from web.compose.facts import BoardFacts
from web.documents.chart import bare_plot, patch_column
from web.documents.tokens import paint

NAME = "partition"
LOOK: dict[State, dict[str, str]] = {
    State.DONE_ON_TIME: {"fill_color": "ok"},
    State.DONE_LATE: {"fill_color": "ok", "hatch_color": "ground"},
    State.AWAITING: {"fill_color": "surface", "line_color": "ok"},
    State.IN_TIME: {"fill_color": "raised"},
    State.DUE_SOON: {"fill_color": "risk"},
    State.OVERDUE: {"fill_color": "late"},
    State.NOT_STARTED: {"fill_color": "line"},
    State.RECURRING: {"fill_color": "raised", "hatch_color": "graphic-line"},
}
HATCH = {State.DONE_LATE: "/", State.RECURRING: "."}


class PartitionChart:
    """Eight bars end to end."""

    def __init__(self) -> None:
        self._source = ColumnDataSource(columns([0] * len(PARTITION)))
        self._x = Range1d(start=0, end=1)
        self.root = bare_plot(NAME, self._x, Range1d(start=0, end=1))
        for row, state in enumerate(PARTITION):
            self.root.renderers.append(self._part(row, state))

    def _part(self, row: int, state: State) -> GlyphRenderer[HBar]:
        look = {"line_color": "ground", **LOOK[state]}
        bar = HBar(y=0.5, height=0.96, left="left", right="right", line_width=1)
        paint(bar, **look)
        bar.hatch_pattern = HATCH.get(state)
        view = CDSView(filter=IndexFilter(indices=[row]))
        return GlyphRenderer(data_source=self._source, glyph=bar, view=view, name=state.value)

    def show(self, facts: BoardFacts) -> None:
        """Show the counts of the scope; an unknown scope is an empty bar."""
        known = facts.state.counts if facts.state else {}
        new = columns([known.get(state.value, 0) for state in PARTITION])
        patch_column(self._source, "left", new["left"])
        patch_column(self._source, "right", new["right"])
        self._x.end = max(1, new["right"][-1])


def columns(counts: list[int]) -> dict[str, list[float]]:
    """Where each part begins and ends, in tasks."""
    ends = list(accumulate(counts))
    return {"left": [0, *ends[:-1]], "right": [*ends]}
