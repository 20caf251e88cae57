"""One event at a time; the rest is a number."""

import msgspec

from tests.web.around import notable
from tests.web.country import nation
from web.compose.notable import KEPT, tile
from web.words import words

VI = words("vi")


def test_the_newest_are_kept() -> None:
    facts = msgspec.structs.replace(nation(), notable=notable() * 5)
    made = tile(facts, VI)
    assert len(made.twin["notable"]["events"]) == KEPT
    assert made.said["notable/more"] == ("128", "")


def test_an_event_in_words() -> None:
    slots = tile(nation(), VI).slots
    assert slots["notable/events/0/at"] == "14:03"
    assert slots["notable/events/0/kind"] == "hoàn thành việc quá hạn"
    assert slots["notable/events/0/href"] == "/tasks/vn.56.t0004"
