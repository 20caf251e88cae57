"""How old a reading may be (Q57): fresh within its max_age, stale up to twice that, then gone."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Fresh(StrEnum):
    """What the age of a reading makes of it."""

    FRESH = "fresh"
    STALE = "stale"
    """Held: still in the index, shown grey."""
    GONE = "gone"
    """Too old: null."""


def freshness(occurred: date, today: date, max_age: int) -> Fresh:
    """From the day a reading occurred; `max_age` in days."""
    age = (today - occurred).days
    if age <= max_age:
        return Fresh.FRESH
    return Fresh.STALE if age <= 2 * max_age else Fresh.GONE
