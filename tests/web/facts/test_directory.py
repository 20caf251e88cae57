"""Who is whose child, under which name, and which boards there can be."""

from __future__ import annotations

from datetime import date

from schema.catalogue import Catalogue, Field, Post, Programme
from schema.unit import Unit, UnitKind
from web.facts.directory import Directory, unknown

DAY = date(2026, 11, 22)


def unit(code: str, parent: str | None, kind: UnitKind, valid_to: date | None = None) -> Unit:
    return Unit(
        code=code,
        kind=kind,
        name_vi=f"Tên {code}",
        name_en=f"Name {code}",
        short_vi=code,
        parent=parent,
        valid_from=date(2025, 3, 1),
        valid_to=valid_to,
        sort_key=code,
    )


UNITS = (
    unit("vn", None, "root"),
    unit("tw", "vn", "central_group"),
    unit("dn", "vn", "organisation_group"),
    unit("tw.bca", "tw", "central_body"),
    unit("vn.48", "vn", "province"),
    unit("vn.48.20333", "vn.48", "commune"),
    unit("vn.99", "vn", "province", valid_to=date(2026, 1, 1)),
)
PROGRAMME = Programme(
    code="nq57", number="57-NQ/TW", name_vi="NQ57", name_en="R57", short_vi="NQ57",
    issued=date(2024, 12, 22),
)  # fmt: skip
KNOWN = Directory(
    version=3,
    catalogue=Catalogue(name_vi="x", name_en="x", units=UNITS, programmes=(PROGRAMME,)),
    day=DAY,
)


def test_boards_there_can_be() -> None:
    assert KNOWN.knows("vn", "") and KNOWN.knows("vn.48", "nq57")
    assert not KNOWN.knows("vn.99", ""), "ended"
    assert not KNOWN.knows("vn", "nq00") and not KNOWN.knows("vn.77", "")


def test_the_nation_has_its_insets_and_no_organisations() -> None:
    assert KNOWN.children("vn") == ("tw", "vn.48", "vn.48.20333")
    assert KNOWN.children("vn.48") == ("vn.48.20333",)


def test_the_path_begins_at_the_root() -> None:
    assert [place.code for place in KNOWN.path("tw.bca")] == ["vn", "tw", "tw.bca"]
    assert (KNOWN.parent("tw.bca"), KNOWN.parent("vn")) == ("tw", None)


def test_an_ended_unit_keeps_its_name_and_an_unknown_one_its_code() -> None:
    assert KNOWN.place("vn.99").name_vi == "Tên vn.99"
    assert KNOWN.place("vn.77").name_vi == "vn.77"
    assert KNOWN.is_unit("vn.99") and not KNOWN.is_unit("vn.77")


def test_before_any_catalogue_there_is_the_root() -> None:
    assert unknown(DAY).knows("vn", "")
    assert unknown(DAY).children("vn") == ()


WITH_OTHERS = Directory(
    version=1,
    catalogue=Catalogue(
        name_vi="x",
        name_en="x",
        units=UNITS,
        programmes=(PROGRAMME,),
        fields=(Field(code="A", name_vi="Kinh tế", name_en="Economy"),),
        posts=(Post(code="m.science", name_vi="Ủy viên", name_en="Member"),),
    ),
    day=DAY,
)


def test_fields_and_posts_have_boards_bare_and_by_programme() -> None:
    for scope in ("f.A", "m.science"):
        assert WITH_OTHERS.knows(scope, "") and WITH_OTHERS.knows(scope, "nq57")
        assert not WITH_OTHERS.knows(scope, "nq99")
    assert not WITH_OTHERS.knows("f.B", "")


def test_a_field_stands_right_under_the_root() -> None:
    path = WITH_OTHERS.path("f.A")
    assert [(place.code, place.kind) for place in path] == [("vn", "root"), ("f.A", "field")]
    assert WITH_OTHERS.place("m.science").kind == "post"


def test_the_reach_of_a_scope() -> None:
    assert WITH_OTHERS.reach("vn").leads is None
    assert set(WITH_OTHERS.reach("vn.48").leads or ()) == {"vn.48", "vn.48.20333"}
    assert WITH_OTHERS.reach("f.A").field == "A"
    assert "science" in WITH_OTHERS.reach("m.science").posts
