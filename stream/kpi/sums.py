"""The tree, added up: every total is kept by adding and taking away whole leaves.

Integers only, so that adding and taking away is exact and equals a sum from scratch: 64 bits each,
as the tables have them. What leaves and scopes are worth are rows of two matrices; the changes of a
publication are added in as many strokes as a leaf has scopes, however many leaves changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schema.measures import WIDTH, ZERO, Counts
from stream.kpi.cut import Cut
from stream.kpi.leaf import Changes, Key, Leaf

_LANES = Struct(f"={WIDTH}q")
_NOWHERE = 0
"""The row of no scope: what fills up the places of a leaf that counts to fewer than others."""


class _Matrix:
    """Rows of int64, a column a measure; zeros until something is added."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: NDArray[np.int64] = np.zeros((64, WIDTH), np.int64)

    def reach(self, rows: int) -> None:
        """Let there be at least so many."""
        if rows > len(self.rows):
            more = np.zeros((max(rows - len(self.rows), len(self.rows)), WIDTH), np.int64)
            self.rows = np.concatenate([self.rows, more])

    def counts(self, row: int) -> Counts:
        """One of them."""
        return _LANES.unpack_from(self.rows.data, row * _LANES.size)


class _Held(NamedTuple):
    """A leaf: its row in what leaves are worth, and the rows in the totals where it counts."""

    row: int
    place: tuple[int, ...]


class Sums:
    """Totals of every scope and programme over the leaves put into it."""

    __slots__ = ("_cut", "_held", "_scope", "_totals", "_worth")

    def __init__(self, cut: Cut, leaves: Changes | None = None) -> None:
        self._cut = cut
        self._held: dict[Leaf, _Held] = {}
        self._scope: dict[Key, int] = {}
        """The row of each scope in the totals."""
        self._worth, self._totals = _Matrix(), _Matrix()
        self.put(leaves or {})

    @property
    def leaves(self) -> dict[Leaf, Counts]:
        """What every leaf is worth."""
        rows = self._worth.rows[: len(self._held)]
        return dict(zip(self._held, _LANES.iter_unpack(rows.data), strict=True))

    def put(self, changes: Changes) -> set[Key]:
        """Let leaves be worth this from now on; every scope and programme they count to."""
        if not changes:
            return set()
        held = [self._held.get(leaf) or self._hold(leaf) for leaf in changes]
        rows = [leaf.row for leaf in held]
        given = b"".join([_LANES.pack(*counts) for counts in changes.values()])
        worth = np.frombuffer(given, np.int64).reshape(-1, WIDTH)
        moved = worth - self._worth.rows[rows]
        self._worth.rows[rows] = worth
        places = [leaf.place for leaf in held]
        for place in zip_longest(*places, fillvalue=_NOWHERE):
            np.add.at(self._totals.rows, np.array(place), moved)
        keys = list(self._scope)
        return {keys[row - 1] for row in set[int]().union(*places)}

    def worth(self, leaf: Leaf) -> Counts:
        """What a leaf is worth; zeros when it was never put."""
        held = self._held.get(leaf)
        return ZERO if held is None else self._worth.counts(held.row)

    def total(self, key: Key) -> Counts:
        """What a scope is worth; zeros when nothing counts to it."""
        row = self._scope.get(key)
        return ZERO if row is None else self._totals.counts(row)

    def keys(self) -> Iterable[Key]:
        """Every scope and programme something ever counted to."""
        return self._scope.keys()

    def recut(self, cut: Cut) -> Sums:
        """The same leaves under another tree."""
        return Sums(cut, self.leaves)

    def _hold(self, leaf: Leaf) -> _Held:
        scope = self._scope
        place = tuple(scope.setdefault(k, 1 + len(scope)) for k, _ in self._cut.counts(leaf.group))
        held = self._held[leaf] = _Held(len(self._held), place)
        self._worth.reach(len(self._held))
        self._totals.reach(1 + len(scope))
        return held
