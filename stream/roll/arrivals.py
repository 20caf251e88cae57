"""Today's arrivals per unit, read again every two seconds at most.

Only the bins of the last quarter of an hour are read each time; the older ones of the day once a
minute, since a backlog may still add to them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from schema.clock import day_end, day_start, local_day
from stream.kpi.windows import Arrived
from stream.roll.read import Connection, arrived

EVERY_S = 2.0
OLDER_EVERY_S = 60.0
RECENT = timedelta(minutes=15)
_NONE = Arrived(0, 0, 0)


class Arrivals:
    """What each unit sent on the local day of `now`; instants are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._since: datetime | None = None
        self._older: dict[str, Arrived] = {}
        self._read_at = self._older_at = float("-inf")

    def due(self, now: datetime, at: float) -> bool:
        """Whether it is time to read again: at once on a new day."""
        return at - self._read_at >= EVERY_S or self._day != local_day(now)

    async def read(self, connection: Connection, now: datetime, at: float) -> dict[str, Arrived]:
        """What each unit has sent today."""
        self._read_at = at
        day = local_day(now)
        if self._since is None or day != self._day or at - self._older_at >= OLDER_EVERY_S:
            self._day, self._older_at = day, at
            self._since = max(day_start(day), now - RECENT)
            self._older = await arrived(connection, day_start(day), self._since)
        return together(self._older, await arrived(connection, self._since, day_end(day)))


def together(one: dict[str, Arrived], other: dict[str, Arrived]) -> dict[str, Arrived]:
    """Both, unit by unit."""
    return {
        unit: Arrived._make(
            map(sum, zip(one.get(unit, _NONE), other.get(unit, _NONE), strict=True))
        )
        for unit in one.keys() | other.keys()
    }
