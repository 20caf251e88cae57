"""The dot strip: one dot a child of the scope on the axis of its overdue rate, and the median.

x is overdue / (done + overdue) as a fraction of 1; a child with nothing due has no place on it.
"""

from __future__ import annotations

from statistics import median

from bokeh.models import ColumnDataSource, Range1d, Scatter
from bokeh.models.annotations import Span

from schema.figures import due
from schema.fraction import ratio
from web.compose.facts import BoardFacts
from web.documents.chart import bare_plot, replace_columns
from web.documents.tokens import paint, tint

NAME = "strip"
SCALES = (0.1, 0.25, 0.5, 1.0)  # ends of the axis: few, so that it moves rarely


class StripChart:
    """Dots, and a vertical line at their median."""

    def __init__(self) -> None:
        self._source = ColumnDataSource({"x": []})
        self._median = Span(location=0, dimension="height", line_width=2, visible=False)
        tint(self._median, line_color="graphic-line")
        self._x = Range1d(start=0, end=SCALES[-1])
        self.root = bare_plot(NAME, self._x, Range1d(start=0, end=1))
        dots = Scatter(x="x", y=0.5, size=8, fill_alpha=0.6)
        self.root.add_glyph(self._source, paint(dots, fill_color="text-2", line_color="ground"))
        self.root.add_layout(self._median)

    def show(self, facts: BoardFacts) -> None:
        """Show the children of `facts`, ordered by code."""
        rates = overdue_rates(facts)
        replace_columns(self._source, {"x": list(rates.values())})
        self._median.visible = bool(rates)
        if rates:
            self._median.location = median(rates.values())
            self._x.end = next(end for end in SCALES if end >= max(rates.values()))


def overdue_rates(facts: BoardFacts) -> dict[str, float]:
    """Overdue rate by code of the children that have something due."""
    rates: dict[str, float] = {}
    for child in sorted(facts.children, key=lambda each: each.place.code):
        counts = child.state.counts if child.state else None
        rate = ratio(counts["overdue"], due(counts)) if counts else None
        if rate is not None:
            rates[child.place.code] = rate
    return rates
