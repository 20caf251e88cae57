"""Rows by local day and the bands they are in: what the sums of flows and of reporters share.

`Days` knows when a row enters, changes and leaves a band; what that means says the one given.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import Generic, TypeVar

from stream.kpi.rolling.bands import EDGES, KEEP, STEPS, band_of

Row = TypeVar("Row", bound=Hashable)


class Days(Generic[Row]):
    """Numbers of rows by day, none of them 0; `move(row, band, by)` hears what moves where."""

    __slots__ = ("_days", "_move", "today")

    def __init__(self, today: date, move: Callable[[Row, int, int], None]) -> None:
        self._days: dict[int, dict[Row, int]] = {}
        self._move = move
        self.today = today

    def put(self, row: Row, day: date, number: int) -> int | None:
        """Let a row be worth `number` on a day; the band it is in, None where it is in none."""
        ordinal = day.toordinal()
        age = self.today.toordinal() - ordinal
        if age >= KEEP:
            return None
        rows = self._days.setdefault(ordinal, {})
        before = rows.get(row, 0)
        if number:
            rows[row] = number
        else:
            rows.pop(row, None)
        band = band_of(age)
        if band is not None and number != before:
            self._move(row, band, number - before)
        return band

    def begin(self, today: date) -> bool:
        """A local day begins; False when everything must be added up anew (`replay`)."""
        steps = (today - self.today).days
        if not 0 <= steps <= STEPS:
            self.today = today
            return False
        for _ in range(steps):
            self.today = date.fromordinal(self.today.toordinal() + 1)
            self._age()
        return True

    def replay(self) -> None:
        """Tell everything there is again, for sums that begin with nothing."""
        for ordinal, rows in self._days.items():
            band = band_of(self.today.toordinal() - ordinal)
            if band is not None:
                for row, number in rows.items():
                    self._move(row, band, number)

    def _age(self) -> None:
        ordinal = self.today.toordinal()
        for band, edge in enumerate(EDGES):
            rows = self._days.get(ordinal - edge, {})
            for row, number in rows.items():
                if band > 0:
                    self._move(row, band - 1, -number)
                if band < len(EDGES) - 1:
                    self._move(row, band, number)
        self._days.pop(ordinal - KEEP, None)
