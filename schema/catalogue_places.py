"""Việt Nam's provinces and communes as units: 34 and 3,321 since 1 July 2025.

Read from the installed package ``vietnam-provinces`` (pinned in requirements.lock) when a
catalogue file says ``places: vietnam-provinces``; nothing of it is copied into this repository.
Codes are the official ones, zero-padded to 2 and 5 digits: ``vn.15``, ``vn.15.04465``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH

from schema.alphabet import sort_key
from schema.catalogue import League
from schema.unit import ROOT, Unit

SINCE = date(2025, 7, 1)
"""The two-tier model is in force from this day."""
HOANG_SA: Final = "vn.48.20333"
"""Đặc khu Hoàng Sa, special zone of Đà Nẵng."""
TRUONG_SA: Final = "vn.56.22736"
"""Đặc khu Trường Sa, special zone of Khánh Hòa."""
PROVINCES_LEAGUE: Final = "provinces"

_CITY = "Thành phố "
_SHORT = {"Hồ Chí Minh": "TP.HCM"}
_COMMUNE_EN = {"xã": "commune", "phường": "ward", "đặc khu": "special zone"}
_COMMUNE_VI = {"xã": "Xã ", "phường": "Phường ", "đặc khu": "Đặc khu "}


def vietnam_provinces() -> tuple[tuple[Unit, ...], tuple[League, ...]]:
    """Provinces and communes, and their leagues: one of provinces, one of communes a province."""
    with open(NESTED_DIVISIONS_JSON_PATH, encoding="utf-8") as file:
        provinces: list[dict[str, Any]] = json.load(file)
    units = tuple(unit for row in provinces for unit in _province_and_communes(row))
    leagues = tuple(_commune_league(unit) for unit in units if unit.kind == "province")
    return units, (_PROVINCES, *leagues)


def province_code(official: int) -> str:
    """The unit code of an official province code: 15 → ``vn.15``."""
    return f"{ROOT}.{official:02d}"


def _province_and_communes(row: dict[str, Any]) -> Iterator[Unit]:
    code = province_code(row["code"])
    name = row["name"].removeprefix(_CITY)
    city = row["name"].startswith(_CITY)
    yield _unit(
        code=code,
        kind="province",
        name_vi=row["name"] if city else f"Tỉnh {name}",
        name_en=f"{name} {'City' if city else 'Province'}",
        short_vi=_SHORT.get(name, name),
        parent=ROOT,
        league=PROVINCES_LEAGUE,
        sort_key=sort_key(name),
    )
    for commune in row["wards"]:
        yield _commune(commune, code)


def _commune(row: dict[str, Any], province: str) -> Unit:
    kind = row["division_type"]
    short = row["name"].removeprefix(_COMMUNE_VI[kind])
    return _unit(
        code=f"{province}.{row['code']:05d}",
        kind="commune",
        name_vi=row["name"],
        name_en=f"{short} {_COMMUNE_EN[kind]}",
        short_vi=short,
        parent=province,
        league=_communes_of(province),
        sort_key=sort_key(short),
    )


def _unit(**fields: Any) -> Unit:
    return Unit(valid_from=SINCE, **fields)


def _communes_of(province: str) -> str:
    return f"communes.{province}"


def _commune_league(province: Unit) -> League:
    return League(
        code=_communes_of(province.code),
        name_vi=f"Xã, phường, đặc khu của {province.short_vi}",
        name_en=f"Communes of {province.name_en}",
    )


_PROVINCES = League(
    code=PROVINCES_LEAGUE, name_vi="Tỉnh, thành phố", name_en="Provinces and cities"
)

PLACES: dict[str, Callable[[], tuple[tuple[Unit, ...], tuple[League, ...]]]] = {
    "vietnam-provinces": vietnam_provinces
}
"""What ``places:`` of a catalogue file may name."""
