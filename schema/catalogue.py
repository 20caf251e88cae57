"""The catalogue: units and their memberships, programmes, indicators, leagues, posts, method.

Resolution 57 is data, and this is the record of it. A catalogue is immutable; loading a file
makes the next numbered version (``schema.catalogue_store``), in force from its place in the log on.
Neighbours: ``catalogue_file`` reads YAML into these records, ``catalogue_check`` says what is
wrong with them, ``catalogue_diff`` what changed.

Names of parts: codes are public; a post (``m.<post>``) is an office, never a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

import msgspec
from msgspec import Struct

from schema.unit import ROOT, Tree, Unit

Direction = Literal["up", "down", "hold", "floor", "ceiling"]
IndicatorKind = Literal["stock", "flow", "ratio", "rank", "bool"]


class Membership(Struct, frozen=True, kw_only=True):
    """From `valid_from` on, `unit` stands under `parent`; before, under the one of its `Unit`."""

    unit: str
    parent: str
    valid_from: date


class UnitChange(Struct, frozen=True, kw_only=True):
    """A merger or split: from the day `on`, `to` takes what `sources` had (Q36).

    A merger hands everything over; a split moves nothing by itself.
    """

    kind: Literal["merge", "split"]
    sources: tuple[str, ...]
    to: tuple[str, ...]
    on: date


class Plan(Struct, frozen=True, kw_only=True):
    """A plan of a programme with its road-map dates, both days included."""

    code: str
    name_vi: str
    name_en: str
    start: date
    end: date


class Programme(Struct, frozen=True, kw_only=True):
    """A resolution followed as a programme; `number` as printed, e.g. ``57-NQ/TW``."""

    code: str
    number: str
    name_vi: str
    name_en: str
    short_vi: str
    issued: date
    plans: tuple[Plan, ...] = ()


class Field(Struct, frozen=True, kw_only=True):
    """A field of work (scope ``f.<code>``) with its weight in the programme's index."""

    code: str
    name_vi: str
    name_en: str
    weight: float = 1.0


class Objective(Struct, frozen=True, kw_only=True):
    """An objective of a programme within a field."""

    code: str
    programme: str
    field: str
    name_vi: str
    name_en: str
    weight: float = 1.0


class Point(Struct, frozen=True, kw_only=True):
    """The value of an indicator for a unit on a day; `source` says where it comes from."""

    value: float
    on: date
    unit: str = ROOT
    source: str = ""


class Indicator(Struct, frozen=True, kw_only=True):
    """A strategic indicator. No point in `baselines` or `targets` means: not known, no data.

    `max_age` in days: a reading is fresh that long (Q57). `members` is the size N of a ranking,
    None when it comes with each reading. `per_province`: also measured for every province.
    """

    code: str
    name_vi: str
    name_en: str
    measure: str
    direction: Direction
    kind: IndicatorKind
    objective: str
    source: str
    baselines: tuple[Point, ...] = ()
    targets: tuple[Point, ...] = ()
    per_province: bool = False
    weight: float = 1.0
    max_age: int = 120
    members: int | None = None


class Source(Struct, frozen=True, kw_only=True):
    """A system that reports. `offline`: its `reported_at` stands however late it arrives (Q10)."""

    code: str
    name_vi: str
    name_en: str
    offline: bool = False


class League(Struct, frozen=True, kw_only=True):
    """Units that are ranked with one another."""

    code: str
    name_vi: str
    name_en: str


class Post(Struct, frozen=True, kw_only=True):
    """A committee member's post (scope ``m.<post>``) and the fields and units in its charge."""

    code: str
    name_vi: str
    name_en: str
    fields: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class Method(Struct, frozen=True, kw_only=True):
    """The numbered method: its calendar and parameters, published on the method page."""

    version: int = 1
    calendar: str = "state_offices"
    parameters: dict[str, float | str] = {}


class Catalogue(Struct, frozen=True, kw_only=True, dict=True):
    """Everything the system knows of a country that is no report."""

    name_vi: str
    name_en: str
    sample: bool = False
    units: tuple[Unit, ...] = ()
    memberships: tuple[Membership, ...] = ()
    changes: tuple[UnitChange, ...] = ()
    programmes: tuple[Programme, ...] = ()
    fields: tuple[Field, ...] = ()
    objectives: tuple[Objective, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sources: tuple[Source, ...] = ()
    leagues: tuple[League, ...] = ()
    posts: tuple[Post, ...] = ()
    method: Method = Method()

    @cached_property
    def unit_by_code(self) -> Mapping[str, Unit]:
        """Units by code, the ended ones too."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def programme_by_code(self) -> Mapping[str, Programme]:
        """Programmes by code."""
        return {programme.code: programme for programme in self.programmes}

    @cached_property
    def indicator_by_code(self) -> Mapping[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def offline_sources(self) -> frozenset[str]:
        """Codes of the sources whose `reported_at` is believed however late (Q10)."""
        return frozenset(source.code for source in self.sources if source.offline)

    def tree(self, day: date) -> Tree:
        """The tree in force on a local day: units that exist then, under their parents of then."""
        moved = {
            move.unit: move.parent
            for move in sorted(self.memberships, key=lambda move: move.valid_from)
            if move.valid_from <= day
        }
        return Tree(
            msgspec.structs.replace(unit, parent=moved[unit.code]) if unit.code in moved else unit
            for unit in self.units
            if unit.exists_on(day)
        )

    def successor(self, code: str, day: date) -> str:
        """The unit that has on `day` what `code` had: itself until a merger took it in (Q36)."""
        for change in sorted(self.changes, key=lambda change: change.on):
            if change.kind == "merge" and change.on <= day and code in change.sources:
                code = change.to[0]
        return code

    @cached_property
    def body(self) -> bytes:
        """The canonical JSON of this catalogue: same content, same bytes."""
        return _ENCODER.encode(self)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the body, hexadecimal: what makes a version immutable."""
        return hashlib.sha256(self.body).hexdigest()


def from_body(body: bytes | str) -> Catalogue:
    """The catalogue in a canonical body; raises msgspec.ValidationError when it is none."""
    return _DECODER.decode(body)


def empty() -> Catalogue:
    """A country of which nothing is known yet: the root and no programme."""
    root = Unit(
        code=ROOT,
        kind="root",
        name_vi="Toàn quốc",
        name_en="Việt Nam",
        short_vi="Toàn quốc",
        parent=None,
        valid_from=date(1945, 9, 2),
    )
    return Catalogue(name_vi="Chưa có danh mục", name_en="No catalogue yet", units=(root,))


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Catalogue)
