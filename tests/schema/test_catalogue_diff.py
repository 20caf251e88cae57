"""What changed between two catalogues."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from schema.catalogue import League, Membership, Method, empty
from schema.catalogue_diff import diff
from schema.unit import Unit

OLD = replace(
    empty(),
    units=(
        *empty().units,
        Unit(
            code="vn.15",
            kind="province",
            name_vi="Lào Cai",
            name_en="Lào Cai",
            short_vi="Lào Cai",
            parent="vn",
            valid_from=date(2025, 7, 1),
            sort_key="1",
        ),
    ),
    leagues=(League(code="provinces", name_vi="Tỉnh", name_en="Provinces"),),
)


def test_nothing_changed_says_nothing() -> None:
    assert diff(OLD, OLD) == []


def test_rows_come_and_go_and_change() -> None:
    new = replace(
        OLD,
        name_en="Another",
        units=(OLD.units[0], replace(OLD.units[1], league="provinces", sort_key="2")),
        leagues=(League(code="central", name_vi="Trung ương", name_en="Central"),),
        memberships=(Membership(unit="vn.15", parent="vn", valid_from=date(2026, 1, 1)),),
        method=Method(version=2, parameters={"due_soon_days": 5.0}),
    )
    assert diff(OLD, new) == [
        '~ catalogue: name_en: "No catalogue yet" → "Another"',
        '~ units vn.15: league: — → "provinces"',
        "+ leagues central: Trung ương",
        "- leagues provinces: Tỉnh",
        '+ memberships: {"unit":"vn.15","parent":"vn","valid_from":"2026-01-01"}',
        "~ method: parameters: due_soon_days: — → 5.0",
        "~ method: version: 1 → 2",
    ]
