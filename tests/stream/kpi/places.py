"""A country of nine units, for tests of the roll: two provinces, three communes, two bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from schema.catalogue import Catalogue, Field, Post, Programme
from schema.kpi import Part
from schema.measures import INDEX, WIDTH, Counts
from schema.unit import Unit, UnitKind
from stream.kpi.cut import Cut

LONG_AGO = date(2025, 7, 1)
TODAY = date(2026, 11, 20)


def unit(code: str, kind: UnitKind, parent: str | None, end: date | None = None) -> Unit:
    """A unit named as places are: ``Tỉnh vn.01``, ``Bộ tw.a``."""
    prefix = {"province": "Tỉnh ", "commune": "Xã ", "central_body": "Bộ "}.get(kind, "")
    return Unit(
        code=code,
        kind=kind,
        name_vi=prefix + code,
        name_en="" if kind == "commune" else code.upper(),
        short_vi=code,
        parent=parent,
        valid_from=LONG_AGO,
        valid_to=end,
    )


UNITS = (
    unit("vn", "root", None),
    unit("tw", "central_group", "vn"),
    unit("tw.a", "central_body", "tw"),
    unit("tw.b", "central_body", "tw"),
    unit("vn.01", "province", "vn"),
    unit("vn.01.00001", "commune", "vn.01"),
    unit("vn.01.00002", "commune", "vn.01"),
    unit("vn.02", "province", "vn"),
    unit("vn.02.00003", "commune", "vn.02"),
)
PROGRAMME = Programme(
    code="nq57", number="57-NQ/TW", name_vi="?", name_en="?", short_vi="57", issued=LONG_AGO
)
COUNTRY = Catalogue(
    name_vi="Nước thử",
    name_en="Test country",
    units=UNITS,
    programmes=(PROGRAMME,),
    fields=(Field(code="A", name_vi="?", name_en="?"),),
    posts=(Post(code="m.science", name_vi="?", name_en="?"),),
)
LEADS = tuple(unit.code for unit in UNITS if unit.code not in ("vn", "tw"))


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


def cut(catalogue: Catalogue = COUNTRY, day: date = TODAY) -> Cut:
    """The country as it is cut on a day."""
    return Cut(catalogue, day)


def counts(**measures: int) -> Counts:
    """Integers by the names of their measures; all others 0."""
    row = [0] * WIDTH
    for name, number in measures.items():
        row[INDEX[name]] = number
    return tuple(row)


def added(rows: Iterable[Counts]) -> Counts:
    """Rows added up from scratch."""
    total = [0] * WIDTH
    for row in rows:
        total = [a + b for a, b in zip(total, row, strict=True)]
    return tuple(total)


def text(parts: Iterable[Part]) -> str:
    """What a sentence, or a clause of it, says."""
    return "".join(part.text for part in parts)
