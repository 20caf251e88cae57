"""Five obstacles, the widest first."""

import msgspec

from tests.web.around import bottlenecks
from tests.web.country import nation
from web.compose.bottlenecks import tile
from web.words import words

VI = words("vi")


def test_the_widest_first() -> None:
    facts = msgspec.structs.replace(nation(), bottlenecks=tuple(reversed(bottlenecks())))
    waiting = [row["units_waiting"] for row in tile(facts, VI).twin["bottlenecks"]]
    assert waiting == [18, 11, 7, 5, 2]


def test_words_and_links() -> None:
    slots = tile(nation(), VI).slots
    assert slots["bottlenecks/0/type"] == "Thể chế, pháp lý"
    assert slots["bottlenecks/0/asked_of"] == "Bộ Khoa học và Công nghệ"
    assert slots["bottlenecks/0/href"] == "/units/tw.bkhcn"


def test_none_and_not_known() -> None:
    none = tile(msgspec.structs.replace(nation(), bottlenecks=()), VI)
    unknown = tile(msgspec.structs.replace(nation(), bottlenecks=None), VI)
    assert (none.page["known"], unknown.page["known"]) == (True, False)
