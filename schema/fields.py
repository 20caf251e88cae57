"""Value types of the wire: what a code, a title or a share may look like, checked on decoding."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
"""A UUID (version 7 is asked of producers) in its canonical lower-case form."""
Code = Annotated[str, Meta(pattern=r"^[a-z0-9]+(\.[A-Za-z0-9_-]+)*$", max_length=64)]
"""A code of a unit or task: dotted words such as ``vn.15.04465`` or ``vn.15.04465.t0042``."""
Subject = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
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


class Milestone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a task with its share of the weight; due with the task when it has no date."""

    code: Label
    weight: Weight
    due: date | None = None


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that shows what was done: its hash, kind and day of issue."""

    hash: Label
    kind: Label = "document"
    issued: date | None = None


class Budget(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money of a task, in đồng."""

    allocated: Number | None = None
    disbursed: Number | None = None


class TrajectoryPoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an indicator is to be on a day."""

    date: date
    value: Number


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
