"""Board facts are plain frozen data: they survive a trip over a wire."""

import msgspec
import pytest

from tests.web.country import nation
from web.compose.facts import BoardFacts


def test_facts_survive_json() -> None:
    facts = nation()
    assert msgspec.json.decode(msgspec.json.encode(facts), type=BoardFacts) == facts


def test_facts_do_not_change() -> None:
    with pytest.raises(AttributeError):
        nation().sample = False  # type: ignore[misc]
