"""Plans, readings and flows as they were known on days gone by, while the log's past is replayed.

Live, the country in memory is that of the day that closes. When days long past go by, what stands
in SQL is of later: here it is let in day by day, by when it was told. What a task planned never
moves (Q25); where it counts and whether it is a leaf is taken as it is known now. Paths of
indicators move slowly and cost much: before `daily_from` they are judged on Sundays, as each record
says; windows and data quality of the thousands of communes are kept from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from schema.catalogue import Catalogue
from schema.clock import local_day
from schema.earned.axis import Axis
from schema.earned.curve import Curve
from schema.measures import Counts
from schema.quality import Quality
from schema.rolling import Rolling
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key
from stream.kpi.operational.plans import Planned, Plans
from stream.kpi.quality.indicators import Indicators, newest
from stream.kpi.quality.scopes import quality_of
from stream.kpi.rolling.reporters import COMMUNE
from stream.kpi.rolling.then import Then, Told
from stream.kpi.strategic.board import Board
from stream.kpi.strategic.facts import Subject
from stream.kpi.strategic.tier import Facts

_SUNDAY = 6
_GONE: tuple[date, Planned | None] = (date.min, None)


class Replay:
    """The curves and indicators of one day after the other."""

    def __init__(
        self, catalogue: Catalogue, cut: Cut, axis: Axis, day: date, daily_from: date = date.min
    ) -> None:
        self._cut = cut
        self._then = Then(cut, day)
        self._asked = Indicators(catalogue, cut, day)
        self._plans = Plans(cut, axis)
        self._daily_from = daily_from
        self._board = Board(catalogue, cut, day)
        self._waiting: dict[str, tuple[date, Planned | None]] = {}
        self._leaves: set[str] = set()
        """Tasks let in."""
        self._facts: dict[Subject, Facts] = {}
        self._known: dict[Subject, Facts] = {}

    def learn(
        self,
        plans: Mapping[str, tuple[date, Planned | None]],
        facts: Mapping[Subject, Facts],
    ) -> None:
        """What SQL holds: of each task its plan and the day it was told; all facts in force.

        A task that was a leaf and is none any more, suspended or cancelled, is one no longer.
        """
        gone = dict.fromkeys(self._leaves - plans.keys(), _GONE)
        self._waiting = {**plans, **gone}
        self._facts = dict(facts)

    def learn_flows(self, flows: Iterable[Told]) -> None:
        """What SQL holds of flows, told on the days that come next."""
        self._then.learn(flows)

    def coming(self, day: date) -> list[Told]:
        """The flows that a day lets in."""
        return self._then.coming(day)

    def put_reports(self, rows: Iterable[tuple[str, date, int]]) -> None:
        """By the end of the day that comes, these units had made so many reports on these days."""
        self._then.windows.put_reports(rows)

    def advance(self, day: date, keys: Collection[Key], first: date | None = None) -> set[Key]:
        """Let in what was told by the end of a day; returns which of `keys` have another curve.

        `first` is the first day ever closed: no window reaches back behind it.
        """
        self._then.advance(day, first)
        told = {code: plan for code, (known, plan) in self._waiting.items() if known <= day}
        for code in told:
            del self._waiting[code]
            self._leaves.add(code)
        moved = self._plans.put_all(told) if told else set()
        if day >= self._daily_from or day.weekday() == _SUNDAY:
            self._board.begin_day(day)
        facts = {one: _by(found, day) for one, found in self._facts.items()}
        new = {one: found for one, found in facts.items() if found != self._known.get(one)}
        self._board.put(new)
        self._asked.begin_day(day)
        self._asked.put({subject: newest(told) for subject, (told, _) in new.items()})
        self._known |= new
        self._board.moved(keys)
        return moved & set(keys)

    def curve(self, key: Key) -> Curve | None:
        """The planned curve of a scope."""
        return self._plans.curve(key)

    @property
    def board(self) -> Board:
        """The indicators of the day."""
        return self._board

    def rolling(self, key: Key) -> Rolling | None:
        """The windows of a scope and programme; None of a commune before `daily_from`."""
        return self._then.windows.of(key) if self._judges(key[0]) else None

    def quality(self, key: Key, counts: Counts) -> Quality | None:
        """Data quality of a scope that was worth `counts` at the close; of communes likewise."""
        if not self._judges(key[0]):
            return None
        return quality_of(key, counts, self._cut, self._then.windows, self._asked)

    def _judges(self, scope: str) -> bool:
        return self._then.windows.today >= self._daily_from or self._cut.kind(scope) != COMMUNE


def _by(facts: Facts, day: date) -> Facts:
    readings, targets = facts
    return tuple(one for one in readings if local_day(one.known_at) <= day), targets
