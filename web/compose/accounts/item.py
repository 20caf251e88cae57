"""A leaf of an account: what a contribution is of, and so where what happened to it is told."""

from __future__ import annotations

from typing import NamedTuple

from web.compose.why import Leaf


class Item(NamedTuple):
    """Something that can move a figure; what does not apply is ''."""

    kind: str
    """leaf, unit, league, reading, path, target, baseline, day, task, time, plan, method."""
    unit: str = ""
    code: str = ""
    """Of an indicator or a task."""
    day: str = ""
    leaf: Leaf | None = None


METHOD = Item("method")
"""What was published and its leaves do not come to: a tree or catalogue that is another one now."""
TIME = Item("time")
"""The calendar alone."""


def of_leaf(leaf: Leaf) -> Item:
    """A leaf of the tree."""
    return Item("leaf", leaf.lead, leaf=leaf) if leaf.lead else METHOD
