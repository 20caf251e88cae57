"""The rows of a catalogue file, as people write them, and the records they become.

Short keys (``vi``, ``en``, ``from``, ``base``) so that an indicator fits on a line; every row needs
both languages. `schema.catalogue_file` reads the file around them.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from schema import catalogue as c
from schema.alphabet import sort_key
from schema.unit import ROOT, Unit, UnitKind

Word = Annotated[str, Meta(pattern=r"^[a-z0-9]+(\.[a-z0-9_-]+)*$", max_length=40)]
Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]+$", max_length=40)]
Name = Annotated[str, Meta(min_length=1, max_length=300)]

_POINT = re.compile(r"(?P<value>-?\d+(\.\d+)?)@(?P<on>\d{4}(-\d\d){0,2})( (?P<source>.{1,200}))?")


class _Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every named row carries."""

    code: Key
    vi: Name
    en: Name


class UnitRow(_Row, frozen=True, kw_only=True):
    """A unit; `short` is the name used where room is scarce."""

    code: Word
    kind: UnitKind
    parent: Word | None = None
    start: date = msgspec.field(name="from")
    end: date | None = msgspec.field(name="to", default=None)
    short: Name | None = None
    league: Key | None = None

    def record(self) -> Unit:
        """The unit."""
        short = self.short or self.vi
        return Unit(
            code=self.code,
            kind=self.kind,
            name_vi=self.vi,
            name_en=self.en,
            short_vi=short,
            parent=self.parent,
            valid_from=self.start,
            valid_to=self.end,
            league=self.league,
            sort_key=sort_key(short),
        )


class MoveRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit comes under another parent."""

    unit: Word
    parent: Word
    start: date = msgspec.field(name="from")

    def record(self) -> c.Membership:
        """The membership."""
        return c.Membership(unit=self.unit, parent=self.parent, valid_from=self.start)


class PlanRow(_Row, frozen=True, kw_only=True):
    """A plan, under its programme."""

    start: date = msgspec.field(name="from")
    end: date = msgspec.field(name="to")

    def record(self) -> c.Plan:
        """The plan."""
        return c.Plan(
            code=self.code, name_vi=self.vi, name_en=self.en, start=self.start, end=self.end
        )


class ProgrammeRow(_Row, frozen=True, kw_only=True):
    """A programme with its plans."""

    code: Word
    number: Name
    issued: date
    short: Name
    plans: tuple[PlanRow, ...] = ()

    def record(self) -> c.Programme:
        """The programme."""
        return c.Programme(
            code=self.code,
            number=self.number,
            name_vi=self.vi,
            name_en=self.en,
            short_vi=self.short,
            issued=self.issued,
            plans=tuple(plan.record() for plan in self.plans),
        )


class FieldRow(_Row, frozen=True, kw_only=True):
    """A field of work."""

    weight: Annotated[float, Meta(ge=0)] = 1.0

    def record(self) -> c.Field:
        """The field."""
        return c.Field(code=self.code, name_vi=self.vi, name_en=self.en, weight=self.weight)


class ObjectiveRow(_Row, frozen=True, kw_only=True):
    """An objective of a programme in a field."""

    programme: Word
    field: Key
    weight: Annotated[float, Meta(ge=0)] = 1.0

    def record(self) -> c.Objective:
        """The objective."""
        return c.Objective(
            code=self.code,
            programme=self.programme,
            field=self.field,
            name_vi=self.vi,
            name_en=self.en,
            weight=self.weight,
        )


Points = str | dict[str, str | tuple[str, ...]] | tuple[str, ...]
"""``44@2024 G``, several of them, or those of named units: ``{vn.56: 9@2025 004}``."""


class IndicatorRow(_Row, frozen=True, kw_only=True):
    """An indicator; `base` and `target` as ``value@date source``, absent where not known."""

    unit: Name
    dir: c.Direction
    kind: c.IndicatorKind
    objective: Key
    src: Name
    base: Points = ()
    target: Points = ()
    province: bool = False
    weight: Annotated[float, Meta(ge=0)] = 1.0
    max_age: Annotated[int, Meta(ge=1, le=3650)] = 120
    members: Annotated[int, Meta(ge=2)] | None = None

    def record(self) -> c.Indicator:
        """The indicator; raises ValueError for a point that cannot be read."""
        return c.Indicator(
            code=self.code,
            name_vi=self.vi,
            name_en=self.en,
            measure=self.unit,
            direction=self.dir,
            kind=self.kind,
            objective=self.objective,
            source=self.src,
            baselines=_points(self.base),
            targets=_points(self.target),
            per_province=self.province,
            weight=self.weight,
            max_age=self.max_age,
            members=self.members,
        )


class SourceRow(_Row, frozen=True, kw_only=True):
    """A reporting system."""

    offline: bool = False

    def record(self) -> c.Source:
        """The source."""
        return c.Source(code=self.code, name_vi=self.vi, name_en=self.en, offline=self.offline)


class LeagueRow(_Row, frozen=True, kw_only=True):
    """A league."""

    def record(self) -> c.League:
        """The league."""
        return c.League(code=self.code, name_vi=self.vi, name_en=self.en)


class PostRow(_Row, frozen=True, kw_only=True):
    """A post; never the name of a person."""

    code: Annotated[str, Meta(pattern=r"^m\.[a-z0-9_-]+$", max_length=40)]
    fields: tuple[str, ...] = ()
    units: tuple[Word, ...] = ()

    def record(self) -> c.Post:
        """The post."""
        return c.Post(
            code=self.code, name_vi=self.vi, name_en=self.en, fields=self.fields, units=self.units
        )


def _points(written: Points) -> tuple[c.Point, ...]:
    if isinstance(written, Mapping):
        return tuple(
            _point(text, unit) for unit, texts in written.items() for text in _several(texts)
        )
    return tuple(_point(text, ROOT) for text in _several(written))


def _several(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


def _point(text: str, unit: str) -> c.Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(
            f"expected value@date and a source, such as 44@2024 G or 26@2025-06, got {text!r}"
        )
    return c.Point(
        value=float(found["value"]),
        on=last_day(found["on"]),
        unit=unit,
        source=found["source"] or "",
    )


def last_day(written: str) -> date:
    """The last day of a year, month or day: ``2024`` → 31/12/2024; ValueError if there is none."""
    numbers = [int(part) for part in written.split("-")]
    match numbers:
        case [year]:
            return date(year, 12, 31)
        case [year, month] if 1 <= month <= 12:
            return date(year, month, calendar.monthrange(year, month)[1])
        case [year, month, day]:
            return date(year, month, day)
        case _:
            raise ValueError(f"expected a year, a month or a day, got {written!r}")
