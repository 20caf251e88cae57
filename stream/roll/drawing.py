"""Planned curves follow the task rows: all of them at first, then those the queue names.

Called by `leader` within its transaction, so plans and leaves are of one snapshot; what a curve is
stands in ``stream.kpi.operational``. The calendar day moves no curve: nothing is drawn at midnight.
"""

from __future__ import annotations

from stream.kpi.country import Country
from stream.roll import read, write
from stream.roll.read import Connection


class Drawing:
    """Reads the plans of one country, and writes the curves that became others."""

    def __init__(self, connection: Connection, country: Country) -> None:
        self._connection = connection
        self._country = country
        self._begun = self._written = False

    @property
    def begun(self) -> bool:
        """Whether the country knows its plans."""
        return self._begun

    async def follow(self) -> None:
        """Bring in the plans that moved since the last time; the first time, all there are."""
        codes = await read.replanned(self._connection)
        if not self._begun:
            self._country.put_plans(await read.planned(self._connection))
            self._begun = True
        elif codes:
            self._country.put_plans(await read.planned(self._connection, codes))

    async def write(self) -> None:
        """Let SQL have the curves that became others since the last time."""
        redrawn = self._country.take_redrawn()
        if redrawn or not self._written:
            await write.curves(self._connection, redrawn, anew=not self._written)
            self._written = True
