"""Rows of SQL become leaves and changes of standing."""

from __future__ import annotations

from schema.causes import Turn
from schema.measures import WIDTH
from web.compose.why import Leaf
from web.pages.moves import by_leaf, leaves

KEY = ("vn.15", "nq57", "", "", "A", "")


def test_the_partitions_of_a_leaf_are_added_up() -> None:
    found = leaves([(*KEY, [1, 2]), (*KEY, [10]), (*KEY[:1], "", "", "", "", "", [5])])
    assert found[Leaf(*KEY)]["done_on_time"] == 11 and found[Leaf(*KEY)]["done_late"] == 2
    assert len(found[Leaf("vn.15")]) == WIDTH


def test_changes_of_standing_are_told_by_leaf() -> None:
    turn = (True, "in_time", "overdue", "on_track", "overdue", 3)
    assert by_leaf([(*KEY, *turn)]) == {Leaf(*KEY): (Turn(*turn),)}
