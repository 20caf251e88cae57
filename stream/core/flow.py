"""Flows during one fold: what is added to and taken from the local days of units.

Contributions are pure functions of a task's state (`task_flows`) and of an update and its verdict
(`fact_flows`); whoever changes either takes out what it contributed before and puts in what it
contributes now. So the days are the sum over everything there is, in whatever order it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from schema.flows import trimmed
from schema.measures import Counts

Place = tuple[int, int]
"""(ordinal of the local day, place of the flow in `schema.flows`)."""
Contribution = Mapping[Place, int]


class FlowKey(NamedTuple):
    """A row of `flow_day` within one partition; '' where a fact is of no task."""

    unit: str
    programme: str
    field: str
    in_charge: str
    day: date


class ReportKey(NamedTuple):
    """A row of `reported` within one partition: a report, who made it, the local day of it."""

    report: str
    unit: str
    day: int
    """Ordinal."""


class DayTold(NamedTuple):
    """What moves by all that was told on one local day of the partition."""

    known_on: date
    rows: Mapping[FlowKey, Counts]
    reported: Mapping[ReportKey, int]


Owner = tuple[str, str, str, str]
"""(unit, programme, field, post in charge)."""


class Flows:
    """What moves, gathered by owner; what was put in and taken out again leaves nothing."""

    __slots__ = ("_moved", "_told", "reports")

    def __init__(self) -> None:
        self._told: list[DayTold] = []
        self.reports: dict[ReportKey, int] = {}
        """By how many the updates in force of each report move."""
        self._moved: dict[Owner, dict[Place, int]] = {}

    def of(self, owner: Owner) -> dict[Place, int]:
        """What moves for one owner, to be added to in place."""
        moved = self._moved.get(owner)
        if moved is None:
            moved = self._moved[owner] = {}
        return moved

    def add(self, owner: Owner, contribution: Contribution, sign: int = 1) -> None:
        """Put a contribution in, or with `sign` −1 take it out."""
        if contribution:
            moved = self.of(owner)
            for place, number in contribution.items():
                moved[place] = moved.get(place, 0) + sign * number

    def turn(self, day: date) -> None:
        """A local day is over: what was gathered so far was told on it."""
        rows = self.rows()
        if rows:
            self._told.append(DayTold(day, rows, self.reported()))
        self._moved, self.reports = {}, {}

    def close(self, today: date) -> list[DayTold]:
        """`today` is over for this run, too: what moves, by the day it was told."""
        self.turn(today)
        return self._told

    def reported(self) -> dict[ReportKey, int]:
        """The reports of which more or fewer updates are in force than before."""
        return {key: number for key, number in self.reports.items() if number}

    def rows(self) -> dict[FlowKey, Counts]:
        """What each row moves by; rows that stay as they are are left out.

        A row beside a report that moves is among them, be it with nothing, so that it is read
        again.
        """
        rows: dict[FlowKey, Counts] = {
            FlowKey(key.unit, "", "", "", date.fromordinal(key.day)): () for key in self.reported()
        }
        for owner, moved in self._moved.items():
            days: dict[int, list[tuple[int, int]]] = {}
            for (ordinal, flow), number in moved.items():
                if number:
                    days.setdefault(ordinal, []).append((flow, number))
            for ordinal, pairs in days.items():
                rows[FlowKey(*owner, date.fromordinal(ordinal))] = trimmed(pairs)
        return rows
