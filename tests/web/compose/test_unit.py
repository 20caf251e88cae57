"""A unit's desk: three columns, its standing, what it sent."""

import pytest

from tests.web.office import unit_facts
from web.compose.tile import SLOT, resolve
from web.compose.unit import unit_view


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_figure_is_in_the_twin(lang: str) -> None:
    figures, twin, _ = unit_view(unit_facts(), lang)
    for pointer, figure in figures.items():
        if not pointer.startswith(SLOT):
            assert resolve(twin, pointer) == figure.value, pointer


def test_the_columns_are_counted() -> None:
    figures, _, page = unit_view(unit_facts(), "vi")
    counted = {
        name: figures[f"counts/{name}"].value for name in page if f"counts/{name}" in figures
    }
    assert counted == {"todo": 2, "to_verify": 1, "asked_of_us": 1, "asked_by_us": 0}
    assert figures["counts/overdue"].value == 1


def test_the_standing_counts_everything_below() -> None:
    figures, _, page = unit_view(unit_facts(), "vi")
    assert figures["planning/total"].value == 14
    assert figures["planning/on_time_rate"].text == "81,8%"
    assert page["standing"]["sign"] == "at_risk"


def test_a_unit_nobody_published_has_no_figures() -> None:
    figures, _, _ = unit_view(unit_facts(state=None), "vi")
    assert figures["planning/total"].text == "—"
    assert figures["counts/todo"].text == "2"


def test_what_was_sent_tells_what_became_of_it() -> None:
    figures, _, page = unit_view(unit_facts(), "vi")
    assert (figures["sent/0/updates"].text, figures["sent/0/rejected"].text) == ("3", "1")
    assert page["sent"]["lines"][0]["receipt"] == "/api/receipts/r1?at=0:1"
