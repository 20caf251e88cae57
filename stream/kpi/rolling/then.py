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


class Then:
    """One day after the other."""

    def __init__(self, cut: Cut, day: date) -> None:
        self.windows = Windows(cut, day)
        self._flows: dict[date, list[Told]] = defaultdict(list)

    def learn(self, flows: Iterable[Told]) -> None:
        """What was told on days that have not been begun yet."""
        for told in flows:
            self._flows[told[0][2]].append(told)

    def coming(self, day: date) -> list[Told]:
        """What `advance` lets in."""
        return [
            told for known in sorted(self._flows) if known <= day for told in self._flows[known]
        ]

    def advance(self, day: date, first: date | None) -> None:
        """Let in what was told by the end of a day; `first` is the first day ever closed."""
        self.windows.begin_history(first)
        self.windows.begin_day(day)
        self.windows.put_flows(self.coming(day))
        for known in [known for known in self._flows if known <= day]:
            del self._flows[known]
