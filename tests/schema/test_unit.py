"""Units and their tree."""

from __future__ import annotations

from datetime import date

from schema.alphabet import sort_key
from schema.unit import Tree, Unit, UnitKind


def unit(code: str, kind: UnitKind, parent: str | None, name: str = "") -> Unit:
    return Unit(
        code=code,
        kind=kind,
        name_vi=name or code,
        name_en=name or code,
        short_vi=name or code,
        parent=parent,
        valid_from=date(2025, 7, 1),
        sort_key=sort_key(name or code),
    )


TREE = Tree(
    [
        unit("vn", "root", None),
        unit("tw", "central_group", "vn"),
        unit("tw.bca", "central_body", "tw"),
        unit("vn.48", "province", "vn", "Đà Nẵng"),
        unit("vn.12", "province", "vn", "Lai Châu"),
        unit("vn.66", "province", "vn", "Đắk Lắk"),
        unit("vn.48.20333", "commune", "vn.48", "Hoàng Sa"),
    ]
)


def test_ancestors_are_nearest_first_and_come_from_parents_not_from_the_code() -> None:
    assert TREE.ancestors("vn.48.20333") == ("vn.48", "vn")
    assert TREE.ancestors("tw.bca") == ("tw", "vn")
    assert TREE.ancestors("vn") == ()


def test_children_are_in_alphabetical_order() -> None:
    assert TREE.children("vn") == ("vn.48", "vn.66", "vn.12", "tw")


def test_inside_means_itself_or_below() -> None:
    assert TREE.is_inside("vn.48.20333", "vn.48")
    assert TREE.is_inside("vn.48", "vn.48")
    assert TREE.is_inside("tw.bca", "vn")
    assert not TREE.is_inside("vn.48", "vn.48.20333")
    assert not TREE.is_inside("vn.99", "vn.99"), "an unknown unit is nowhere"


def test_top_is_the_province_or_the_central_body() -> None:
    assert TREE.top("vn.48.20333") == "vn.48"
    assert TREE.top("tw.bca") == "tw.bca"
    assert TREE.top("tw") is None
    assert TREE.top("nowhere") is None


def test_subtree_has_parents_before_children() -> None:
    found = TREE.subtree("vn")
    assert found[0] == "vn"
    assert set(found) == set(TREE.units)
    assert found.index("vn.48") < found.index("vn.48.20333")
    assert TREE.subtree("nowhere") == ()


def test_unknown_units_have_nobody_above_or_below() -> None:
    assert TREE.ancestors("vn.99") == ()
    assert TREE.children("vn.99") == ()
    assert TREE.get("vn.99") is None
    assert "vn.99" not in TREE


def test_a_cycle_ends() -> None:
    tree = Tree([unit("a", "province", "b"), unit("b", "province", "a")])
    assert tree.ancestors("a") == ("b",)


def test_a_unit_exists_from_its_first_day_to_before_its_end() -> None:
    ended = unit("tw.btttt", "central_body", "tw")
    assert ended.exists_on(date(2025, 7, 1))
    assert not ended.exists_on(date(2025, 6, 30))
    until = Unit(
        code="x",
        kind="commune",
        name_vi="x",
        name_en="x",
        short_vi="x",
        parent="vn",
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 7, 1),
    )
    assert until.exists_on(date(2025, 6, 30))
    assert not until.exists_on(date(2025, 7, 1))
