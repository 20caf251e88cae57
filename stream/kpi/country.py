"""The whole country in memory: the tree, its dated facts, plans and past, and the states of them.

The shell tells it what moved, and asks for the states of what was touched. `recut` puts everything
under another tree; leaves, facts and days stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from schema.catalogue import Catalogue
from schema.close import Tiers
from schema.earned.axis import axis_of
from schema.earned.curve import Curve
from schema.kpi import Headline, KpiState, Windows
from schema.measures import Counts, named
from schema.quality import Quality
from schema.rolling import Rolling
from schema.workdays import WorkCalendar
from stream.kpi.archive import Archive, Shelves, bare, is_kept
from stream.kpi.closes import Closes, Row
from stream.kpi.cut import Cut
from stream.kpi.dated import ByGroup, Dated
from stream.kpi.expected import Expected
from stream.kpi.facts import Facts
from stream.kpi.findings import Finder
from stream.kpi.headline import headline
from stream.kpi.holders import Holders
from stream.kpi.leaf import Changes, Key
from stream.kpi.names import UnitNames
from stream.kpi.operational.plans import Planned, Plans
from stream.kpi.operational.points import Points, points
from stream.kpi.operational.tier import tier
from stream.kpi.quality.indicators import Indicators, newest
from stream.kpi.quality.scopes import quality_of
from stream.kpi.replay import Replay
from stream.kpi.restating import Moves, Told
from stream.kpi.rolling.sums import Row as FlowRow
from stream.kpi.rolling.windows import Windows as Rolled
from stream.kpi.strategic.board import Board
from stream.kpi.strategic.facts import Subject
from stream.kpi.strategic.tier import Facts as Readings
from stream.kpi.sums import Sums
from stream.kpi.windows import Arrived, Sent, Today

Past = dict[str, int] | None
"""Counts at an earlier close by measure; None when history is shorter."""


class Stand(Struct, frozen=True, kw_only=True):
    """What one publication stands on: positions of the log, their clock, the instant it is made."""

    kpi_version: int
    as_of: datetime
    clock: datetime | None
    positions: dict[int, int]


class Country:
    """Everything roll knows; `touched`: scopes whose state may differ from the published one."""

    def __init__(self, catalogue: Catalogue, day: date, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._catalogue = catalogue
        self._cut = Cut(catalogue, day)
        self._names = UnitNames(self._cut.unit)
        self._sums = Sums(self._cut)
        self._holders = Holders(self._cut)
        self._expected = Expected(self._cut)
        self._dated = Dated(self._cut)
        self._today = Today(self._cut)
        self._rolled = Rolled(self._cut, day)
        self._asked = Indicators(catalogue, self._cut, day)
        self._finder = Finder(self._cut, self._dated, calendar, day)
        self._axis = axis_of(calendar)
        self._plans = Plans(self._cut, self._axis)
        self._sentences: dict[Key, tuple[Facts, Headline]] = {}
        self._past: dict[Key, tuple[Past, Past]] = {}
        self._archive = Archive(self._axis)
        self._moved: set[Key] = set()
        self._shelved_live = True
        self.closes = Closes(self._cut)
        self.board = Board(catalogue, self._cut, day)
        self.touched: set[Key] = set()
        self.touch_all()

    def keys(self) -> set[Key]:
        """Every scope and programme there is a state of."""
        return {*self._cut.known, *self._sums.keys()}

    def touch_all(self) -> None:
        """Every state may differ from now on."""
        self.touched = self.keys()

    def begin_day(self, today: date) -> None:
        """The local day figures are judged on: that of the log's clock."""
        if today != self._finder.today:
            self._finder = Finder(self._cut, self._dated, self._calendar, today)
            self.board.begin_day(today)
            self._rolled.begin_day(today)
            self._asked.begin_day(today)
            self.touch_all()

    def put(self, changes: Changes) -> None:
        """Leaves are worth this from now on."""
        for leaf, counts in changes.items():
            before = self._sums.worth(leaf)
            self._holders.move(leaf, before, counts)
            self._expected.move(leaf, before, counts)
        self.touched |= self._sums.put(changes)

    def put_facts(self, leads: Iterable[str], facts: Mapping[str, ByGroup]) -> None:
        """These are all dated facts of these lead units; one without facts has none any more."""
        for lead in leads:
            keys = self._dated.replace(lead, facts.get(lead, {}))
            self._finder.forget(keys)
            self.touched |= keys

    def put_indicators(self, facts: Mapping[Subject, Readings]) -> None:
        """These are all readings and targets in force of these indicators and units."""
        if facts:
            self.board.put(facts)
            moved = self._asked.put({subject: newest(told) for subject, (told, _) in facts.items()})
            self.touched |= {(scope, "") for scope in moved}

    def begin_history(self) -> None:
        """A window before the first day ever closed is not known."""
        self._rolled.begin_history(self.closes.first)

    def put_flows(self, rows: Iterable[tuple[FlowRow, date, Counts]]) -> None:
        """These days of these rows are worth this from now on."""
        self.touched |= self._rolled.put_flows(rows)

    def put_reports(self, rows: Iterable[tuple[str, date, int]]) -> None:
        """These units have made so many reports on these days."""
        self.touched |= self._rolled.put_reports(rows)

    def put_plans(self, found: Mapping[str, Planned | None]) -> None:
        """These tasks are these leaves of the plan from now on; None: no leaf any more."""
        moved = self._plans.put_all(found)
        self._archive.stale |= moved
        self.touched |= moved

    def take_redrawn(self) -> dict[Key, Points | None]:
        """The planned curves that are others than when this was last asked; None: there is none."""
        redrawn, self._plans.redrawn = self._plans.redrawn, set()
        curves = ((key, self._plans.curve(key)) for key in sorted(redrawn))
        return {key: points(curve) if curve else None for key, curve in curves}

    def begin_arrivals(self, arrived: Mapping[Sent, Arrived]) -> None:
        """A new day: this is all that was sent on it."""
        before, self._today = self._today, Today(self._cut, arrived)
        self.touched |= {(scope, "") for scope in before.scopes | self._today.scopes}

    def put_arrivals(self, arrived: Mapping[Sent, Arrived]) -> None:
        """These units have sent this today."""
        self.touched |= {(scope, "") for scope in self._today.put(arrived)}

    def close(self, day: date, changes: Changes) -> list[Row]:
        """Close a local day; returns the scopes that differ from the day before."""
        self.touch_all()
        self._past.clear()
        rows = self.closes.close(day, changes)
        self._moved.update(key for key, _ in rows)
        return rows

    def moves(self, told: Iterable[Told]) -> Moves:
        """What restatements of leaves come to in the scopes they count to."""
        return Moves(self._cut, told)

    def replay(self, day: date, daily_from: date) -> Replay:
        """For days long past: what was planned and read then, still empty."""
        return Replay(self._catalogue, self._cut, self._axis, day, daily_from)

    def shelve(self, day: date, replay: Replay | None = None) -> Shelves:
        """The tiers at the close of a day, the last one closed; of the past by its replay."""
        keys = self.keys()
        if (replay is None) is not self._shelved_live:  # other curves: nothing is taken over
            self._archive.stale |= keys
            self._shelved_live = replay is None
        if replay is not None:
            self._archive.stale |= replay.advance(day, keys, self.closes.first)
        moved, self._moved = self._moved, set()
        return self._archive.close(day, keys, moved, self.closes.value, replay or self)

    @property
    def day(self) -> date:
        """The local day it stands on."""
        return self._finder.today

    def tiers(self, key: Key) -> Tiers:
        """The tiers of a scope now."""
        now = tier(self._plans.curve(key), self._sums.total(key), self._finder.today, self._axis)
        return Tiers(
            operational=now,
            strategic=bare(self.board.strategic(key)),
            quality=self.quality(key, self._sums.total(key)),
            rolling=self._rolled.of(key) if is_kept(key) else None,
        )

    def recut(self, catalogue: Catalogue, day: date) -> None:
        """Put everything under the tree of another catalogue or day."""
        self._catalogue, self._archive = catalogue, Archive(self._axis)
        self._cut = Cut(catalogue, day)
        self._names = UnitNames(self._cut.unit)
        self._sums = self._sums.recut(self._cut)
        self._holders = Holders(self._cut, self._sums.leaves)
        self._expected = Expected(self._cut, self._sums.leaves)
        self._dated = self._dated.recut(self._cut)
        self._plans = self._plans.recut(self._cut)
        self._rolled.recut(self._cut)
        self._asked.recut(catalogue, self._cut)
        self.closes.recut(self._cut)
        self.board.recut(catalogue, self._cut)
        self._finder = Finder(self._cut, self._dated, self._calendar, self._finder.today)
        self._sentences.clear()
        self._past.clear()
        self._today = Today(self._cut, self._today.rows)
        self.touch_all()

    def counts(self, key: Key) -> Counts:
        """What a scope is worth now."""
        return self._sums.total(key)

    def states(self, stand: Stand) -> Iterable[tuple[Key, KpiState]]:
        """The states of everything touched."""
        self.begin_history()
        for key in sorted(self.touched):
            yield key, self._state(key, stand)

    def touch_indicators(self) -> None:
        """Scopes whose indicators moved are touched too."""
        self.touched |= self.board.moved(self.keys())

    def _state(self, key: Key, stand: Stand) -> KpiState:
        now = self._sums.total(key)
        held, week_ago = self._holders.of(key), self.closes.week_ago(key)
        period = self._expected.of(key)
        facts = self._finder.facts(key, now, week_ago, held, period)
        named_week_ago, yesterday = self._past.get(key) or self._find_past(key)
        return KpiState(
            scope=key[0],
            programme=key[1],
            kpi_version=stand.kpi_version,
            as_of=stand.as_of,
            clock=stand.clock,
            positions=stand.positions,
            counts=named(now),
            headline=self._headline(key, facts),
            week_ago=named_week_ago,
            yesterday=yesterday,
            windows=self._window(key),
            rolling=self._rolled.of(key),
            next_due=facts.next_due,
            strategic=self.board.strategic(key),
            operational=tier(self._plans.curve(key), now, self._finder.today, self._axis),
            quality=self.quality(key, now),
            period=period,
        )

    def quality(self, key: Key, now: Counts) -> Quality | None:
        """Data quality of a scope worth `now`."""
        return quality_of(key, now, self._cut, self._rolled, self._asked)

    def curve(self, key: Key) -> Curve | None:
        """The planned curve of a scope and programme."""
        return self._plans.curve(key)

    def rolling(self, key: Key) -> Rolling | None:
        """The windows of a scope and programme now."""
        return self._rolled.of(key)

    def _find_past(self, key: Key) -> tuple[Past, Past]:
        past = _named(self.closes.week_ago(key)), _named(self.closes.yesterday(key))
        self._past[key] = past
        return past

    def _headline(self, key: Key, facts: Facts) -> Headline:
        before = self._sentences.get(key)
        if before is not None and before[0] == facts:
            return before[1]
        written = headline(facts, self._names)
        self._sentences[key] = (facts, written)
        return written

    def _window(self, key: Key) -> Windows:
        scope, programme = key
        if programme or scope not in self._cut.units:
            return Windows()
        return self._today.of(scope)


def _named(counts: Counts | None) -> Past:
    return None if counts is None else named(counts)
