"""Days counted from day 0 of the sample (0; yesterday is -1), and their rhythm.

Eves and Mondays are busy, nights and holidays empty. Local time is UTC+7 throughout.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from random import Random

from schema.clock import day_start
from schema.workdays import WorkCalendar

_REACH = 500
"""Days known before and after day 0."""
_WEEKDAY = (1.35, 1.05, 1.0, 1.0, 1.1, 0.2, 0.08)
_HOLIDAY = 0.03
_MORNING = ((7.0, 0.06), (8.0, 0.30), (9.0, 0.34), (10.0, 0.2), (11.0, 0.1))
_AFTERNOON = ((13.0, 0.2), (14.0, 0.3), (15.0, 0.24), (16.0, 0.14), (17.0, 0.07), (19.0, 0.05))


class Days:
    """The calendar around day 0."""

    def __init__(self, day0: date, calendar: WorkCalendar) -> None:
        self.day0 = day0
        self._start = day_start(day0).timestamp()
        self._index = [calendar.index(self.date(offset)) for offset in range(-_REACH, _REACH + 1)]

    def date(self, offset: int) -> date:
        """The local day that far from day 0."""
        return self.day0 + timedelta(days=offset)

    def at(self, offset: int, seconds: float) -> datetime:
        """The instant so many seconds after the local midnight a day begins with."""
        return datetime.fromtimestamp(self._start + offset * 86_400 + seconds, UTC)

    def midnight(self, offset: int) -> datetime:
        """The instant a day begins."""
        return self.at(offset, 0)

    def between(self, a: int, b: int) -> int:
        """W(a, b): working days after `a` up to and including `b`."""
        return self._index[b + _REACH] - self._index[a + _REACH]

    def is_working(self, offset: int) -> bool:
        """Whether offices work on this day."""
        return self.between(offset - 1, offset) == 1

    def working_on_or_before(self, offset: int) -> int:
        """This day if offices work on it, else the last working day before it."""
        while not self.is_working(offset):
            offset -= 1
        return offset

    def working_on_or_after(self, offset: int) -> int:
        """This day if offices work on it, else the next working day."""
        while not self.is_working(offset):
            offset += 1
        return offset

    def after(self, offset: int, working_days: int) -> int:
        """The day so many working days later: the first x with W(offset, x) = `working_days`."""
        target = self._index[offset + _REACH] + working_days
        return bisect_left(self._index, target) - _REACH

    def weight(self, offset: int) -> float:
        """How much is reported on this day, against an ordinary working day."""
        weekday = self.date(offset).weekday()
        if weekday < 5 and not self.is_working(offset):
            return _HOLIDAY
        return 1.0 if weekday >= 5 and self.is_working(offset) else _WEEKDAY[weekday]

    def quotas(self, first: int, last: int, rate: int) -> dict[int, int]:
        """Updates for each day of a stretch: `rate` a day on average, by the weight of the day."""
        weights = {offset: self.weight(offset) for offset in range(first, last + 1)}
        whole = sum(weights.values())
        return {
            offset: round(rate * len(weights) * weight / whole)
            for offset, weight in weights.items()
        }


def second_of_day(rng: Random, session: int) -> float:
    """When in the day someone reports: `session` 0 in the morning, 1 in the afternoon."""
    hours = _MORNING if session == 0 else _AFTERNOON
    drawn = rng.random() * sum(share for _, share in hours)
    for hour, share in hours:
        if drawn < share:
            return hour * 3600 + drawn / share * 3600
        drawn -= share
    return hours[-1][0] * 3600
