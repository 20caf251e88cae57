"""The planned value of a scope for each day: the plans of its leaves, added up (Q45, Q48).

Two rows of one shape: by weight (1/1,000 × 1/10,000), and each task alike (1/10,000), which counts
where no leaf has a weight (Q44). Adding and taking away is exact, so a parent is the sum of its
children and what was kept equals what is made from scratch, integer for integer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from msgspec import Struct

from schema.earned.axis import Axis, Ints
from schema.earned.plan import Plan, course

BY_WEIGHT, ALIKE = 0, 1
"""The rows of a curve."""
Bag = dict[int, int]
"""Ordinals of days, each with its number of leaves."""


class Drawn(Struct, frozen=True, gc=False):
    """A leaf's own curve: its first and last day, its two rows, the day c it was done."""

    first: int
    last: int
    rows: Ints
    done: int | None


def drawn(plan: Plan, done: date | None, axis: Axis) -> Drawn:
    """The curve of one leaf."""
    shares = course(plan, axis)
    rows: Ints = np.empty((2, len(shares)), dtype=np.int64)
    rows[BY_WEIGHT], rows[ALIKE] = plan.weight * shares, shares
    first = plan.start.toordinal()
    return Drawn(first, first + len(shares) - 1, rows, None if done is None else done.toordinal())


class Curve:
    """The sum of some leaves; `first` and `last` are ordinals, its ends (none without leaves).

    Who knows the ends of what will be added later gives them as `span`: then nothing is moved to
    make room for it.
    """

    __slots__ = ("_done", "_dues", "_starts", "first", "last", "leaves", "leaves_done", "rows")

    def __init__(
        self, leaves: Iterable[Drawn] = (), *, span: tuple[int, int] | None = None
    ) -> None:
        self.rows: Ints = np.zeros((2, 0), dtype=np.int64)
        self.first = self.last = 0
        self.leaves = self.leaves_done = 0
        self._starts: Bag = {}
        self._dues: Bag = {}
        self._done: Bag = {}
        given = list(leaves)
        if given and span is None:
            span = min(leaf.first for leaf in given), max(leaf.last for leaf in given)
        if span is not None:
            self._make_room(*span)
        for leaf in given:
            self.add(leaf)

    @property
    def row(self) -> int:
        """The row that counts: each task alike only where nothing has a weight."""
        return BY_WEIGHT if self.leaves and self.rows[BY_WEIGHT, -1] else ALIKE

    @property
    def values(self) -> Ints:
        """Planned value at the end of each day from first to last, in the row that counts."""
        values: Ints = self.rows[self.row]
        return values

    @property
    def all_done(self) -> int | None:
        """The latest day c when every leaf is done."""
        done = self.leaves and self.leaves_done == self.leaves
        return max(self._done) if done else None

    def at(self, day: int) -> int:
        """What is planned for the end of a day, in the row that counts."""
        if not self.leaves or day < self.first:
            return 0
        return int(self.values[min(day, self.last) - self.first])

    def add(self, leaf: Drawn) -> None:
        """A leaf more."""
        self._make_room(leaf.first, leaf.last)
        self._sum(leaf, 1)

    def take(self, leaf: Drawn) -> None:
        """A leaf less, one that was added."""
        self._sum(leaf, -1)
        if not self.leaves:
            self.rows = np.zeros((2, 0), dtype=np.int64)
        else:
            self._trim()

    def _sum(self, leaf: Drawn, by: int) -> None:
        begin, end = leaf.first - self.first, leaf.last + 1 - self.first
        rows = leaf.rows if by > 0 else -leaf.rows
        self.rows[:, begin:end] += rows
        self.rows[:, end:] += rows[:, -1:]
        self.leaves += by
        _move(self._starts, leaf.first, by)
        _move(self._dues, leaf.last, by)
        if leaf.done is not None:
            self.leaves_done += by
            _move(self._done, leaf.done, by)

    def _make_room(self, first: int, last: int) -> None:
        """Ends wide enough for a leaf: nothing is planned before, all of it after."""
        if not self.rows.size:
            self.first, self.last = first, last
            self.rows = np.zeros((2, last - first + 1), dtype=np.int64)
        elif first < self.first or last > self.last:
            first, last = min(first, self.first), max(last, self.last)
            begin, end = self.first - first, self.last + 1 - first
            wider: Ints = np.zeros((2, last - first + 1), dtype=np.int64)
            wider[:, begin:end] = self.rows
            wider[:, end:] = self.rows[:, -1:]
            self.first, self.last, self.rows = first, last, wider

    def _trim(self) -> None:
        """Ends no wider than the leaves that are left."""
        if self.first in self._starts and self.last in self._dues:
            return
        first, last = min(self._starts), max(self._dues)
        self.rows = self.rows[:, first - self.first : last - self.first + 1].copy()
        self.first, self.last = first, last


def _move(bag: Bag, day: int, by: int) -> None:
    number = bag.get(day, 0) + by
    if number:
        bag[day] = number
    else:
        del bag[day]
