"""Who was to report in the period that ended last, and who has not (H1): kept beside the sums.

Reports add up along the tree; units are counted, each once in every scope it belongs to, however
many reports it owes.
"""

from __future__ import annotations

from collections.abc import Mapping

from schema.measures import INDEX, ZERO, Counts
from schema.period import Period
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key, Leaf

_REPORTS, _MISSING = INDEX["period_reports"], INDEX["period_missing"]
NOTHING = Period()
_Owed = tuple[int, int]
"""(reports due, missing of them)."""


class Expected:
    """By scope and programme, what each unit was to report."""

    __slots__ = ("_cut", "_owed", "_periods")

    def __init__(self, cut: Cut, leaves: Mapping[Leaf, Counts] | None = None) -> None:
        self._cut = cut
        self._owed: dict[Key, dict[str, _Owed]] = {}
        self._periods: dict[Key, Period] = {}
        for leaf, counts in (leaves or {}).items():
            self.move(leaf, ZERO, counts)

    def move(self, leaf: Leaf, before: Counts, after: Counts) -> None:
        """A leaf was worth `before` and is worth `after`."""
        reports, missing = after[_REPORTS] - before[_REPORTS], after[_MISSING] - before[_MISSING]
        if reports or missing:
            unit = self._cut.line(leaf.lead)[0]
            for count in self._cut.counts(leaf.group):
                self._move(count.key, unit, (reports, missing))

    def of(self, key: Key) -> Period:
        """The period of a scope."""
        return self._periods.get(key, NOTHING)

    def _move(self, key: Key, unit: str, by: _Owed) -> None:
        owed = self._owed.setdefault(key, {})
        was = owed.get(unit, (0, 0))
        now = owed[unit] = (was[0] + by[0], was[1] + by[1])
        if now == (0, 0):
            del owed[unit]
        before = self.of(key)
        self._periods[key] = Period(
            reports=before.reports + by[0],
            reports_missing=before.reports_missing + by[1],
            units=before.units + bool(now[0]) - bool(was[0]),
            units_missing=before.units_missing + bool(now[1]) - bool(was[1]),
        )
