"""The catalogue record: trees of a day, mergers, identity."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from schema.catalogue import Catalogue, Membership, Source, UnitChange, empty, from_body
from schema.unit import Unit


def body(code: str, start: date, end: date | None = None, parent: str = "vn") -> Unit:
    return Unit(
        code=code,
        kind="central_body",
        name_vi=code,
        name_en=code,
        short_vi=code,
        parent=parent,
        valid_from=start,
        valid_to=end,
    )


MERGED = Catalogue(
    name_vi="Mẫu",
    name_en="Sample",
    units=(
        *empty().units,
        body("tw", date(2000, 1, 1)),
        body("tw.old", date(2000, 1, 1), date(2025, 3, 1)),
        body("tw.new", date(2000, 1, 1)),
    ),
    memberships=(Membership(unit="tw.new", parent="tw", valid_from=date(2025, 3, 1)),),
    changes=(UnitChange(kind="merge", sources=("tw.old",), to=("tw.new",), on=date(2025, 3, 1)),),
    sources=(Source(code="web", name_vi="", name_en=""),
             Source(code="paper", name_vi="", name_en="", offline=True)),
)  # fmt: skip


def test_the_tree_is_that_of_the_day() -> None:
    before, after = MERGED.tree(date(2025, 2, 28)), MERGED.tree(date(2025, 3, 1))
    assert "tw.old" in before
    assert "tw.old" not in after
    assert before.ancestors("tw.new") == ("vn",)
    assert after.ancestors("tw.new") == ("tw", "vn")


def test_a_merged_unit_is_succeeded_from_the_day_of_the_merger() -> None:
    assert MERGED.successor("tw.old", date(2025, 2, 28)) == "tw.old"
    assert MERGED.successor("tw.old", date(2025, 3, 1)) == "tw.new"
    assert MERGED.successor("vn", date(2025, 3, 1)) == "vn"


def test_a_split_moves_nothing_by_itself() -> None:
    split = UnitChange(kind="split", sources=("tw.old",), to=("tw.new",), on=date(2025, 3, 1))
    assert replace(MERGED, changes=(split,)).successor("tw.old", date(2026, 1, 1)) == "tw.old"


def test_the_body_carries_everything_and_its_hash_names_the_content() -> None:
    assert from_body(MERGED.body) == MERGED
    assert from_body(MERGED.body).hash == MERGED.hash
    assert replace(MERGED, name_en="Other").hash != MERGED.hash


def test_offline_sources_are_those_with_the_flag() -> None:
    assert MERGED.offline_sources == frozenset({"paper"})


def test_the_empty_country_has_a_root_and_nothing_else() -> None:
    tree = empty().tree(date(2026, 1, 1))
    assert list(tree.units) == ["vn"]
    assert empty().programmes == ()
