"""Under whom a task counts: its lead, who answers for it today, and all above (Q35, Q36)."""

from __future__ import annotations

from datetime import date, timedelta

from schema.catalogue import Catalogue, Membership, UnitChange
from schema.lines import Lines, post_scope
from schema.unit import Unit, UnitKind

DAY = date(2026, 11, 22)


def unit(code: str, parent: str | None, kind: UnitKind, end: date | None = None) -> Unit:
    return Unit(code=code, kind=kind, name_vi=code, name_en="", short_vi=code, parent=parent,
                valid_from=date(2025, 3, 1), valid_to=end)  # fmt: skip


COUNTRY = Catalogue(
    name_vi="Nước",
    name_en="Country",
    units=(
        unit("vn", None, "root"),
        unit("vn.01", "vn", "province"),
        unit("vn.02", "vn", "province"),
        unit("vn.03", "vn", "province", end=DAY),
        unit("vn.01.1", "vn.01", "commune"),
        unit("vn.01.9", "vn.01", "commune", end=DAY),
    ),
    memberships=(Membership(unit="vn.01.1", parent="vn.02", valid_from=DAY),),
    changes=(UnitChange(kind="merge", sources=("vn.03",), to=("vn.02",), on=DAY),),
)


def lines(day: date = DAY) -> Lines:
    return Lines(COUNTRY, COUNTRY.tree(day), day)


def test_the_nearest_comes_first_and_the_root_is_always_there() -> None:
    assert lines().of("vn.01") == ("vn.01", "vn")
    assert lines().of("nobody.knows") == ("vn",)


def test_after_a_merger_the_successor_has_what_its_predecessor_had() -> None:
    """Q36: before that day the old unit has it."""
    assert lines().of("vn.03") == ("vn.02", "vn")
    assert lines(DAY - timedelta(days=1)).of("vn.03") == ("vn.03", "vn")


def test_an_ended_unit_without_successor_counts_to_what_stands_above_it() -> None:
    assert lines().of("vn.01.9") == ("vn.01", "vn")


def test_memberships_are_dated() -> None:
    assert lines().of("vn.01.1") == ("vn.01.1", "vn.02", "vn")
    assert lines(DAY - timedelta(days=1)).of("vn.01.1") == ("vn.01.1", "vn.01", "vn")


def test_the_leads_of_a_scope_are_all_whose_tasks_count_to_it() -> None:
    assert set(lines().leads("vn.02")) == {"vn.02", "vn.03", "vn.01.1"}
    assert set(lines().leads("vn.01")) == {"vn.01", "vn.01.9"}
    assert set(lines().leads("vn")) == set(COUNTRY.unit_by_code)


def test_a_post_is_one_scope_with_and_without_its_prefix() -> None:
    assert post_scope("chair") == post_scope("m.chair") == "m.chair"
