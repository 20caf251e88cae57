"""Windows of days gone by: on each day from what had been told by its end.

What SQL holds of a local day is of later too; every row says on which day it was told, and is let
in when that day comes. Called by `stream.kpi.replay`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from schema.measures import Counts
from stream.kpi.cut import Cut
from stream.kpi.rolling.sums import Row
from stream.kpi.rolling.windows import Windows

Told = tuple[Row, date, Counts]
"""A row of days that says when it was told, a day, and what it is worth."""
Turned = tuple[str, date, date, int]
"""(unit, day, when it was told, by how many its reports of that day moved)."""


class Then:
    """One day after the other."""

    def __init__(self, cut: Cut, day: date) -> None:
        self.windows = Windows(cut, day)
        self._flows: dict[date, list[Told]] = defaultdict(list)
        self._turned: dict[date, list[Turned]] = defaultdict(list)
        self._reports: dict[tuple[str, date], int] = {}

    def learn(self, flows: Iterable[Told], turned: Iterable[Turned]) -> None:
        """What was told on days that have not been begun yet."""
        for told in flows:
            self._flows[told[0][2]].append(told)
        for turn in turned:
            self._turned[turn[2]].append(turn)

    def advance(self, day: date, first: date | None) -> None:
        """Let in what was told by the end of a day; `first` is the first day ever closed."""
        self.windows.begin_history(first)
        self.windows.begin_day(day)
        for known in [known for known in self._flows if known <= day]:
            self.windows.put_flows(self._flows.pop(known))
        for known in sorted(known for known in self._turned if known <= day):
            self.windows.put_reports(self._counted(self._turned.pop(known)))

    def _counted(self, turned: Iterable[Turned]) -> list[tuple[str, date, int]]:
        moved = set()
        for unit, day, _, by in turned:
            self._reports[unit, day] = self._reports.get((unit, day), 0) + by
            moved.add((unit, day))
        return [(unit, day, self._reports[unit, day]) for unit, day in sorted(moved)]
