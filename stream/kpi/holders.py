"""Who holds what is overdue: by province and central body, below that level by unit.

Kept beside the sums, so that a headline costs no walk through the tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nlargest
from typing import NamedTuple

from schema.measures import INDEX, ZERO, Counts
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key, Leaf

OVERDUE = INDEX["overdue"]
MOST_HOLDERS = 5
"""H2 speaks of at most so many units …"""
SHARE = (40, 100)
"""… that hold at least this share of what is overdue."""


class Few(NamedTuple):
    """The fewest units that hold the share, and how many overdue tasks they hold together."""

    units: tuple[str, ...]
    held: int


class Holders:
    """Overdue tasks of every scope by the unit that holds them."""

    __slots__ = ("_cut", "_held")

    def __init__(self, cut: Cut, leaves: Mapping[Leaf, Counts] | None = None) -> None:
        self._cut = cut
        self._held: dict[Key, dict[str, int]] = {}
        for leaf, counts in (leaves or {}).items():
            self.move(leaf, ZERO, counts)

    def move(self, leaf: Leaf, before: Counts, after: Counts) -> None:
        """A leaf was worth `before` and is worth `after`."""
        by = after[OVERDUE] - before[OVERDUE]
        if not by:
            return
        for key, holder in self._cut.counts(leaf.group):
            held = self._held.setdefault(key, {})
            held[holder] = held.get(holder, 0) + by
            if not held[holder]:
                del held[holder]

    def of(self, key: Key) -> Mapping[str, int]:
        """Overdue tasks by holder, only those who hold any."""
        return self._held.get(key, {})


def few(held: Mapping[str, int]) -> Few | None:
    """The smallest k ≤ 5 holders with ≥ 40 % of what is overdue (H2); None when it is spread."""
    part, whole = SHARE
    needed, sofar = part * sum(held.values()), 0
    if sum(nlargest(MOST_HOLDERS, held.values())) * whole < needed:
        return None
    ranked = sorted(held.items(), key=lambda item: (-item[1], item[0]))
    for k, (_, overdue) in enumerate(ranked, start=1):
        sofar += overdue
        if sofar * whole >= needed:
            return Few(tuple(unit for unit, _ in ranked[:k]), sofar)
    return None
