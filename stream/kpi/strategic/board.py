"""The tier as the roll publishes it: records made once and kept until something moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from schema.catalogue import Catalogue
from schema.strategic import Attained, IndicatorNow, Strategic
from schema.unit import ROOT
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key
from stream.kpi.strategic.band import Seal
from stream.kpi.strategic.facts import Subject
from stream.kpi.strategic.record import furthest, kept, record, tier
from stream.kpi.strategic.tier import Facts, Seals, Tier


class Line(NamedTuple):
    """One indicator in one scope."""

    scope: str
    indicator: str
    now: IndicatorNow
    seal: Seal | None


class Board:
    """Every scope's strategic record; `moved` tells which may differ from the published ones."""

    def __init__(self, catalogue: Catalogue, cut: Cut, today: date) -> None:
        self._tier = Tier(catalogue, cut, today)
        self._records: dict[Key, Strategic | None] = {}
        self._kept: dict[str, tuple[Attained, ...]] = {}
        self._unsaved: set[str] = set(self._tier.touched)

    @property
    def sealed(self) -> date | None:
        """The last day close that colours stand on."""
        return self._tier.sealed

    def take_up(self, seals: Seals, sealed: date | None) -> None:
        """Go on from colours sealed before."""
        self._tier.take_up(seals, sealed)

    def recut(self, catalogue: Catalogue, cut: Cut) -> None:
        """Go on under another catalogue or tree."""
        self._tier.recut(catalogue, cut)

    def begin_day(self, today: date) -> None:
        """A local day begins."""
        self._tier.begin_day(today)

    def put(self, facts: Mapping[Subject, Facts]) -> None:
        """These are all facts in force of these subjects from now on."""
        self._tier.put(facts)

    def seal(self, until: date) -> None:
        """Seal the colours of the days up to and including one."""
        self._tier.seal(until)

    def moved(self, keys: Iterable[Key]) -> set[Key]:
        """Of these scopes those whose record may differ; asks only once.

        A field's record is made from the country's own indicators.
        """
        touched, self._tier.touched = self._tier.touched, set()
        self._unsaved |= touched
        for scope in touched:
            self._kept.pop(scope, None)
        found = {key for key in keys if (ROOT if key[0].startswith("f.") else key[0]) in touched}
        for key in found:
            self._records.pop(key, None)
        return found

    def strategic(self, key: Key) -> Strategic | None:
        """The record of a scope and programme; None when no indicator is asked of it."""
        if key not in self._records:
            self._records[key] = self._make(key)
        return self._records[key]

    def attained(self, key: Key) -> tuple[Attained, ...]:
        """What each indicator asked of a unit adds to its index; of a field they are the root's."""
        scope, programme = key
        if programme:
            return ()
        if scope not in self._kept:
            self._kept[scope] = tuple(map(kept, self._tier.stands(scope).values()))
        return self._kept[scope]

    def lines(self) -> list[Line]:
        """Every indicator of the scopes that moved since the last time."""
        unsaved, self._unsaved = self._unsaved, set()
        return [
            Line(scope, code, self._now(scope, code), self._tier.seals.get((scope, code)))
            for scope in sorted(unsaved)
            for code in self._tier.stands(scope)
        ]

    def places(self) -> set[tuple[str, str]]:
        """Every scope and indicator there is a line of."""
        return self._tier.places()

    def _make(self, key: Key) -> Strategic | None:
        found = self._tier.index(key)
        if found is None:
            return None
        scope = ROOT if key[0].startswith("f.") else key[0]
        named = [self._now(scope, code) for code in furthest(found.stands)]
        return tier(found.rung, found.stands, named, self._tier.today)

    def _now(self, scope: str, code: str) -> IndicatorNow:
        stand = self._tier.stands(scope)[code]
        seal = self._tier.seals.get((scope, code))
        return record(self._tier.indicator(code), stand, seal, self._tier.held(code, scope))
