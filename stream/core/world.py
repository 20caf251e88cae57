"""What the fold must know of the country to judge: units, indicators, sources, calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from schema.catalogue import Catalogue
from schema.unit import ROOT
from schema.workdays import WorkCalendar, state_offices


class World:
    """An immutable view of one catalogue version, made for quick questions."""

    __slots__ = ("_above", "calendar", "indicators", "offline", "organisations", "version")

    def __init__(
        self,
        *,
        version: int | None,
        above: Mapping[str, frozenset[str]],
        indicators: Iterable[str] = (),
        offline: Iterable[str] = (),
        organisations: Iterable[str] = (),
        calendar: WorkCalendar | None = None,
    ) -> None:
        """`above` gives for each unit itself and every unit above it."""
        self.version = version
        self._above = dict(above)
        self.indicators = frozenset(indicators)
        self.offline = frozenset(offline)
        self.organisations = frozenset(organisations)
        self.calendar = calendar or state_offices()

    def above(self, unit: str) -> frozenset[str]:
        """`unit` and all units above it: those who may speak for it."""
        return self._above.get(unit) or frozenset((unit, ROOT))

    def knows(self, unit: str) -> bool:
        """Whether a unit of this code is in the catalogue."""
        return unit in self._above


EMPTY = World(version=None, above={ROOT: frozenset((ROOT,))})
"""The world before any catalogue was loaded."""


def of_catalogue(catalogue: Catalogue, version: int, day: date) -> World:
    """The world as a catalogue version tells it, with the tree in force on a local day."""
    tree = catalogue.tree(day)
    return World(
        version=version,
        above={code: frozenset((code, *tree.ancestors(code))) for code in tree.units},
        indicators=(indicator.code for indicator in catalogue.indicators),
        offline=(source.code for source in catalogue.sources if source.offline),
        organisations=(
            unit.code for unit in tree.units.values() if unit.kind.startswith("organisation")
        ),
    )
