"""The strategic tier of the whole country in memory: facts in, stands and indices of scopes out.

A unit is asked for an indicator when the catalogue says so (the root for all, a province for those
measured per province) or when it, or a unit below it, has facts on it. Facts of a unit that has
ended count below its successor (Q36).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from schema.catalogue import Catalogue, Indicator
from schema.catalogue import Point as Written
from schema.ladder import Ladder, Rung
from schema.unit import ROOT
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key
from stream.kpi.strategic.band import Seal, seal
from stream.kpi.strategic.facts import NOTHING, Held, Reading, Subject, Target, in_force
from stream.kpi.strategic.indicator import Stand, judge
from stream.kpi.strategic.path import Point

SEALED_BACK = timedelta(days=7)
"""Day closes made up for after a pause; the first of them takes its raw colour."""
_DAY = timedelta(days=1)
Facts = tuple[tuple[Reading, ...], tuple[Target, ...]]
Seals = Mapping[tuple[str, str], Seal]
"""By (scope, indicator)."""


class Index(Struct, frozen=True, kw_only=True):
    """A scope's index with the stands it is made of, by code."""

    rung: Rung
    stands: Mapping[str, Stand]


class Tier:
    """What is known of every indicator, and how it stands in every scope asked for it."""

    def __init__(self, catalogue: Catalogue, cut: Cut, today: date) -> None:
        self._facts: dict[Subject, Facts] = {}
        self.seals: dict[tuple[str, str], Seal] = {}
        self.sealed: date | None = None
        self.today = today
        self.touched: set[str] = set()
        self.recut(catalogue, cut)

    def recut(self, catalogue: Catalogue, cut: Cut) -> None:
        """Go on under another catalogue or tree."""
        self._cut = cut
        self._ladder = Ladder(catalogue)
        self._indicators = {one.code: one for one in catalogue.indicators}
        self._objective_field = {one.code: one.field for one in catalogue.objectives}
        self._provinces = [code for code in cut.units if cut.kind(code) == "province"]
        self._held = {code: _written(one) for code, one in self._indicators.items()}
        for subject in self._facts:
            self._join(subject)
        self._asked = {code: self._scopes(one) for code, one in self._indicators.items()}
        self._stands: dict[str, dict[str, Stand]] = {}
        self.touch_all()

    def touch_all(self) -> None:
        """Everything may stand differently from now on."""
        self._stands.clear()
        self.touched = {scope for scopes in self._asked.values() for scope in scopes}

    def begin_day(self, today: date) -> None:
        """A local day begins: paths ask for more, readings grow older; days before are sealed."""
        if today != self.today:
            self.today = today
            self.touch_all()

    def put(self, facts: Mapping[Subject, Facts]) -> None:
        """These are all facts in force of these subjects from now on."""
        for subject, found in facts.items():
            self._facts[subject] = found
            self._join(subject)
            indicator = self._indicators.get(subject.indicator)
            if indicator is not None:
                self._asked[subject.indicator] |= self._scopes_of(subject.unit)
            for scope in self._cut.line(subject.unit):
                self._stands.get(scope, {}).pop(subject.indicator, None)
                self.touched.add(scope)

    def seal(self, until: date) -> bool:
        """Close the days up to and including one that are not sealed yet; whether any was."""
        day = max(self.sealed + _DAY, until - SEALED_BACK) if self.sealed else until - SEALED_BACK
        if day > until:
            return False
        if self.sealed is None or day > self.sealed + _DAY:
            self.seals.clear()
        while day <= until:
            self._seal_day(day)
            day += _DAY
        self.sealed = until
        self.touch_all()
        return True

    def take_up(self, seals: Seals, sealed: date | None) -> None:
        """Go on from colours sealed before."""
        self.seals, self.sealed = dict(seals), sealed

    def stands(self, scope: str) -> Mapping[str, Stand]:
        """How every indicator asked of a unit's scope stands today."""
        found = self._stands.setdefault(scope, {})
        for code, scopes in self._asked.items():
            if scope in scopes and code not in found:
                found[code] = self._judge(self._indicators[code], scope, self.today)
        return dict(sorted(found.items()))

    def index(self, key: Key) -> Index | None:
        """The index of a scope and programme; a field's is the country's own; None: not asked."""
        scope, programme = key
        field = scope.removeprefix("f.") if scope.startswith("f.") else ""
        stands = self.stands(ROOT if field else scope)
        if field:
            stands = {code: one for code, one in stands.items() if self._field(code) == field}
        if not stands:
            return None
        attained = {code: one.attainment for code, one in stands.items()}
        rung = self._ladder.index(attained, programme=programme, field=field)
        return Index(rung=rung, stands=stands)

    def places(self) -> set[tuple[str, str]]:
        """Every scope and indicator that is asked for."""
        return {(scope, code) for code, scopes in self._asked.items() for scope in scopes}

    def indicator(self, code: str) -> Indicator:
        """An indicator of the catalogue."""
        return self._indicators[code]

    def held(self, code: str, scope: str) -> Held:
        """The facts of a scope's own on an indicator."""
        return self._held[code].get(scope, NOTHING)

    def _field(self, code: str) -> str:
        return self._objective_field.get(self._indicators[code].objective, "")

    def _judge(self, indicator: Indicator, scope: str, day: date) -> Stand:
        own = self._held[indicator.code].get(scope, NOTHING)
        return judge(indicator, own, self._parts(indicator, scope), day)

    def _seal_day(self, day: date) -> None:
        for code, scopes in self._asked.items():
            for scope in scopes:
                stand = self._judge(self._indicators[code], scope, day)
                place = (scope, code)
                self.seals[place] = seal(self.seals.get(place), stand.attainment, stand.band)

    def _parts(self, indicator: Indicator, scope: str) -> list[Held]:
        """The units whose values a scope adds up: no unit that is above another one of them."""
        held = self._held[indicator.code]
        if indicator.per_province and scope == ROOT:
            return [one for code in self._provinces for one in self._province(held, code)]
        below = {unit for unit in held if unit != scope and scope in self._cut.line(unit)}
        return [held[unit] for unit in sorted(below) if not self._covered(unit, below)]

    def _covered(self, unit: str, others: set[str]) -> bool:
        return any(above in others for above in self._cut.line(unit) if above != unit)

    def _province(self, held: Mapping[str, Held], code: str) -> list[Held]:
        """A province's own facts, else those of the ones it took in."""
        own = held.get(code, NOTHING)
        if own.readings:
            return [own]
        before = [held[unit] for unit in held if unit != code and self._cut.line(unit)[0] == code]
        return before or [own]

    def _join(self, subject: Subject) -> None:
        indicator = self._indicators.get(subject.indicator)
        if indicator is None:
            return
        readings, targets = self._facts[subject]
        written = _written(indicator).get(subject.unit, NOTHING)
        self._held[subject.indicator][subject.unit] = Held(
            readings=readings,
            targets=in_force(targets, written.targets),
            baseline=written.baseline,
        )

    def _scopes(self, indicator: Indicator) -> set[str]:
        scopes = {ROOT, *(self._provinces if indicator.per_province else ())}
        for unit in self._held[indicator.code]:
            scopes |= self._scopes_of(unit)
        return scopes

    def _scopes_of(self, unit: str) -> set[str]:
        return set(self._cut.line(unit))


def _written(indicator: Indicator) -> dict[str, Held]:
    """Baselines and targets of the catalogue, by unit; of several baselines the latest."""
    units = {point.unit for point in (*indicator.baselines, *indicator.targets)}
    return {
        unit: Held(
            baseline=_baseline(one for one in indicator.baselines if one.unit == unit),
            targets=in_force(_target(one) for one in indicator.targets if one.unit == unit),
        )
        for unit in units
    }


def _baseline(points: Iterable[Written]) -> Point | None:
    last = max(points, key=lambda point: point.on, default=None)
    return Point(last.on, Fraction(str(last.value))) if last else None


def _target(point: Written) -> Target:
    return Target(on=point.on, value=Decimal(str(point.value)))
