"""The tree, added up: every total is kept by adding and taking away whole leaves.

Integers only, so that adding and taking away is exact and equals a sum from scratch. Totals are
packed (`schema.measures`): one addition moves every measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schema.measures import Counts, Packed, packed, unpacked
from stream.kpi.cut import Cut
from stream.kpi.leaf import Key, Leaf


class Sums:
    """Totals of every scope and programme over the leaves put into it."""

    __slots__ = ("_cut", "_totals", "_worth", "leaves")

    def __init__(self, cut: Cut, leaves: Mapping[Leaf, Counts] | None = None) -> None:
        self._cut = cut
        self._totals: dict[Key, Packed] = {}
        self._worth: dict[Leaf, Packed] = {}
        self.leaves: dict[Leaf, Counts] = {}
        for leaf, counts in (leaves or {}).items():
            self.put(leaf, counts)

    def put(self, leaf: Leaf, counts: Counts) -> None:
        """Let `leaf` be worth `counts` from now on."""
        worth, totals = packed(counts), self._totals
        moved = worth - self._worth.get(leaf, 0)
        self.leaves[leaf], self._worth[leaf] = counts, worth
        for key, _ in self._cut.counts(leaf.group):
            totals[key] = totals.get(key, 0) + moved

    def total(self, key: Key) -> Counts:
        """What a scope is worth; zeros when nothing counts to it."""
        return unpacked(self._totals.get(key, 0))

    def keys(self) -> Iterable[Key]:
        """Every scope and programme something ever counted to."""
        return self._totals.keys()

    def recut(self, cut: Cut) -> Sums:
        """The same leaves under another tree."""
        return Sums(cut, self.leaves)
