"""One board: page, twin and patch are three readings of one answer."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.web.country import empty, nation
from web.compose.board import board_view
from web.compose.facts import Place
from web.compose.tile import SLOT, resolve
from web.compose.view import changes, snapshot


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("facts", [nation(), empty()], ids=["nation", "empty"])
def test_every_figure_is_in_the_twin(facts: object, lang: str) -> None:
    view = board_view(facts, lang)  # type: ignore[arg-type]
    for pointer, figure in view.figures.items():
        if not pointer.startswith(SLOT):
            assert resolve(view.twin, pointer) == figure.value, pointer


def test_the_twin_is_json() -> None:
    view = board_view(nation(), "vi")
    assert json.loads(json.dumps(view.twin)) == view.twin


def test_the_twin_is_the_same_in_both_languages() -> None:
    assert board_view(nation(), "vi").twin == board_view(nation(), "en").twin


def test_every_text_is_said_in_both_languages() -> None:
    vi, en = (board_view(nation(), lang).figures for lang in ("vi", "en"))
    assert set(vi) == set(en)
    assert vi["planning/total"].text.replace(".", ",") == en["planning/total"].text


def test_the_parts_sum_to_the_whole() -> None:
    planning = board_view(nation(), "vi").twin["planning"]
    assert sum(planning["states"].values()) == planning["total"]


def test_no_country_says_dashes_not_zeros() -> None:
    figures = board_view(empty(), "vi").figures
    assert figures["planning/total"].text == "—"
    assert {f.text for p, f in figures.items() if p.startswith("map/")} == {"—"}


@settings(max_examples=20)
@given(st.integers(0, 2**16), st.integers(0, 2**16))
def test_a_page_that_is_told_the_changes_is_a_fresh_page(one: int, other: int) -> None:
    before, after = (board_view(nation(seed), "vi").figures for seed in (one, other))
    page = snapshot(before) | changes(before, after)
    shown = {pointer: each for pointer, each in page.items() if each[2] != "gone"}
    assert shown == snapshot(after)


def test_a_field_is_no_unit_nobody_reports_from_it_and_its_parts_are_no_map() -> None:
    whole = nation()
    field = Place(code="f.A", kind="field", name_vi="Kinh tế", name_en="Economy")
    view = board_view(structs.replace(whole, path=(*whole.path, field), pulse=None), "en")
    assert view.page["unit"] == "vn" and not view.page["counts_arrivals"]
    assert not view.page["atlas"]["atlas"] and view.page["name"] == "Economy"
