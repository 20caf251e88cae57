"""What the public is shown: every unit's counts at one instant, and what is withheld of them.

Read from SQL in one go, so that no two figures of it stand on different instants: a difference of
two instants could tell what neither does. Made when somebody asks and the last is `FRESH_S` old;
working it out takes some tens of milliseconds for a country and is done in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct
from starlette.concurrency import run_in_threadpool

from schema.database import AWAY, AsyncPool
from schema.queries import load
from schema.unit import ROOT
from web.compose.withheld import CELLS, Held, K, Withheld, withheld
from web.facts.directory import Directory

FRESH_S = 20.0
"""Seconds a picture is shown before another is made."""
RETRY_S = 5.0
"""Seconds until a database that was away is asked again: one reader waits for it, not each."""
K_PARAMETER = "withheld_cell"
_SQL = load("public")
_COUNTS = msgspec.json.Decoder(dict[str, int])
Row = tuple[str, int, datetime, str]
"""Scope, version, instant and counts of a KPI state."""


class Seen(Struct, frozen=True, kw_only=True):
    """A unit's counts as they were published."""

    kpi_version: int
    as_of: datetime
    counts: Mapping[str, int]


class Picture(Struct, frozen=True, kw_only=True):
    """All units; one that holds no task is not among `units`."""

    units: Mapping[str, Seen]
    withheld: Withheld
    k: int = K

    @property
    def as_of(self) -> datetime | None:
        """The newest instant of its figures."""
        return max((seen.as_of for seen in self.units.values()), default=None)

    def small(self, unit: str, *numbers: int) -> bool:
        """Whether one of these numbers of tasks of a unit is small and may hold a secret one."""
        return unit in self.withheld.secret and any(0 < number < self.k for number in numbers)


class Pictures:
    """The newest picture; `monotonic` gives seconds."""

    def __init__(
        self, pool: AsyncPool, directory: Callable[[], Directory], monotonic: Callable[[], float]
    ) -> None:
        self._pool = pool
        self._directory = directory
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._kept: tuple[float, Picture] | None = None

    async def get(self) -> Picture:
        """A picture not older than FRESH_S; while the database is away, the last there was."""
        async with self._lock:
            if self._kept is None or self._monotonic() - self._kept[0] >= FRESH_S:
                await self._renew()
            assert self._kept is not None
            return self._kept[1]

    async def _renew(self) -> None:
        try:
            known = self._directory()
            async with self._pool.connection() as connection:
                rows = await (await connection.execute(_SQL.counts)).fetchall()
                leads = await (await connection.execute(_SQL.secret_leads)).fetchall()
        except AWAY:
            if self._kept is None:
                raise
            self._kept = self._monotonic() - FRESH_S + RETRY_S, self._kept[1]
            return
        secret = [lead for (lead,) in leads]
        made = await run_in_threadpool(picture, rows, secret, known)
        self._kept = self._monotonic(), made


def picture(rows: Iterable[Row], secret: Iterable[str], known: Directory) -> Picture:
    """What is seen of the units of today, and what is withheld of it."""
    units = {
        scope: Seen(kpi_version=version, as_of=as_of, counts=_COUNTS.decode(counts))
        for scope, version, as_of, counts in rows
        if scope in known.tree
    }
    leading = {known.lines.of(lead)[0] for lead in secret}
    country = {
        code: _held(code, units.get(code), known, code in leading) for code in known.tree.units
    }
    k = int(known.catalogue.method.parameters.get(K_PARAMETER, K))
    return Picture(units=units, withheld=withheld(country, k), k=k)


def _held(code: str, seen: Seen | None, known: Directory, secret: bool) -> Held:
    above = known.parent(code) or (None if code == ROOT else ROOT)
    cells = tuple(seen.counts[name] for name in CELLS) if seen else (0,) * len(CELLS)
    return Held(parent=above, cells=cells, secret=secret)
