from datetime import date, timedelta

from msgspec.structs import replace

from schema.catalogue import Membership, UnitChange, empty
from stream.kpi.cut import Cut
from stream.kpi.leaf import Group
from tests.stream.kpi.places import COUNTRY, TODAY, UNITS, cut, unit


def keys(of: Cut, group: Group) -> set[tuple[str, str]]:
    return {count.key for count in of.counts(group)}


def test_a_task_counts_to_its_lead_and_all_above_field_and_post_bare_and_by_programme() -> None:
    found = keys(cut(), Group("vn.01.00001", "nq57", "A", "m.science"))
    scopes = {"vn.01.00001", "vn.01", "vn", "f.A", "m.science"}
    assert found == {(scope, programme) for scope in scopes for programme in ("", "nq57")}


def test_a_task_without_programme_field_and_post_counts_to_units_alone() -> None:
    assert keys(cut(), Group("tw.a", "", "", "")) == {("tw.a", ""), ("tw", ""), ("vn", "")}


def test_a_post_given_without_its_prefix_is_the_same_scope() -> None:
    assert ("m.chair", "") in keys(cut(), Group("tw.a", "", "", "chair"))


def test_above_the_provinces_a_province_holds_what_its_communes_lead() -> None:
    found = {c.key[0]: c.holder for c in cut().counts(Group("vn.01.00001", "", "A", ""))}
    assert found == {
        "vn.01.00001": "vn.01.00001",
        "vn.01": "vn.01.00001",
        "vn": "vn.01",
        "f.A": "vn.01",
    }


def test_an_ended_unit_counts_to_its_successor() -> None:
    merged = replace(
        COUNTRY,
        units=(*UNITS, unit("vn.03", "province", "vn", end=TODAY)),
        changes=(UnitChange(kind="merge", sources=("vn.03",), to=("vn.02",), on=TODAY),),
    )
    assert cut(merged).line("vn.03") == ("vn.02", "vn")
    assert cut(merged, TODAY - timedelta(days=1)).line("vn.03") == ("vn.03", "vn")


def test_an_ended_unit_without_successor_counts_to_what_still_stands_above_it() -> None:
    ended = replace(COUNTRY, units=(*UNITS, unit("vn.01.9", "commune", "vn.01", end=TODAY)))
    assert cut(ended).line("vn.01.9") == ("vn.01", "vn")


def test_a_unit_nobody_knows_counts_to_the_root() -> None:
    assert cut().line("xx.1") == ("vn",)
    assert Cut(empty(), TODAY).line("vn.01") == ("vn",)


def test_memberships_are_dated() -> None:
    moved = replace(
        COUNTRY,
        memberships=(Membership(unit="vn.01.00001", parent="vn.02", valid_from=TODAY),),
    )
    assert cut(moved).line("vn.01.00001") == ("vn.01.00001", "vn.02", "vn")
    assert cut(moved, date(2026, 1, 1)).line("vn.01.00001")[1] == "vn.01"


def test_every_unit_field_and_post_is_known_and_the_root_by_programme() -> None:
    scopes = {(found.code, "") for found in UNITS}
    assert cut().known == scopes | {("f.A", ""), ("m.science", ""), ("vn", "nq57")}


def test_a_country_of_which_nothing_is_known_has_a_root() -> None:
    assert Cut(empty(), TODAY).known == {("vn", "")}


def test_members_and_reporters() -> None:
    of = cut()
    assert (of.members("vn", "province"), of.members("vn.01", "commune")) == (2, 2)
    assert of.members("f.A", "province") == 2, "a field spans the country"
    assert (of.reporters("vn"), of.reporters("tw"), of.reporters("vn.01")) == (7, 2, 3)
    assert of.reporters("f.A") == 0


def test_ended_units_keep_their_names() -> None:
    ended = replace(COUNTRY, units=(*UNITS, unit("vn.03", "province", "vn", end=TODAY)))
    found = cut(ended).unit("vn.03")
    assert found is not None and found.name_vi == "Tỉnh vn.03"
    assert cut(ended).unit("nowhere") is None
    assert cut(ended).kind("vn.03") == ""
