"""What the fold must know of the country to judge: units, indicators, sources, calendar.

A catalogue version is one World, the same on every day of the log. The tree of units changes on
some days; between two of them it is an Era. An update is judged by the era of the day it occurred,
so that what a merger moves is the successor's from its day on (Q36), in whatever order it is told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import UTC, date, datetime

from schema.catalogue import Catalogue
from schema.clock import day_start
from schema.unit import ROOT
from schema.workdays import WorkCalendar, state_offices
from stream.kpi.cut import Cut

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_EVER = date.min


class _Every(Container[str]):
    """Holds every code."""

    def __contains__(self, code: object) -> bool:
        return True


_EVERY = _Every()


class Era:
    """The units between two days on which the tree changes; every question is a look-up."""

    __slots__ = ("_above", "calendar", "here", "organisations")

    def __init__(
        self,
        *,
        above: Mapping[str, frozenset[str]] | None,
        here: Iterable[str] | None = None,
        organisations: Iterable[str] = (),
        calendar: WorkCalendar | None = None,
    ) -> None:
        """`above` gives for each unit, the ended ones too, itself and all who may speak for it.

        None: no catalogue, every code is taken for a unit. `here` are those that exist (all).
        """
        self._above = above
        known = _EVERY if above is None else above.keys()
        self.here: Container[str] = known if here is None else frozenset(here)
        """Codes of the units in force, all of them known."""
        self.organisations = frozenset(organisations)
        self.calendar = calendar or state_offices()

    def above(self, unit: str) -> frozenset[str]:
        """`unit`, its successor if it has ended, and all units above: who may speak for it."""
        found = None if self._above is None else self._above.get(unit)
        return found or frozenset((unit, ROOT))

    def knows(self, unit: str) -> bool:
        """Whether the catalogue has a unit of this code, in force or not (Q39)."""
        return self._above is None or unit in self._above

    def has(self, unit: str) -> bool:
        """Whether a known unit is in force."""
        return unit in self.here


class World:
    """An immutable view of one catalogue version, made for quick questions."""

    __slots__ = (
        "_eras",
        "_make",
        "_newest",
        "_newest_from",
        "_turns",
        "calendar",
        "indicators",
        "offline",
        "version",
    )

    def __init__(
        self,
        *,
        version: int | None,
        era: Callable[[date], Era],
        turns: Iterable[date] = (),
        indicators: Iterable[str] = (),
        offline: Iterable[str] = (),
        calendar: WorkCalendar | None = None,
    ) -> None:
        """`era` makes the era that a day lies in; a new one begins on each day of `turns`."""
        self.version = version
        self.indicators = frozenset(indicators)
        self.offline = frozenset(offline)
        self.calendar = calendar or state_offices()
        days = sorted(set(turns))
        self._make = era
        self._turns = [(_EVER, _EARLIEST), *((day, day_start(day)) for day in days)]
        self._newest_from = self._turns[-1][1]
        self._newest = era(self._turns[-1][0])
        self._eras: dict[int, Era] = {}

    def at(self, instant: datetime) -> Era:
        """The era an instant lies in."""
        return self._newest if instant >= self._newest_from else self._earlier(instant)

    def _earlier(self, instant: datetime) -> Era:
        place = bisect_right(self._turns, instant, key=lambda turn: turn[1]) - 1
        if place not in self._eras:
            self._eras[place] = self._make(self._turns[place][0])
        return self._eras[place]


EMPTY = World(version=None, era=lambda day: Era(above=None))
"""The world before any catalogue was loaded."""


def of_catalogue(catalogue: Catalogue, version: int) -> World:
    """The world as a catalogue version tells it."""
    return World(
        version=version,
        era=lambda day: era_of(catalogue, day),
        turns=turning_days(catalogue),
        indicators=(indicator.code for indicator in catalogue.indicators),
        offline=catalogue.offline_sources,
    )


def era_of(catalogue: Catalogue, day: date) -> Era:
    """The units of a catalogue as they stand on a local day."""
    cut = Cut(catalogue, day)
    return Era(
        above={code: frozenset((code, *cut.line(code))) for code in catalogue.unit_by_code},
        here=cut.units,
        organisations=(u.code for u in catalogue.units if u.kind.startswith("organisation")),
    )


def turning_days(catalogue: Catalogue) -> list[date]:
    """The days on which the tree of a catalogue changes, ascending."""
    days = {unit.valid_from for unit in catalogue.units}
    days |= {unit.valid_to for unit in catalogue.units if unit.valid_to is not None}
    days |= {move.valid_from for move in catalogue.memberships}
    days |= {change.on for change in catalogue.changes}
    return sorted(days)
