"""The S-curve of a scope from its rows: the plan as roll has drawn it, and the day closes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from web.compose.facts import EarnedDay, PlannedDay, SCurve
from web.facts.foreseen import fan

Rows = Sequence[tuple[Any, ...]]
MOST = 120
"""Days of a line."""
_DAY = timedelta(days=1)


def curve(plan: Rows, closes: Rows, ends: Rows, today: date) -> SCurve | None:
    """The row of ``plan_curve`` with those of ``kpi_day`` and of the forecasts; None: no plan.

    A close says what was earned by weight and with each task alike; the plan says which counts.
    """
    if not plan:
        return None
    first, last, step, alike, planned = plan[0]
    held = Held([(row[0], row[2] if alike else row[1]) for row in closes])
    days = [min(first + n * step * _DAY, last) for n in range(len(planned))]
    return SCurve(
        planned=tuple(
            PlannedDay(day, value, held.on(day) if day < today else None)
            for day, value in zip(days, planned, strict=True)
        ),
        earned=tuple(EarnedDay(day, held.on(day) or 0) for day in held.days(first, today)),
        fan=fan(ends, alike, today, last),
    )


class Held:
    """Values at day closes; one holds until the next."""

    def __init__(self, closes: Sequence[tuple[date, int]]) -> None:
        self._days = [day for day, _ in closes]
        self._values = [value for _, value in closes]

    def on(self, day: date) -> int | None:
        """The value at the close of a day; None before the first."""
        place = bisect_right(self._days, day)
        return self._values[place - 1] if place else None

    def days(self, first: date, today: date) -> list[date]:
        """Days to draw, evenly: from the first close of the plan's time to yesterday."""
        begin = max(self._days[0], first) if self._days else today
        length = (today - begin).days
        if length <= 0:
            return []
        step = -(-length // (MOST - 1))
        days = [begin + n * _DAY for n in range(0, length - 1, step)]
        return [*days, today - _DAY]
