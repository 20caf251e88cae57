"""The tree, added up: every total is kept by adding and taking away whole leaves.

Integers only, so that adding and taking away is exact and equals a sum from scratch.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schema.measures import WIDTH, ZERO, Counts
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key, Leaf


class Sums:
    """Totals of every scope and programme over the leaves put into it."""

    __slots__ = ("_cut", "_totals", "leaves")

    def __init__(self, cut: Cut, leaves: Mapping[Leaf, Counts] | None = None) -> None:
        self._cut = cut
        self._totals: dict[Key, list[int]] = {}
        self.leaves: dict[Leaf, Counts] = {}
        for leaf, counts in (leaves or {}).items():
            self.put(leaf, counts)

    def put(self, leaf: Leaf, counts: Counts) -> None:
        """Let `leaf` be worth `counts` from now on."""
        before = self.leaves.get(leaf, ZERO)
        self.leaves[leaf] = counts
        moved = difference(before, counts)
        for count in self._cut.counts(leaf.group):
            total = self._totals.get(count.key)
            if total is None:
                total = self._totals[count.key] = [0] * WIDTH
            for index, by in moved:
                total[index] += by

    def total(self, key: Key) -> Counts:
        """What a scope is worth; zeros when nothing counts to it."""
        total = self._totals.get(key)
        return ZERO if total is None else tuple(total)

    def keys(self) -> Iterable[Key]:
        """Every scope and programme something ever counted to."""
        return self._totals.keys()

    def recut(self, cut: Cut) -> Sums:
        """The same leaves under another tree."""
        return Sums(cut, self.leaves)


def difference(before: Counts, after: Counts) -> list[tuple[int, int]]:
    """(index, change) of every integer that moved."""
    if before == after:
        return []
    return [
        (i, new - old) for i, (old, new) in enumerate(zip(before, after, strict=True)) if new != old
    ]
