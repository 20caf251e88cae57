"""The public's board: equal to the internal one where it is shown, null with a reason where not."""

from __future__ import annotations

import msgspec
import pytest

from schema.figures import figures, planning
from schema.states import PARTITION
from tests.web.states import NO_TASKS, NOW, place, state
from web.compose.public import (
    CHILD,
    OF_GROUPS,
    OF_PARTS,
    OUTSIDE,
    TIERS,
    PublicFacts,
    Shown,
    public_view,
)
from web.compose.tile import resolve
from web.words import words

VI = words("vi")
COUNTS = NO_TASKS | {
    "done_on_time": 30, "done_late": 6, "overdue": 7, "in_time": 20, "recurring": 9, "suspended": 5,
    "days_late": 40, "done_on_time_0": 30,
}  # fmt: skip
EVERYTHING = ("cells_withheld", "groups_withheld", "total_withheld", "withdrawn_withheld")
NATION = place("vn", "Toàn quốc", "root")


def shown(code: str, name: str, **more: bool) -> Shown:
    return Shown(place=place(code, name), counts=COUNTS, **more)


def board(*children: Shown, **more: bool) -> PublicFacts:
    return PublicFacts(
        unit=Shown(place=NATION, counts=COUNTS, **more),
        children=children,
        state=state("vn", COUNTS),
        as_of=NOW,
        kpi_version=7,
    )


def test_figures_are_those_of_the_internal_board() -> None:
    twin = public_view(board(shown("vn.15", "Tỉnh Lào Cai")), VI).twin
    inside = figures(state("vn", COUNTS))
    for tier, names in TIERS.items():
        for name in names:
            assert twin[tier][name] == inside[tier][name], name
    assert (twin["index"], twin["scope"], twin["kpi_version"]) == (inside["index"], "vn", 7)
    below = twin["children"]["vn.15"]
    plan = planning(COUNTS)
    assert {name: below[name] for name in ("total", "due", "overdue_rate", "on_time_rate")} == {
        name: plan[name] for name in ("total", "due", "overdue_rate", "on_time_rate")
    }


def test_what_the_public_never_has() -> None:
    twin = public_view(board(), VI).twin
    assert "on_time_rate_due_0" not in twin["planning"]
    assert not {"headline", "windows", "quality", "urge", "positions"} & set(twin)


def test_counts_are_those_of_the_picture_not_of_a_later_state() -> None:
    facts = msgspec.structs.replace(board(), state=state("vn", COUNTS | {"overdue": 1}))
    assert public_view(facts, VI).twin["planning"]["states"]["overdue"] == 7


def test_cells_are_withheld_with_all_that_follows_from_them() -> None:
    view = public_view(
        board(cells_withheld=True, groups_withheld=True, withdrawn_withheld=True), VI
    )
    for pointer in (*OF_PARTS, *OF_GROUPS, *OUTSIDE):
        assert resolve(view.twin, pointer) is None, pointer
        assert resolve(view.twin, f"{pointer}_state") == "withheld", pointer
        if pointer in view.figures:
            assert (view.figures[pointer].text, view.figures[pointer].state) == ("*", "withheld")
    assert view.twin["planning"]["total"] == sum(COUNTS[part] for part in PARTITION)
    assert view.page["withheld"] and view.page["no_bar"] and not view.page["by_groups"]


def test_parts_are_withheld_and_their_groups_stay() -> None:
    view = public_view(board(cells_withheld=True), VI)
    plan = view.twin["planning"]
    assert [resolve(view.twin, pointer) for pointer in OF_PARTS] == [None] * len(OF_PARTS)
    assert (plan["done"], plan["within_deadline"], plan["due"], plan["total"]) == (36, 20, 43, 72)
    assert (plan["states"]["overdue"], plan["states"]["recurring"]) == (7, 9)
    assert plan["overdue_rate"] == 7 / 43 and plan["shares"]["done"] == 0.5
    assert view.page["by_groups"] and not view.page["no_bar"]


def test_a_total_is_withheld_when_it_must_be() -> None:
    view = public_view(board(**dict.fromkeys(EVERYTHING, True)), VI)
    assert view.twin["planning"]["total"] is None
    assert view.figures["planning/total"].text == "*"
    numbers = [f for at, f in view.figures.items() if at.startswith(("planning", "operational"))]
    assert {figure.value for figure in numbers} == {None}


def test_withdrawn_tasks_are_withheld_by_themselves() -> None:
    twin = public_view(board(withdrawn_withheld=True), VI).twin
    assert twin["planning"]["withdrawn"] == {
        "suspended": None, "suspended_state": "withheld",
        "cancelled": None, "cancelled_state": "withheld",
    }  # fmt: skip
    assert twin["planning"]["states"]["overdue"] == 7


def test_children_are_withheld_one_by_one_and_stand_by_name() -> None:
    view = public_view(
        board(
            shown("vn.66", "Tỉnh Đắk Lắk", **dict.fromkeys(EVERYTHING, True)),
            shown("vn.91", "Tỉnh An Giang"),
            shown("vn.15", "Tỉnh Lào Cai", cells_withheld=True, groups_withheld=True),
            shown("vn.01", "Thành phố Hà Nội", cells_withheld=True),
        ),
        VI,
    )
    below = view.twin["children"]
    assert below["vn.91"]["overdue"] == 7
    assert all(below["vn.15"][name] is None for name in CHILD)
    assert (below["vn.01"]["overdue"], below["vn.01"]["on_time_rate"]) == (7, None)
    assert below["vn.15"]["total"] == 72 and below["vn.66"]["total"] is None
    assert [each["code"] for each in view.page["children"]] == ["vn.91", "vn.01", "vn.15", "vn.66"]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_unit_without_tasks_has_no_figures(lang: str) -> None:
    facts = PublicFacts(
        unit=Shown(place=NATION, counts=None),
        children=(Shown(place=place("vn.15", "Tỉnh Lào Cai"), counts=None),),
        state=None,
    )
    view = public_view(facts, words(lang))
    assert {figure.state for figure in view.figures.values()} == {"none"}
    assert not view.page["withheld"]
