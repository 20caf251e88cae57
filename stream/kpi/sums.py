"""The tree, added up: every total is kept by adding and taking away whole leaves.

Integers only, so that adding and taking away is exact and equals a sum from scratch. Totals are
packed (`schema.measures`): one addition moves every measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schema.measures import ZERO, Counts, Packed, packed, unpacked
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key, Leaf


class Sums:
    """Totals of every scope and programme over the leaves put into it."""

    __slots__ = ("_cut", "_totals", "leaves")

    def __init__(self, cut: Cut, leaves: Mapping[Leaf, Counts] | None = None) -> None:
        self._cut = cut
        self._totals: dict[Key, Packed] = {}
        self.leaves: dict[Leaf, Counts] = {}
        for leaf, counts in (leaves or {}).items():
            self.put(leaf, counts)

    def put(self, leaf: Leaf, counts: Counts) -> None:
        """Let `leaf` be worth `counts` from now on."""
        before = self.leaves.get(leaf, ZERO)
        self.leaves[leaf] = counts
        moved = packed(counts) - packed(before)
        totals = self._totals
        for count in self._cut.counts(leaf.group):
            totals[count.key] = totals.get(count.key, 0) + moved

    def total(self, key: Key) -> Counts:
        """What a scope is worth; zeros when nothing counts to it."""
        return unpacked(self._totals.get(key, 0))

    def keys(self) -> Iterable[Key]:
        """Every scope and programme something ever counted to."""
        return self._totals.keys()

    def recut(self, cut: Cut) -> Sums:
        """The same leaves under another tree."""
        return Sums(cut, self.leaves)
