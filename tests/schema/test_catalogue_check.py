"""Every fault of a catalogue is named with its path."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from schema.catalogue import (
    Catalogue,
    Field,
    Indicator,
    Membership,
    Method,
    Objective,
    Plan,
    Point,
    Post,
    Programme,
    UnitChange,
    empty,
)
from schema.catalogue_check import check
from schema.unit import Unit

DAY = date(2025, 7, 1)


def unit(code: str, parent: str | None = "vn", end: date | None = None, league: str = "") -> Unit:
    return Unit(
        code=code,
        kind="province",
        name_vi=code,
        name_en=code,
        short_vi=code,
        parent=parent,
        valid_from=DAY,
        valid_to=end,
        league=league or None,
    )


PROGRAMME = Programme(
    code="nq57", number="57", name_vi="a", name_en="a", short_vi="a", issued=date(2024, 12, 22)
)
INDICATOR = Indicator(
    code="C01",
    name_vi="a",
    name_en="a",
    measure="%",
    direction="up",
    kind="ratio",
    objective="c",
    source="O",
)
GOOD = replace(
    empty(),
    units=(*empty().units, unit("vn.15"), unit("vn.48")),
    programmes=(PROGRAMME,),
    fields=(Field(code="C", name_vi="a", name_en="a"),),
    objectives=(Objective(code="c", programme="nq57", field="C", name_vi="a", name_en="a"),),
    indicators=(INDICATOR,),
)


def paths(catalogue: Catalogue) -> list[str]:
    return [fault.path for fault in check(catalogue)]


def with_units(*units: Unit) -> Catalogue:
    return replace(GOOD, units=(*GOOD.units, *units))


def test_a_good_catalogue_has_no_fault() -> None:
    assert check(GOOD) == []
    assert check(empty()) == []


def test_a_code_may_stand_once_in_its_section() -> None:
    assert paths(with_units(unit("vn.15"))) == ["$.units[vn.15]"]


def test_the_root_must_be_there() -> None:
    assert paths(replace(GOOD, units=())) == ["$.units[vn]"]


@pytest.mark.parametrize("parent", [None, "vn.99"])
def test_a_parent_must_be_given_and_known(parent: str | None) -> None:
    assert paths(with_units(unit("vn.20", parent))) == ["$.units[vn.20].parent"]


def test_a_parent_must_exist_when_the_unit_begins() -> None:
    ended = replace(unit("vn.30", end=DAY), valid_from=date(2000, 1, 1))
    assert paths(with_units(ended, unit("vn.30.1", "vn.30"))) == ["$.units[vn.30.1].parent"]


def test_cycles_are_told_with_their_line() -> None:
    faults = check(with_units(unit("vn.20", "vn.21"), unit("vn.21", "vn.20")))
    assert [fault.path for fault in faults] == ["$.units[vn.20].parent", "$.units[vn.21].parent"]
    assert "vn.20 → vn.21 → vn.20" in faults[0].reason


def test_a_move_may_not_make_a_cycle() -> None:
    below = with_units(unit("vn.15.1", "vn.15"))
    move = Membership(unit="vn.15", parent="vn.15.1", valid_from=date(2026, 1, 1))
    assert "$.units[vn.15].parent" in paths(replace(below, memberships=(move,)))


def test_a_unit_ends_after_it_began() -> None:
    assert paths(with_units(unit("vn.20", end=date(2025, 6, 30)))) == ["$.units[vn.20].to"]


def test_a_plan_ends_after_it_began() -> None:
    plan = Plan(code="p", name_vi="a", name_en="a", start=DAY, end=date(2025, 6, 30))
    bad = replace(GOOD, programmes=(replace(PROGRAMME, plans=(plan, plan)),))
    assert set(paths(bad)) == {
        "$.programmes[nq57].plans[p].to",
        "$.programmes[nq57].plans[p]",
    }


def test_a_move_needs_units_that_exist_on_its_day() -> None:
    moves = (
        Membership(unit="vn.15", parent="vn.99", valid_from=DAY),
        Membership(unit="vn.15", parent="vn.48", valid_from=date(2025, 6, 1)),
    )
    assert paths(replace(GOOD, memberships=moves)) == [
        "$.moves[0].parent",
        "$.moves[1].from",
        "$.moves[1].from",
    ]


def test_a_merger_goes_into_one_unit_that_exists() -> None:
    changes = (
        UnitChange(kind="merge", sources=("vn.98",), to=("vn.15", "vn.48"), on=DAY),
        UnitChange(kind="merge", sources=("vn.15",), to=("vn.99",), on=DAY),
    )
    assert paths(replace(GOOD, changes=changes)) == [
        "$.changes[0].to",
        "$.changes[0].from",
        "$.changes[1].to",
    ]


def test_references_must_be_known() -> None:
    bad = replace(
        with_units(unit("vn.20", league="nobody")),
        objectives=(Objective(code="x", programme="nq0", field="Z", name_vi="a", name_en="a"),),
        posts=(Post(code="m.x", name_vi="a", name_en="a", fields=("Z",), units=("vn.99",)),),
        method=Method(calendar="moon"),
    )
    assert paths(bad) == [
        "$.units[vn.20].league",
        "$.objectives[x].programme",
        "$.objectives[x].field",
        "$.indicators[C01].objective",
        "$.posts[m.x].fields",
        "$.posts[m.x].units",
        "$.method.calendar",
    ]


def test_an_indicator_has_one_value_a_unit_and_day() -> None:
    point = Point(value=1, on=DAY)
    bad = replace(INDICATOR, baselines=(point, point), targets=(Point(value=1, on=DAY, unit="x"),))
    assert paths(replace(GOOD, indicators=(bad,))) == [
        "$.indicators[C01].base",
        "$.indicators[C01].target",
    ]
