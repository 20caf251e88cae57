"""An account on the page: numbers as their measure asks, rows with their links."""

from __future__ import annotations

import pytest

from tests.web.compose.accounts.catalogue import CATALOGUE
from tests.web.compose.accounts.test_account import story
from tests.web.compose.accounts.test_names import place
from web.compose.accounts.account import twin
from web.compose.accounts.view import change, tile, value
from web.words import LANGUAGES, words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_shown_is_one_of_the_twin(lang: str) -> None:
    one, said = story(), words(lang)
    told = twin(one, "/boards/vn")
    made = tile(told, one, CATALOGUE, place, said, "figure=x")
    assert {"difference", "from/value", "parts/0/adds", "leaves/2/adds"} <= set(made.said)
    first = made.page["lines"][0]
    assert [href for _, href in first["links"]] == [
        told["leaves"][0]["updates"], told["leaves"][0]["turns"],
    ]  # fmt: skip
    assert first["about"].endswith("NQ57 · Tỉnh f.A")
    assert made.page["places"][0]["href"].endswith("/why?figure=x")
    assert made.page["notes"] == [said.say("why.days_now")]


def test_numbers_are_printed_by_their_measure() -> None:
    said = words("en")
    assert value(0.5, "share", said) == ("50.0%", "")
    assert value(None, "days", said)[1] == "none" and change(None, "days", said)[1] == "none"
    assert value(1.0568, "number", said) == ("1.057", "")
    assert change(-0.01234, "share", said) == ("−1.234 points", "")
    assert change(3.0, "count", said) == ("+3", "")
