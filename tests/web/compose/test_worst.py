"""The five with the most overdue, and the flags on the map of a wall."""

import msgspec

from tests.web.country import empty, nation
from tests.web.states import place
from web.compose.worst import ROWS, most_overdue, tile
from web.words import words

VI = words("vi")


def test_five_rows_the_most_overdue_first() -> None:
    made = tile(nation(), VI)
    values = [row["value"] for row in made.twin["worst"]]
    assert len(values) == ROWS
    assert values == sorted(values, reverse=True)
    assert made.slots["worst/0/name"] == "Cơ quan Trung ương"
    assert made.twin["worst"][1]["unit"] == "vn.38"


def test_a_flagged_tile_carries_its_row() -> None:
    made = tile(nation(), VI)
    for n, row in enumerate(made.twin["worst"]):
        assert made.slots[f"worst/flag/{row['unit']}"] == str(n + 1)
    flags = [text for name, text in made.slots.items() if name.startswith("worst/flag/") and text]
    assert sorted(flags) == ["1", "2", "3", "4", "5"]


def test_a_special_zone_is_counted_in_its_province() -> None:
    child = msgspec.structs.replace(nation().children[0], special_zone_of="vn.48")
    assert most_overdue(msgspec.structs.replace(nation(), children=(child,))) == []


def test_ties_go_by_name() -> None:
    late = next(c for c in nation().children if c.state and c.state.counts["overdue"] == 1)
    two = [msgspec.structs.replace(late, place=place(code, name)) for code, name in
           (("a", "Yên Bái"), ("b", "An Giang"))]  # fmt: skip
    found = most_overdue(msgspec.structs.replace(nation(), children=tuple(two)))
    assert [child.place.code for child in found] == ["b", "a"]


def test_nobody_is_named_where_nothing_is_overdue() -> None:
    made = tile(empty(), VI)
    assert made.twin == {"worst": []}
    assert not any(made.slots.values())
