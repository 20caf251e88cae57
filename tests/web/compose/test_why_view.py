"""The page in words: points of a percentage, tasks, days."""

from __future__ import annotations

import pytest

from schema.formulas import FIGURES
from tests.web.compose.test_why import story
from web.compose.facts import Place
from web.compose.tile import figures
from web.compose.why import explain, twin
from web.compose.why_view import change, tile, value
from web.words import words

VI = words("vi")
RATE, COUNT, DAYS = (
    FIGURES[f"planning/{name}"] for name in ("on_time_rate", "total", "avg_days_late")
)


def place(code: str) -> Place:
    return Place(code=code, kind="province", name_vi=f"Tên {code}", name_en="")


@pytest.mark.parametrize("figure", ["planning/states/overdue", "planning/completion_of_due"])
def test_every_figure_of_the_page_is_in_the_twin(figure: str) -> None:
    facts = story(figure, published=4)
    found = explain(facts)
    told = twin(facts, found, "/boards/vn")
    made = tile(told, found, place, VI, "figure=x")
    assert figures(made, told, facts.end.at)["difference"].text
    assert made.page["lines"][0]["links"] or made.page["lines"][0]["name"] == VI.say("why.method")
    assert {line["name"] for line in made.page["places"]} >= {"Tên vn.15", VI.say("why.method")}


def test_contributions_are_said_in_the_measure_of_the_figure() -> None:
    assert change(-0.0123456, RATE, VI)[0] == "−1,235 điểm"
    assert change(2.0, COUNT, VI)[0] == "+2"
    assert change(0.25, DAYS, VI)[0] == "+0,250"
    assert change(None, RATE, VI) == ("—", "none")


def test_values() -> None:
    assert value(0.754, RATE, VI)[0] == "75,4%"
    assert (value(8.5, DAYS, VI)[0], value(12.0, COUNT, VI)[0]) == ("8,50", "12")
    assert value(None, RATE, VI) == ("—", "none")
