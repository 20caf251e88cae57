"""The chips of the header."""

import msgspec

from tests.web.country import nation
from web.compose.programmes import tile
from web.words import words


def test_each_programme_with_its_number() -> None:
    made = tile(nation(), words("vi"))
    assert set(made.twin["programmes"]) == {"nq57", "nq59", "nq66", "nq68", "nq70", "nq71", "nq72"}
    assert made.page["lines"][0]["href"] == "/boards/vn@nq57"


def test_the_one_we_look_at_is_marked() -> None:
    made = tile(msgspec.structs.replace(nation(), programme="nq59"), words("en"))
    assert [line["code"] for line in made.page["lines"] if line["here"]] == ["nq59"]
    assert made.page["lines"][0]["name"] == "Res. 57"
