"""The S-curve: planned and earned value along time, and the gap between them drawn.

x is a day's begin in milliseconds since 1970, y a share of all that is planned. The gap lies at the
height of what is earned now, from the day on which that was planned to the day it is judged. The
fan of the forecast opens from there: a band between its edges, and the middle as a thin line.
"""

from __future__ import annotations

from datetime import date

from bokeh.models import (
    ColumnDataSource,
    DatetimeAxis,
    DatetimeTickFormatter,
    FixedTicker,
    Grid,
    LinearAxis,
    NoOverlap,
    NumeralTickFormatter,
    Plot,
    Range1d,
    Segment,
    VArea,
)
from bokeh.models import Line as LineGlyph
from bokeh.models.annotations import Span

from web.compose.facts import BoardFacts
from web.compose.lines import Line, Spread, earned, fan, gap, planned
from web.documents.chart import bare_plot, patch_column, replace_columns
from web.documents.tokens import paint, tint

NAME = "curve"
DAY_MS = 86_400_000
EPOCH = date(1970, 1, 1).toordinal()
TOP = 1.04  # a little air over the whole
Columns = dict[str, list[float]]


class CurveChart:
    """Two lines, the gap, today."""

    def __init__(self) -> None:
        self._planned = ColumnDataSource(columns(()))
        self._earned = ColumnDataSource(columns(()))
        self._gap = ColumnDataSource({"from": [], "to": [], "y": []})
        self._fan = ColumnDataSource(opened(()))
        self._x = Range1d(start=0, end=DAY_MS)
        self._today = Span(location=0, dimension="height", line_width=1, visible=False)
        self.root = self._plot()

    def _plot(self) -> Plot:
        plot = bare_plot(NAME, self._x, Range1d(start=0, end=TOP))
        plot.min_border_right = plot.min_border_top = 10
        self._add_axes(plot)
        tint(self._today, line_color="graphic-line")
        plot.add_layout(self._today)
        spread = VArea(x="x", y1="low", y2="high", fill_alpha=0.3)
        middle = LineGlyph(x="x", y="middle", line_width=1)
        plan = LineGlyph(x="x", y="y", line_width=2, line_dash=[6, 4])
        work = LineGlyph(x="x", y="y", line_width=3)
        gap = Segment(x0="from", x1="to", y0="y", y1="y", line_width=2)
        plot.add_glyph(self._fan, paint(spread, fill_color="risk"))
        plot.add_glyph(self._fan, paint(middle, line_color="risk"))
        plot.add_glyph(self._planned, paint(plan, line_color="text-2"))
        plot.add_glyph(self._gap, paint(gap, line_color="text"))
        plot.add_glyph(self._earned, paint(work, line_color="ok"))
        return plot

    def _add_axes(self, plot: Plot) -> None:
        shares = FixedTicker(ticks=[0, 0.25, 0.5, 0.75, 1])
        left = LinearAxis()
        left.update(ticker=shares, formatter=NumeralTickFormatter(format="0%"))
        months = DatetimeTickFormatter(days="%d/%m", months="%m/%Y", years="%Y")
        below = DatetimeAxis(formatter=months)
        for axis in (left, below):
            axis.axis_line_color = axis.major_tick_line_color = axis.minor_tick_line_color = None
            axis.major_label_text_font = "Be Vietnam Pro"
            axis.major_label_text_font_size = "0.75rem"
            axis.major_label_policy = NoOverlap(min_distance=12)
            axis.major_label_standoff = 8
            tint(axis, major_label_text_color="text-2")
        plot.add_layout(left, "left")
        plot.add_layout(below, "below")
        plot.add_layout(tint(Grid(dimension=1, ticker=shares), grid_line_color="line"))

    def show(self, facts: BoardFacts) -> None:
        """Show the lines of `facts`; without a plan, nothing is drawn."""
        plan, work = planned(facts), earned(facts)
        replace_columns(self._planned, columns(plan))
        self._show_earned(columns(work))
        self._show_fan(opened(fan(facts)))
        replace_columns(self._gap, stretch(gap(facts)))
        self._today.visible = bool(work)
        if work:
            self._today.location = instant(work[-1][0])
        if plan:
            last = max(plan[-1][0], work[-1][0] if work else plan[-1][0])
            start, end = instant(plan[0][0]), instant(last)
            self._x.update(start=start, end=max(end, start + DAY_MS))

    def _show_fan(self, new: Columns) -> None:
        """Its days move at midnight, its edges by a thousandth now and then."""
        if self._fan.data["x"] != new["x"]:
            replace_columns(self._fan, new)
        else:
            for name in ("low", "middle", "high"):
                patch_column(self._fan, name, new[name])

    def _show_earned(self, new: Columns) -> None:
        """The last point moves with every report: then one cell is written, not the line."""
        if self._earned.data["x"] == new["x"]:
            patch_column(self._earned, "y", new["y"])
        else:
            replace_columns(self._earned, new)


def opened(line: tuple[Spread, ...]) -> Columns:
    """The fan as columns."""
    return {
        "x": [instant(each.day) for each in line],
        "low": [each.late for each in line],
        "middle": [each.middle for each in line],
        "high": [each.early for each in line],
    }


def columns(line: Line) -> Columns:
    """A line as columns."""
    return {"x": [instant(day) for day, _ in line], "y": [share for _, share in line]}


def stretch(gap: tuple[date, date, float] | None) -> Columns:
    """The gap as one segment, or none."""
    found = [gap] if gap else []
    return {
        "from": [instant(begin) for begin, _, _ in found],
        "to": [instant(end) for _, end, _ in found],
        "y": [share for _, _, share in found],
    }


def instant(day: date) -> int:
    """The begin of a day on the axis."""
    return (day.toordinal() - EPOCH) * DAY_MS
