"""The sentence is roll's; here its numbers become figures."""

import msgspec

from tests.web.country import nation
from web.compose.base import twin
from web.compose.headline import LINE, slots, tile
from web.words import words

TWIN = twin(nation())


def test_numbers_are_figures_and_the_rest_is_text() -> None:
    made = tile(nation(), TWIN, words("vi"))
    assert made.said["headline/few"] == ("3", "")
    numbers = [part for part in made.page["line"] if part["figure"]]
    assert all(part["href"] for part in numbers)


def test_each_language_has_its_own_sentence() -> None:
    vi, en = (tile(nation(), TWIN, words(lang)).page["line"] for lang in ("vi", "en"))
    assert [part["figure"] for part in vi] == [part["figure"] for part in en]
    assert "nhiệm vụ" in "".join(part["text"] for part in vi)
    assert "tasks" in "".join(part["text"] for part in en)


def test_nothing_published_is_said() -> None:
    made = tile(msgspec.structs.replace(nation(), state=None), TWIN, words("vi"))
    assert made.said == {}
    assert made.page["line"][0]["text"] == words("vi").say("headline.nothing_yet")


def test_the_sentence_travels_as_parts() -> None:
    page = tile(nation(), TWIN, words("vi")).page
    assert slots(page)[LINE].value == page["line"]


def test_a_number_leads_to_what_it_counts_others_to_their_tile() -> None:
    line = tile(nation(), TWIN, words("vi")).page["line"]
    ways = {part["figure"]: part["href"] for part in line if part["figure"]}
    assert ways["planning/states/overdue"] == "/boards/vn/tasks?figure=planning/states/overdue"
    assert ways["headline/few"] and "tasks" not in ways["headline/few"]
