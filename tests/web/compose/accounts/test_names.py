"""Every figure, part and leaf of an account has a name in both languages."""

from __future__ import annotations

import pytest

from schema.formulas import FIGURES as LEAVES
from tests.web.compose.accounts.catalogue import CATALOGUE
from tests.web.percentages import NAMES
from web.compose.accounts.item import METHOD, TIME, Item, of_leaf
from web.compose.accounts.names import figure_name, item_name, part_name, whole_name
from web.compose.accounts.planned import FINISH, START
from web.compose.facts import Place
from web.compose.why import Leaf
from web.pages.accounts import FIGURES, measure
from web.words import LANGUAGES, words

SAID = words("en")


def place(code: str) -> Place:
    return Place(code=code, kind="province", name_vi=f"Tỉnh {code}", name_en="", short_vi="")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_is_told_by_its_pointer(lang: str) -> None:
    for figure in (*FIGURES, *LEAVES):
        assert figure_name(figure, CATALOGUE, words(lang)) != figure


def test_what_the_catalogue_names_is_called_so() -> None:
    names = ("strategic/indicators/A01", "strategic/fields/A", "strategic/objectives/a1")
    assert [figure_name(name, CATALOGUE, SAID) for name in names] == [
        "chỉ tiêu A01", "Economy", "a1",
    ]  # fmt: skip
    assert figure_name("windows/d7/lag_verified", CATALOGUE, SAID).endswith("7 days")
    assert figure_name("headline/overdue", CATALOGUE, SAID) == "headline/overdue"


def test_parts_are_told_on_the_way() -> None:
    assert part_name("spi_t/es/ev", CATALOGUE, SAID) == "SPI(t) › earned schedule › earned value"
    assert part_name("nq57/A/A01/value", CATALOGUE, SAID) == "NQ57 › Economy › chỉ tiêu A01 › value"
    assert part_name("", CATALOGUE, SAID) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_leaves_are_told_by_what_they_are(lang: str) -> None:
    said = words(lang)
    items = (None, METHOD, TIME, START, FINISH, of_leaf(Leaf("vn.15")), Item("unit", "vn.15"),
             Item("reading", "vn.15", "A01"), Item("path", "vn.15", "A01"),
             Item("task", "vn.15", "t1"), Item("day", "vn.15", day="2026-11-20"))  # fmt: skip
    names = [item_name(item, place, CATALOGUE, said) for item in items]
    assert all(names) and len(set(names)) == len(names) - 1
    assert names[-1] == "20/11/2026 · Tỉnh vn.15" and names[-2] == "t1 · Tỉnh vn.15"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_percentage_names_its_whole(lang: str) -> None:
    shares = [figure for figure in FIGURES if measure(figure) == "share"]
    assert len(shares) > 20
    for figure in shares:
        assert NAMES.search(whole_name(figure, words(lang))), figure
