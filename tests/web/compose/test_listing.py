"""A list of facts as twin, page and sheet."""

from __future__ import annotations

from web.compose.listing import Row, table, tile
from web.words import words

ROW = Row(entry={"id": "u1", "marks": ["a", "b"]}, kind="k", title="t", href=None, who="w",
          who_href=None)  # fmt: skip


def test_the_numbers_are_of_the_whole_list() -> None:
    made = tile("updates", (ROW,), 1_200, 40, "/next", words("vi"))
    assert made.twin["updates"] == [ROW.entry]
    assert made.said["count"] == ("1.200", "") and made.said["of"] == ("40", "")
    assert made.page["next"] == "/next" and not made.page["all"]


def test_a_sheet_of_nothing_is_empty() -> None:
    assert table("updates", tile("updates", (), 0, 0, None, words("vi")).twin) == [[]]


def test_lists_in_a_cell_are_words() -> None:
    made = tile("updates", (ROW,), 1, 1, None, words("vi"))
    assert table("updates", made.twin) == [["id", "marks"], ["u1", "a b"]]
