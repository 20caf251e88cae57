"""The heat table: its sum, its signs, who is worst, its alphabet and its columns."""

import msgspec
import pytest

from tests.web.country import empty, nation
from tests.web.states import place
from web.compose.facts import BoardFacts, Child
from web.compose.heat import alphabet, layout, tile
from web.words import words

VI, EN = words("vi"), words("en")


def communes(*, of: BoardFacts | None = None) -> BoardFacts:
    """A province whose communes stand as the provinces of the country do."""
    facts = of or nation()
    made = tuple(
        Child(place=place(f"vn.38.{n:05d}", f"Xã {n:02d}", "commune"), state=child.state,
              silent=child.silent)
        for n, child in enumerate(facts.children)
    )  # fmt: skip
    return msgspec.structs.replace(facts, children=made)


def test_the_signs_add_up_to_all_units() -> None:
    twin = tile(communes(), VI).twin["heat"]
    assert twin["units"] == len(communes().children) == sum(twin["signs"].values())
    assert twin["signs"]["silent"] == 1


def test_it_says_how_many_have_anything_overdue_and_who_most() -> None:
    facts = communes()
    made = tile(facts, VI)
    overdue = [c.state.counts["overdue"] for c in facts.children if c.state]
    assert made.twin["heat"]["with_overdue"] == sum(count > 0 for count in overdue)
    worst = made.twin["heat"]["worst"]
    assert worst["value"] == max(overdue)
    assert made.slots["heat/worst/href"] == f"/boards/{worst['unit']}"
    assert made.said["heat/worst/value"] == (str(max(overdue)), "overdue")


def test_a_special_zone_beside_its_province_is_no_further_unit() -> None:
    facts = nation()
    late = max(facts.children, key=lambda c: c.state.counts["overdue"] if c.state else -1)
    zone = msgspec.structs.replace(
        late, place=place("vn.56.22736", "Đặc khu A", "commune"), special_zone_of="vn.56"
    )
    more = msgspec.structs.replace(facts, children=(zone, *facts.children))
    assert tile(more, VI).twin["heat"] == tile(facts, VI).twin["heat"]
    assert tile(facts, VI).twin["heat"]["units"] == 35, "34 provinces and the central bodies"


def test_of_several_worst_the_first_in_the_alphabet_is_named() -> None:
    child = next(c for c in nation().children if c.state and c.state.counts["overdue"])
    twins = [msgspec.structs.replace(child, place=place(c, n)) for c, n in
             (("vn.1", "Đông"), ("vn.2", "An"), ("vn.3", "Bắc"))]  # fmt: skip
    facts = msgspec.structs.replace(nation(), children=tuple(twins))
    assert tile(facts, VI).slots["heat/worst/name"] == "An"


def test_where_nobody_is_late_nobody_is_named() -> None:
    made = tile(empty(), EN)
    assert made.twin["heat"]["worst"] is None
    assert "heat/worst/value" not in made.said
    assert made.said["heat/with_overdue"] == ("0", "")


def test_the_alphabet_is_that_of_sort_keys() -> None:
    found = [Child(place=place(code, name), state=None) for code, name in
             (("b", "Ba"), ("a", "Xa"), ("c", "An"))]  # fmt: skip
    assert alphabet(tuple(found)) == {"c": 0, "b": 1, "a": 2}


@pytest.mark.parametrize(
    ("count", "columns", "rows"),
    [(0, 2, 1), (1, 2, 1), (38, 2, 19), (60, 2, 30), (61, 3, 21), (100, 3, 34), (101, 4, 26),
     (168, 4, 42)],
)  # fmt: skip
def test_all_names_find_a_place(count: int, columns: int, rows: int) -> None:
    made = layout(["Sa Pả"] * count)
    assert (made["columns"], made["rows"], made["long"]) == (columns, rows, False)
    assert made["columns"] * made["rows"] >= count


def test_long_names_are_known() -> None:
    assert layout(["Học viện Chính trị quốc gia"] * 3)["long"]
