"""Reports of every scope, and which units made any: a union, not a sum (Q82).

A unit counts once in a window however often it reports; one that has ended is its successor (Q36).
"""

from __future__ import annotations

from datetime import date

from stream.kpi.cut import REPORTERS, Cut
from stream.kpi.leaf import Key
from stream.kpi.rolling.bands import BANDS, SPANS
from stream.kpi.rolling.days import Days

COMMUNE = "commune"
IN_SPANS = [
    tuple(any(bands >> band & 1 for band in span) for span in SPANS) for bands in range(1 << BANDS)
]
"""Whether a unit that reported in these bands, one bit each, did so in each window."""


class Reporters:
    """Reports by band, and distinct units and communes by window, of every scope of units."""

    __slots__ = ("_active", "_cut", "_days", "_distinct", "_reports", "moved")

    def __init__(self, cut: Cut, today: date) -> None:
        self.moved: set[Key] = set()
        """Scopes of which a band moved since this was emptied last."""
        self._cut = cut
        self._reports: dict[str, list[int]] = {}
        self._active: dict[str, list[int]] = {}
        """By unit of today, its reports in each band."""
        self._distinct: dict[tuple[str, str], list[int]] = {}
        """By scope and kind of unit, how many reported in each of SPANS."""
        self._days: Days[str] = Days(today, self._move)

    def put(self, unit: str, day: date, reports: int) -> tuple[str, ...]:
        """Let a unit have made so many reports on a day; the scopes it counts to."""
        return () if self._days.put(unit, day, reports) is None else self._cut.line(unit)

    def begin_day(self, today: date) -> None:
        """The local day that is today from now on."""
        if not self._days.begin(today):
            self.recut(self._cut)

    def recut(self, cut: Cut) -> None:
        """The same reports under another tree."""
        self._cut = cut
        self.moved.update((scope, "") for scope in self._reports)
        for sums in (self._reports, self._active, self._distinct):
            sums.clear()
        self._days.replay()

    def reports(self, scope: str, bands: tuple[int, ...]) -> int:
        """Reports of a scope in some bands."""
        found = self._reports.get(scope)
        return sum(found[band] for band in bands) if found else 0

    def units(self, scope: str, span: int) -> int:
        """Distinct units of a scope that reported in the window at this place of SPANS."""
        return sum(self._of(scope, kind, span) for kind in REPORTERS)

    def communes(self, scope: str, span: int) -> int:
        """Communes among them: those that report themselves."""
        return self._of(scope, COMMUNE, span)

    def _of(self, scope: str, kind: str, span: int) -> int:
        found = self._distinct.get((scope, kind))
        return found[span] if found else 0

    def _move(self, unit: str, band: int, by: int) -> None:
        line = self._cut.line(unit)
        for scope in line:
            self._reports.setdefault(scope, [0] * BANDS)[band] += by
            self.moved.add((scope, ""))
        kind = self._cut.kind(line[0])
        if kind in REPORTERS:
            active = self._active.setdefault(line[0], [0] * BANDS)
            was = active[band]
            active[band] = was + by
            if not was or not active[band]:
                bands = sum(1 << place for place, number in enumerate(active) if number)
                self._unite(line, kind, bands ^ (1 << band), bands)

    def _unite(self, line: tuple[str, ...], kind: str, before: int, after: int) -> None:
        for span, (was, now) in enumerate(zip(IN_SPANS[before], IN_SPANS[after], strict=True)):
            if was != now:
                for scope in line:
                    self._distinct.setdefault((scope, kind), [0] * len(SPANS))[span] += now - was
