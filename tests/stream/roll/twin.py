"""An in-memory twin of what the roll reads and writes, for tests of the leader without a database.

It has the functions of ``stream.roll.read`` and ``stream.roll.write`` under their names; a test
moves leaves, days and positions and looks at what was published.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from schema.catalogue import Catalogue
from schema.close import Tiers
from schema.kpi import KpiState, decode
from schema.measures import Counts
from stream.kpi.closes import Row as Close
from stream.kpi.dated import ByGroup
from stream.kpi.leaf import Changes, Key, Leaf
from stream.kpi.operational.plans import Planned
from stream.kpi.operational.points import Points
from stream.kpi.restating import Restated, Version
from stream.kpi.rolling.sums import Row
from stream.kpi.strategic.board import Line
from stream.kpi.strategic.facts import Subject
from stream.kpi.strategic.tier import Facts
from stream.kpi.windows import Arrived, Sent
from stream.roll import arrivals, flows, indicators, read, versions, write
from stream.roll.flows import Moved
from stream.roll.indicators import Colours
from stream.roll.read import DayChanges, Ground
from stream.roll.versions import Place, Restatement
from tests.stream.kpi.places import COUNTRY

READ = ("ground", "catalogue", "moved", "redated", "dated", "replanned", "planned")
READ_TOO = ("planned_since", "first_day", "days", "days_until", "published", "recorded")
WRITE = ("states", "forget", "close", "history", "carry", "curves", "shelves", "move_on")


class Twin:
    """What stands in SQL, as plain records; also the connection that everybody passes around."""

    def __init__(self) -> None:
        self.now = Ground(
            build=1,
            catalogue=1,
            kpi_version=0,
            day=None,
            positions={0: 0, 1: 0},
            clock=None,
            slowest=None,
        )
        self.country: Catalogue = COUNTRY
        self.leaves: dict[Leaf, tuple[int, Counts]] = {}
        self.flows: dict[tuple[Row, date], tuple[int, Counts]] = {}
        self.reports: dict[tuple[str, date], int] = {}
        self.arrivals: dict[tuple[date, Sent], tuple[int, Arrived]] = {}
        self.facts: dict[str, ByGroup] = {}
        self.queue: set[str] = set()
        self.plans: dict[str, Planned | None] = {}
        self.replanned_queue: list[str] = []
        self.curves_now: dict[Key, Points] = {}
        self.leaf_days: dict[date, dict[Leaf, Counts]] = {}
        self.known_from: datetime | None = None
        self.states_now: dict[Key, KpiState] = {}
        self.day_rows: list[tuple[date, datetime, Close]] = []
        self.carried: list[date] = []
        self.history_rows: list[tuple[datetime, int, Key, Counts]] = []
        self.indicators: dict[Subject, tuple[int, int, Facts]] = {}
        self.lines: dict[tuple[str, str], Line] = {}
        self.sealed: date | None = None
        self.restated_rows: list[Restatement] = []
        self.restated_upto: dict[int, Place] = {}
        self.version_rows: list[tuple[datetime, Restated]] = []
        self.told_on: dict[str, date] = {}
        self.shelf_rows: list[tuple[int, date, datetime, bytes]] = []
        self.tiers_now: dict[Key, Tiers] = {}
        self.transactions = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        self.transactions += 1
        yield

    def put(self, leaf: Leaf, counts: Counts) -> None:
        """The fold commits a leaf."""
        offset = self.now.positions[leaf.partition] + 1
        self.move(positions=self.now.positions | {leaf.partition: offset})
        self.leaves[leaf] = (offset, counts)

    def put_flow(self, row: Row, day: date, counts: Counts, reports: int = 0) -> None:
        """The fold commits the flows of a day, and the reports beside them."""
        offset = self.now.positions[row[0]] + 1
        self.move(positions=self.now.positions | {row[0]: offset})
        self.flows[row, day] = (offset, counts)
        self.reports[row[1].lead, day] = reports

    def put_indicator(self, subject: Subject, facts: Facts, partition: int = 0) -> None:
        """The fold commits what is in force of an indicator and unit."""
        offset = self.now.positions[partition] + 1
        self.move(positions=self.now.positions | {partition: offset})
        self.indicators[subject] = (partition, offset, facts)

    def arrive(self, sent: Sent, day: date, arrived: Arrived) -> None:
        """The fold commits what a unit has sent on a day."""
        offset = self.now.positions[sent.partition] + 1
        self.move(positions=self.now.positions | {sent.partition: offset})
        self.arrivals[day, sent] = (offset, arrived)

    def plan(self, code: str, planned: Planned | None) -> None:
        """The fold writes a task's row, and the trigger queues it."""
        self.plans[code] = planned
        self.replanned_queue.append(code)

    def move(self, **given: Any) -> None:
        """The ground moves."""
        self.now = replace(self.now, **given)

    async def ground(self) -> Ground:
        return self.now

    async def catalogue(self) -> Catalogue:
        return self.country

    async def moved(self, seen: Mapping[int, int]) -> Changes:
        return {
            leaf: counts
            for leaf, (stamp, counts) in self.leaves.items()
            if stamp > seen[leaf.partition]
        }

    async def flows_moved(self, seen: Mapping[int, int], since: date) -> Moved:
        return [
            (row, day, counts)
            for (row, day), (stamp, counts) in self.flows.items()
            if stamp > seen[row[0]] and day >= since
        ]

    async def flows_known(self, after: date, until: date, first: date) -> Moved:
        return [
            (row, day, counts)
            for (row, day), (_, counts) in self.flows.items()
            if after < row[2] <= until and day >= first
        ]

    async def reports_of(
        self, days: set[tuple[str, date]], first: date, known_on: date = date.max
    ) -> list[tuple[str, date, int]]:
        return [(unit, day, self.reports.get((unit, day), 0)) for unit, day in sorted(days)]

    async def arrived(self, day: date) -> dict[Sent, Arrived]:
        return {sent: sums for (on, sent), (_, sums) in self.arrivals.items() if on == day}

    async def arrived_since(self, seen: Mapping[int, int], day: date) -> dict[Sent, Arrived]:
        return {
            sent: sums
            for (on, sent), (stamp, sums) in self.arrivals.items()
            if on == day and stamp > seen[sent.partition]
        }

    async def redated(self) -> set[str]:
        queue, self.queue = self.queue, set()
        return queue

    async def dated(self, leads: Iterable[str]) -> dict[str, ByGroup]:
        return {lead: self.facts[lead] for lead in leads if lead in self.facts}

    async def replanned(self) -> list[str]:
        queue, self.replanned_queue = self.replanned_queue, []
        return queue

    async def planned(self, codes: Sequence[str] | None = None) -> dict[str, Planned | None]:
        return dict(self.plans) if codes is None else {code: self.plans[code] for code in codes}

    async def planned_since(self) -> dict[str, tuple[date, Planned | None]]:
        return {code: (self.told_on.get(code, date.min), one) for code, one in self.plans.items()}

    async def first_day(self) -> date | None:
        return min(self.leaf_days, default=None)

    async def days(self, after: date, last: date) -> dict[date, DayChanges]:
        return {
            day: DayChanges(known_from=self.known_from, leaves=changes)
            for day, changes in self.leaf_days.items()
            if after < day <= last
        }

    async def days_until(self, day: date) -> Changes:
        found: dict[Leaf, Counts] = {}
        for past in sorted(past for past in self.leaf_days if past <= day):
            found |= self.leaf_days[past]
        return found

    async def published(self) -> set[Key]:
        return set(self.states_now)

    async def recorded(self) -> dict[Key, Counts]:
        return {key: counts for _, _, key, counts in self.history_rows}

    async def states(self, encoded: Mapping[Key, bytes], version: int, as_of: datetime) -> None:
        self.states_now |= {key: decode(state) for key, state in encoded.items()}

    async def forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self.states_now.pop(key, None)

    async def close(self, day: date, known_from: datetime, closes: Sequence[Close]) -> None:
        self.day_rows += [(day, known_from, row) for row in closes]

    async def shelves(self, day: date, known: datetime, bodies: Mapping[int, bytes]) -> None:
        self.shelf_rows += [(number, day, known, body) for number, body in bodies.items()]

    async def history(
        self,
        values: Mapping[Key, Counts],
        at: datetime,
        version: int,
        tiers: Callable[[Key], Tiers] | None = None,
    ) -> None:
        if tiers is not None:
            self.tiers_now |= {key: tiers(key) for key in values}
        self.history_rows += [(at, version, key, counts) for key, counts in values.items()]

    async def carry(self, day: date) -> None:
        self.carried.append(day)

    async def in_force(self, seen: Mapping[int, int]) -> dict[Subject, Facts]:
        return {
            subject: found
            for subject, (place, stamp, found) in self.indicators.items()
            if stamp > seen[place]
        }

    async def colours(self) -> Colours:
        seals = {(line.scope, line.indicator): line.seal for line in self.lines.values()}
        return {place: seal for place, seal in seals.items() if seal}, self.sealed

    async def keep_lines(
        self, lines: Sequence[Line], sealed: date | None, version: int, as_of: datetime
    ) -> None:
        self.lines |= {(line.scope, line.indicator): line for line in lines}
        self.sealed = sealed

    async def forget_lines(self, places: Iterable[tuple[str, str]]) -> None:
        self.lines = {place: self.lines[place] for place in self.lines.keys() & set(places)}

    async def curves(self, drawn: Mapping[Key, Points | None], *, anew: bool) -> None:
        kept = {} if anew else {k: v for k, v in self.curves_now.items() if k not in drawn}
        self.curves_now = kept | {key: found for key, found in drawn.items() if found}

    async def restated(self, known_on: date) -> list[Restatement]:
        return [
            one
            for one in self.restated_rows
            if one.place.known_on <= known_on
            and (
                one.partition not in self.restated_upto
                or one.place > self.restated_upto[one.partition]
            )
        ]

    async def newest(self, firsts: Mapping[Key, date]) -> dict[Key, list[Version]]:
        return {key: self._newest(key) for key in firsts}

    def _newest(self, key: Key) -> list[Version]:
        found = {day: Version(day, 1, row[1]) for day, _, row in self.day_rows if row[0] == key}
        for _, one in self.version_rows:
            if one.key == key:
                found[one.day] = Version(one.day, one.version, one.counts)
        return [found[day] for day in sorted(found)]

    async def restated_on(self, day: date) -> set[Key]:
        return {one.key for _, one in self.version_rows if one.day == day}

    async def keep_versions(
        self, versions: Sequence[Restated], known_from: datetime, upto: Mapping[int, Place]
    ) -> None:
        self.version_rows += [(known_from, one) for one in versions]
        self.restated_upto |= upto

    async def move_on(self, kpi_version: int, day: date | None) -> None:
        self.move(kpi_version=kpi_version, day=day)


