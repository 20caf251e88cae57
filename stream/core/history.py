"""What was said of a task's progress, day by day: the newest days, packed into a few bytes.

Twelve days are what the forecast looks at (`stream.kpi.forecast.parameters`); 6 bytes each: the
ordinal of the day and the progress in 1/10,000. Filled by the judges, read by `outlook`.
"""

from __future__ import annotations

from datetime import date
from struct import Struct

from stream.kpi.forecast.parameters import PARAMETERS
from stream.kpi.forecast.record import Point

_POINT = Struct("<IH")
_SIZE = _POINT.size
_BEFORE = _SIZE * (PARAMETERS.reports - 1)
"""Bytes that stay when a new day is noted."""


def noted(history: bytes, ordinal: int, progress: int) -> bytes:
    """The history with what was said on a day; of several sayings on a day the last counts.

    Sayings come in the order of the task's updates. One that stands behind a later day (a verdict
    sorts behind the claim it names) is of that day.
    """
    if history:
        last = _POINT.unpack_from(history, len(history) - _SIZE)[0]
        if ordinal <= last:
            return history[:-_SIZE] + _POINT.pack(last, progress)
    return history[-_BEFORE:] + _POINT.pack(ordinal, progress)


def points(history: bytes) -> list[Point]:
    """The days of a history, in order."""
    return [Point(date.fromordinal(day), share) for day, share in _POINT.iter_unpack(history)]
