"""Which local days a reporting period spans, read from its name."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_YEAR = r"(?P<year>\d{4})"
_NAMES = re.compile(
    rf"{_YEAR}(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-Q(?P<quarter>[1-4])|-H(?P<half>[12])"
    r"|-W(?P<week>\d\d))?"
)


class Span(NamedTuple):
    """First and last day, both included."""

    first: date
    last: date


def span(name: str) -> Span | None:
    """The days of ``2026``, ``2026-H1``, ``2026-Q4``, ``2026-11``, ``2026-W47`` or ``2026-11-22``.

    None for any other name: then a reading stands for the day it occurred.
    """
    found = _NAMES.fullmatch(name)
    if found is None:
        return None
    try:
        return _span(int(found["year"]), {k: int(v) for k, v in found.groupdict().items() if v})
    except ValueError:
        return None


def _span(year: int, part: dict[str, int]) -> Span:
    match part:
        case {"week": week}:
            monday = date.fromisocalendar(year, week, 1)
            return Span(monday, monday + timedelta(days=6))
        case {"day": day, "month": month}:
            return Span(date(year, month, day), date(year, month, day))
        case {"month": month}:
            return _months(year, month, month)
        case {"quarter": quarter}:
            return _months(year, 3 * quarter - 2, 3 * quarter)
        case {"half": half}:
            return _months(year, 6 * half - 5, 6 * half)
        case _:
            return _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> Span:
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
