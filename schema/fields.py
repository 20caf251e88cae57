"""Value types of the wire: what a code, a title or a share may look like, checked on decoding."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.inspect import DateTimeType, DateType, Type, UnionType, type_info

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Years a day or instant may lie in: those of the working-day table (`schema.workdays`)."""

_END = r"(?!\n)$"  # a bare $ would let a last line feed through
Id = Annotated[
    str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + _END)
]
"""A UUID (version 7 is asked of producers) in its canonical lower-case form."""
Code = Annotated[str, Meta(pattern=r"^[a-z0-9]+(\.[A-Za-z0-9_-]+)*" + _END, max_length=64)]
"""A code of a unit or task: dotted words such as ``vn.15.04465`` or ``vn.15.04465.t0042``."""
Subject = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+" + _END)]
Label = Annotated[str, Meta(min_length=1, max_length=64)]
Reason = Annotated[str, Meta(min_length=1, max_length=2_000)]
Text = Annotated[str, Meta(max_length=4_000)]
Title = Annotated[str, Meta(min_length=1, max_length=500)]
Instant = Annotated[datetime, Meta(tz=True)]
Share = Annotated[float, Meta(ge=0, le=1)]
Weight = Annotated[float, Meta(ge=0, le=1_000_000)]
Number = Annotated[float, Meta(ge=-1e15, le=1e15)]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Codes = Annotated[list[Code], Meta(max_length=500)]
Parts = Annotated[dict[Label, Number], Meta(max_length=200)]
"""Pieces of a reading, by name."""

_Whole = Annotated[int, Meta(ge=-(10**15), le=10**15)]
_Scalar = None | bool | _Whole | Number | Text
_Scalars = Annotated[dict[Label, _Scalar], Meta(max_length=200)]
_Value = _Scalar | _Scalars | Annotated[list[_Scalar | _Scalars], Meta(max_length=500)]
Fields = Annotated[dict[Label, _Value], Meta(max_length=50)]
"""Corrected fields by name: no deeper than the deepest field of an update, no longer either."""


def check_years(record: Struct) -> None:
    """Refuse a record with a day or instant outside 1990 to 2099, wherever it is read.

    So no sum of days can leave the calendar. Raises ValueError, of which msgspec makes a
    ValidationError; the field stands at its end as msgspec writes places (`schema.wire.where`).
    """
    for name in _dated(type(record)):
        value = getattr(record, name)
        if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(
                f"expected a year from {FIRST_YEAR} to {LAST_YEAR}, got {value.isoformat()}"
                f" - at `$.{name}`"
            )


@cache
def _dated(record: type[Struct]) -> tuple[str, ...]:
    """Names of the fields that hold a day or an instant."""
    fields = msgspec.structs.fields(record)
    return tuple(field.name for field in fields if _is_dated(type_info(field.type)))


def _is_dated(kind: Type) -> bool:
    if isinstance(kind, UnionType):
        return any(_is_dated(one) for one in kind.types)
    return isinstance(kind, DateType | DateTimeType)


class Milestone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a task with its share of the weight; due with the task when it has no date."""

    code: Label
    weight: Weight
    due: date | None = None

    def __post_init__(self) -> None:
        check_years(self)


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that shows what was done: its hash, kind and day of issue."""

    hash: Label
    kind: Label = "document"
    issued: date | None = None

    def __post_init__(self) -> None:
        check_years(self)


class Budget(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money of a task, in đồng."""

    allocated: Number | None = None
    disbursed: Number | None = None


class TrajectoryPoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an indicator is to be on a day."""

    date: date
    value: Number

    def __post_init__(self) -> None:
        check_years(self)


Evidences = Annotated[list[Evidence], Meta(max_length=50)]

DifficultyType = Literal[
    "legal",
    "funding",
    "people",
    "data",
    "infrastructure",
    "procurement",
    "coordination",
    "technology",
    "land",
    "other",
]
