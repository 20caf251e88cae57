"""The pulse: 24 hours of arrivals in bars of 5 minutes, against the band expected, gaps hatched.

x is a bin's start in Unix seconds, y its number of updates. Drawn from real arrivals only: a bin
in which the system did not listen has no bar and is hatched over the full height.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from bokeh.models import ColumnDataSource, Plot, Quad, Range1d

from web.compose.facts import BoardFacts, Pulse, PulseBin
from web.documents.chart import bare_plot, patch_column, replace_columns
from web.documents.tokens import paint

NAME = "pulse"
BINS = 288
WIDTH = 300  # seconds a bin
_AIR = 40  # seconds left free between two bars
Columns = dict[str, list[float]]


class PulseChart:
    """288 bars; a new bin streams in at the right, a running one is patched."""

    def __init__(self) -> None:
        self._source = ColumnDataSource(columns(()))
        self._x = Range1d(start=0, end=BINS * WIDTH)
        self._y = Range1d(start=0, end=1)
        self.root = self._plot()

    def _plot(self) -> Plot:
        plot = bare_plot(NAME, self._x, self._y)
        plot.extra_y_ranges = {"whole": Range1d(start=0, end=1)}
        gap = Quad(left="x", right="end", bottom=0, top="gap", hatch_pattern="/")
        band = Quad(left="x", right="end", bottom="low", top="high", fill_alpha=0.25)
        bar = Quad(left="x", right="bar_end", bottom=0, top="updates")
        paint(gap, hatch_color="stale")
        paint(band, fill_color="graphic-line")
        paint(bar, fill_color="ok")
        plot.add_glyph(self._source, gap, y_range_name="whole")
        plot.add_glyph(self._source, band)
        plot.add_glyph(self._source, bar)
        return plot

    def show(self, facts: BoardFacts) -> None:
        """Show the bins of `facts`; without a pulse, nothing is drawn."""
        bins = _contiguous(facts.pulse)
        self._show_bins(columns(bins))
        if bins:
            first = bins[0].start.timestamp()
            self._x.update(start=first, end=first + len(bins) * WIDTH)
            self._y.end = ceiling(bins)

    def _show_bins(self, new: Columns) -> None:
        shown = self._source.data
        moved = _rolled(shown["x"], new["x"])
        if moved is None:
            replace_columns(self._source, new)
            return
        if moved:
            self._source.stream({name: new[name][-moved:] for name in new}, rollover=len(new["x"]))
        for name in ("updates", "gap", "low", "high"):
            patch_column(self._source, name, new[name])


def columns(bins: tuple[PulseBin, ...]) -> Columns:
    """The bins as columns of equal length; what is not known is 0 high and thus not drawn."""
    starts = [int(each.start.timestamp()) for each in bins]
    return {
        "x": list(starts),
        "end": [start + WIDTH for start in starts],
        "bar_end": [start + WIDTH - _AIR for start in starts],
        "updates": [each.updates or 0 for each in bins],
        "gap": [int(each.updates is None) for each in bins],
        "low": [each.low or 0 for each in bins],
        "high": [each.high or 0 for each in bins],
    }


def ceiling(bins: tuple[PulseBin, ...]) -> int:
    """The top of the scale: 1, 2 or 5 times a power of ten, so that it moves rarely."""
    highest = max((max(each.updates or 0, each.high or 0) for each in bins), default=0)
    step = 10
    while True:
        for factor in (1, 2, 5):
            if factor * step >= highest:
                return factor * step
        step *= 10


def _contiguous(pulse: Pulse | None) -> tuple[PulseBin, ...]:
    bins = pulse.bins if pulse else ()
    for before, after in pairwise(bins):
        if (after.start - before.start).total_seconds() != WIDTH:
            raise ValueError(
                f"pulse: expected bins {WIDTH} s apart, got {before.start} and {after.start}"
            )
    return bins


def _rolled(old: Any, new: list[float]) -> int | None:
    """How many new bins came in at the right; None if the two do not overlap enough to stream."""
    if not old or len(old) != len(new):
        return None
    moved = round((new[0] - old[0]) / WIDTH)
    overlaps = 0 <= moved < len(new) and bool(old[moved:] == new[: len(new) - moved])
    return moved if overlaps else None
