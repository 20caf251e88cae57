"""Leaves of accounts have names of their own."""

from __future__ import annotations

from web.compose.accounts.item import METHOD, Item, of_leaf
from web.compose.why import METHOD as NOBODY
from web.compose.why import Leaf


def test_a_leaf_of_the_tree_stands_under_its_lead() -> None:
    leaf = Leaf("vn.15", "nq57")
    assert of_leaf(leaf) == Item("leaf", "vn.15", leaf=leaf)
    assert of_leaf(NOBODY) == METHOD
