"""The days of a calendar as an array: what curves are drawn along."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from schema.workdays import WorkCalendar

Ints = NDArray[np.int64]
"""Whole numbers, one a calendar day (or rows of them)."""


class Axis:
    """Working-day index of each day, by ordinal; differences are W(a, b) of the method."""

    __slots__ = ("_base", "_index")

    def __init__(self, calendar: WorkCalendar) -> None:
        first, index = calendar.table
        self._base = first.toordinal()
        self._index: Ints = np.array(index, dtype=np.int64)

    def span(self, first: int, last: int) -> Ints:
        """The index of each day from ordinal `first` to `last`, both included.

        Raises ValueError when a day lies outside the calendar's table.
        """
        begin, end = first - self._base, last - self._base
        if not 0 <= begin <= end < len(self._index):
            raise ValueError(
                f"expected days within the calendar, got {date.fromordinal(first)}"
                f" to {date.fromordinal(last)}"
            )
        return self._index[begin : end + 1]

    def between(self, a: int, b: int) -> int:
        """W(a, b) of two ordinals."""
        return int(self._index[b - self._base] - self._index[a - self._base])


@cache
def axis_of(calendar: WorkCalendar) -> Axis:
    """The axis of a calendar, made once."""
    return Axis(calendar)
