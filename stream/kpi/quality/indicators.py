"""How fresh the indicators are that units are asked for: what they add to `live` (Q66).

An indicator measured per province is asked of every province, any other of the root, and of every
unit that has told of it itself. It is fresh for the indicator's max_age; never told is stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from operator import add, sub
from typing import NamedTuple

from schema.catalogue import Catalogue, Indicator
from schema.clock import local_day
from schema.unit import ROOT
from stream.core.numbers import thousandths
from stream.kpi.cut import Cut
from stream.kpi.strategic.facts import Reading, Subject
from stream.kpi.strategic.fresh import Fresh, freshness


class Heard(NamedTuple):
    """Indicators asked of a scope, and of these the fresh ones; weights in 1/1,000."""

    asked: int
    fresh: int
    weight: int
    weight_fresh: int


NONE = Heard(0, 0, 0, 0)


def newest(told: Iterable[Reading]) -> date | None:
    """The local day of the newest reading in force; None without any."""
    return max((local_day(one.occurred_at) for one in told), default=None)


class Indicators:
    """What every scope is asked for, added up; `put` and `begin_day` move exactly what moved."""

    __slots__ = ("_adds", "_asked", "_cut", "_indicators", "_newest", "_sums", "_today")

    def __init__(self, catalogue: Catalogue, cut: Cut, today: date) -> None:
        self._newest: dict[Subject, date | None] = {}
        """The day of the newest reading; None where there is none in force."""
        self._today = today
        self.recut(catalogue, cut)

    def of(self, scope: str) -> Heard:
        """What a scope of units is asked for."""
        return self._sums.get(scope, NONE)

    def put(self, newest: Mapping[Subject, date | None]) -> set[str]:
        """The newest readings of these are of these days; the scopes whose sums moved."""
        moved: set[str] = set()
        for subject, day in newest.items():
            self._newest[subject] = day
            moved |= self._settle(subject)
        return moved

    def begin_day(self, today: date) -> set[str]:
        """A local day begins: ages grow. The scopes whose sums moved."""
        self._today = today
        return self._settle_all(list(self._adds))

    def recut(self, catalogue: Catalogue, cut: Cut) -> None:
        """The same readings under another catalogue or tree."""
        self._cut = cut
        self._indicators = {one.code: one for one in catalogue.indicators}
        self._adds: dict[Subject, Heard] = {}
        self._sums: dict[str, Heard] = {}
        provinces = [code for code in cut.units if cut.kind(code) == "province"]
        self._asked = {s for one in catalogue.indicators for s in _asked(one, provinces)}
        self._settle_all(sorted(self._asked | self._newest.keys()))

    def _settle_all(self, subjects: Iterable[Subject]) -> set[str]:
        moved: set[str] = set()
        for subject in subjects:
            moved |= self._settle(subject)
        return moved

    def _settle(self, subject: Subject) -> set[str]:
        before, after = self._adds.get(subject, NONE), self._heard(subject)
        if before == after:
            return set()
        self._adds[subject] = after
        line = self._cut.line(subject.unit)
        for scope in line:
            moved = map(add, self._sums.get(scope, NONE), map(sub, after, before))
            self._sums[scope] = Heard(*moved)
        return set(line)

    def _heard(self, subject: Subject) -> Heard:
        one, newest = self._indicators.get(subject.indicator), self._newest.get(subject)
        if one is None or (newest is None and subject not in self._asked):
            return NONE
        weight = thousandths(one.weight)
        if newest is None or freshness(newest, self._today, one.max_age) is not Fresh.FRESH:
            return Heard(1, 0, weight, 0)
        return Heard(1, 1, weight, weight)


def _asked(one: Indicator, provinces: Iterable[str]) -> Iterable[Subject]:
    units = provinces if one.per_province else (ROOT,)
    return (Subject(one.code, unit) for unit in units)
