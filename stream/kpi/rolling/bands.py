"""Bands of ages: every window and the one before it is a union of some of them (Q80).

A day's age is the number of days since; today's is 0. When a day begins, only what reaches a
band's edge moves to the next one.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

EDGES = (0, 1, 2, 7, 8, 14, 30, 60, 90, 180)
"""Lowest age of each band; the last is where the past that is looked at ends."""
BANDS = len(EDGES) - 1
KEEP = 190
"""Days of which rows are kept: a few more than looked at, should a clock stand a little back."""
STEPS = 30
"""Days at most that are begun one by one; beyond that everything is added up anew."""


class Span(NamedTuple):
    """The bands of one window and of the one before it."""

    now: tuple[int, ...]
    before: tuple[int, ...]


WINDOWS: dict[str, Span] = {
    "today": Span((0,), (1,)),
    "d7": Span((0, 1, 2), (3, 4)),
    "d30": Span((0, 1, 2, 3, 4, 5), (6,)),
    "d90": Span((0, 1, 2, 3, 4, 5, 6, 7), (8,)),
}
"""Today so far with the whole of yesterday; 7, 30 and 90 days with as many before them."""
OVER_A_WEEK = (4, 5, 6, 7)
"""Of the 90 days those more than seven days ago (domain 2)."""
LENGTHS = (1, 7, 30, 90)
"""Days of each window."""
SPANS: tuple[tuple[int, ...], ...] = tuple(side for span in WINDOWS.values() for side in span)
"""Every window and the one before it, in turn."""


def band_of(age: int) -> int | None:
    """The band of an age; None for a day to come and for what is too old."""
    return bisect_right(EDGES, age) - 1 if 0 <= age < EDGES[-1] else None
