"""Today's arrivals per scope: updates, how many by connector, how late, how many units reported.

Windows exist for scopes of units without a programme (Q37); a unit counts once however much it
reports and wherever that is folded (Q82), in every scope above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import add, sub
from typing import NamedTuple

from schema.kpi import Windows
from stream.kpi.cut import REPORTERS, Cut


class Sent(NamedTuple):
    """Where arrivals are kept: the partition they were folded in, and the unit that sent them."""

    partition: int
    unit: str


class Arrived(NamedTuple):
    """What a unit sent today: updates, those by connector, seconds of received − occurred."""

    updates: int
    automatic: int
    lag_s: int


NONE = Arrived(0, 0, 0)
_Total = tuple[int, int, int, int]
"""Updates, by connector, seconds late, units that reported."""
_EMPTY: _Total = (0, 0, 0, 0)


class Today:
    """The day's arrivals, added up along the tree as they come; a new one for a new day or tree."""

    def __init__(self, cut: Cut, rows: Mapping[Sent, Arrived] | None = None) -> None:
        self._cut = cut
        self._units: dict[str, Arrived] = {}
        self._totals: dict[str, _Total] = {}
        self.rows: dict[Sent, Arrived] = {}
        self.put(rows or {})

    @property
    def scopes(self) -> set[str]:
        """Scopes in which something arrived."""
        return set(self._totals)

    def put(self, rows: Mapping[Sent, Arrived]) -> set[str]:
        """These rows are worth this from now on; the scopes whose window moved."""
        moved: set[str] = set()
        for sent, now in rows.items():
            before = self.rows.get(sent, NONE)
            if now != before:
                self.rows[sent] = now
                moved.update(self._move(sent.unit, Arrived._make(map(sub, now, before))))
        return moved

    def of(self, scope: str) -> Windows:
        """The window of a scope; one from which nothing came knows how many units may report."""
        updates, automatic, lag_s, units = self._totals.get(scope, _EMPTY)
        return Windows(
            updates_today=updates,
            automatic_today=automatic,
            units_today=units,
            units=self._cut.reporters(scope),
            lag_s_today=lag_s,
        )

    def _move(self, unit: str, by: Arrived) -> tuple[str, ...]:
        line = self._cut.line(unit)
        reporting = self._reports(line[0], by)
        for scope in line:
            updates, automatic, lag_s, units = self._totals.get(scope, _EMPTY)
            self._totals[scope] = (
                updates + by.updates,
                automatic + by.automatic,
                lag_s + by.lag_s,
                units + reporting,
            )
        return line

    def _reports(self, unit: str, by: Arrived) -> int:
        """Whether a unit of today, or one it took the place of (Q36), begins to report, or ends."""
        before = self._units.get(unit, NONE)
        now = self._units[unit] = Arrived._make(map(add, before, by))
        if self._cut.kind(unit) not in REPORTERS:
            return 0
        return bool(now.updates) - bool(before.updates)
