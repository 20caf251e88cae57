"""Before anything is published a board has its shape and no numbers."""

import msgspec

from schema.figures import figures
from tests.web.country import nation
from web.compose.base import erase, twin


def test_the_figures_of_the_state() -> None:
    facts = nation()
    assert facts.state is not None
    assert twin(facts) == figures(facts.state)


def test_not_known_is_not_zero() -> None:
    facts = nation()
    assert facts.state is not None
    unknown = twin(msgspec.structs.replace(facts, state=None))
    assert unknown["scope"] == "vn"
    assert unknown["planning"]["total"] is None
    assert unknown["planning"]["states"] == dict.fromkeys(unknown["planning"]["states"])
    assert set(figures(facts.state)) <= set(unknown)


def test_words_survive_what_numbers_do_not() -> None:
    assert erase({"a": {"b": 1, "b_state": "no_data"}, "c": 0.5}) == {
        "a": {"b": None, "b_state": "no_data"},
        "c": None,
    }
