"""Working days of Vietnamese state offices (clarifications Q1–Q3).

`WorkCalendar.between(a, b)` is W(a, b) of the method: working days in (a, b], a excluded, b
included; W(a, a) = 0; W(b, a) = −W(a, b). Pure and O(1): a running index per day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import yaml

_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)


class WorkCalendar:
    """A table of working days between 1990 and 2099, indexed once."""

    __slots__ = ("_base", "_index", "version")

    def __init__(self, *, version: int, off: Iterable[date], worked: Iterable[date]) -> None:
        """Build from exceptions: `off` weekdays without work, `worked` Saturdays with it."""
        self.version = version
        self._base = _FIRST.toordinal()
        self._index = list(accumulate(_works(frozenset(off), frozenset(worked))))

    def index(self, day: date) -> int:
        """Working days from the table's beginning up to and including `day`."""
        position = day.toordinal() - self._base
        if 0 <= position < len(self._index):
            return self._index[position]
        return 0 if position < 0 else self._index[-1]

    @property
    def table(self) -> tuple[date, list[int]]:
        """The first day of the table, and the index of every day from it on."""
        return date.fromordinal(self._base), list(self._index)

    def between(self, a: date, b: date) -> int:
        """W(a, b): working days after `a` up to and including `b`; negative when b < a."""
        return self.index(b) - self.index(a)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return self.between(day - timedelta(days=1), day) == 1

    def after(self, day: date, working_days: int) -> date:
        """The first day x with W(day, x) = `working_days`, for 1 or more."""
        position = bisect_left(self._index, self.index(day) + working_days)
        return date.fromordinal(self._base + position)

    def first_day_within(self, working_days: int, due: date) -> date:
        """The earliest day x with W(x, due) <= `working_days`: from it `due` is that near."""
        position = bisect_left(self._index, self.index(due) - working_days)
        return date.fromordinal(self._base + position)


def _works(off: frozenset[date], worked: frozenset[date]) -> Iterator[int]:
    for ordinal in range(_FIRST.toordinal(), _LAST.toordinal() + 1):
        day = date.fromordinal(ordinal)
        yield int((day.weekday() < 5 and day not in off) or day in worked)


def _dates(years: Mapping[int, Iterable[str]]) -> list[date]:
    return [date.fromisoformat(f"{year}-{day}") for year, days in years.items() for day in days]


@cache
def state_offices() -> WorkCalendar:
    """The shipped table of Vietnamese state-office days."""
    text = files("schema").joinpath("data/holidays.yaml").read_text("utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    off = {int(year): days for year, days in table["off"].items()}
    worked = {int(year): days for year, days in table["worked"].items()}
    fixed = {year: table["every_year"] for year in range(_FIRST.year, _LAST.year + 1)}
    others = {year: days for year, days in fixed.items() if year not in off}
    return WorkCalendar(
        version=int(table["version"]), off=_dates({**off, **others}), worked=_dates(worked)
    )