INDICATORS = {
    "moved": Twin.in_force,
    "colours": Twin.colours,
    "keep": Twin.keep_lines,
    "forget": Twin.forget_lines,
}


VERSIONS = {
    "restated": Twin.restated,
    "newest": Twin.newest,
    "restated_on": Twin.restated_on,
    "keep": Twin.keep_versions,
}


async def nothing(*given: Any) -> None:
    """There is none."""


def stand_in(monkeypatch: pytest.MonkeyPatch) -> Twin:
    """A twin in place of the database: whoever reads or writes does so in it."""
    for name in (*READ, *READ_TOO):
        monkeypatch.setattr(read, name, getattr(Twin, name))
    for name in WRITE:
        monkeypatch.setattr(write, name, getattr(Twin, name))
    for name, method in INDICATORS.items():
        monkeypatch.setattr(indicators, name, method)
    for name, method in VERSIONS.items():
        monkeypatch.setattr(versions, name, method)
    monkeypatch.setattr(flows, "moved", Twin.flows_moved)
    monkeypatch.setattr(flows, "known", Twin.flows_known)
    monkeypatch.setattr(flows, "reports", Twin.reports_of)
    monkeypatch.setattr(arrivals, "arrived", Twin.arrived)
    monkeypatch.setattr(arrivals, "moved", Twin.arrived_since)
    monkeypatch.setattr("stream.roll.seals.last", nothing)
    monkeypatch.setattr("stream.roll.seals.settled", nothing)
    return Twin()


class Silent:
    """A carrier that remembers what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, int]] = []

    async def send(self, kpi_version: int, states: Iterable[bytes]) -> bool:
        self.sent.append((kpi_version, len(list(states))))
        return True
