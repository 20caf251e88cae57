"""The queries behind a board, sent in one pipeline: rows in, records out, no arithmetic here.

Bands change by the hour and are kept for one; everything else is read each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from psycopg import AsyncConnection

from schema.clock import Clock, day_start, local_day
from schema.database import AsyncPool, Row
from schema.kpi import KpiState
from schema.kpi import decode as decode_state
from schema.measures import INDEX, widen
from schema.queries import load
from schema.workdays import state_offices
from web.compose.facts import Bottleneck, WaveDay
from web.facts import curve, notable, pulse, urge
from web.facts.around import Around
from web.facts.book import Key
from web.facts.directory import Directory

DAY = timedelta(hours=24)
WAVE_DAYS = 30
BOTTLENECKS = 5
BAND_KEPT = timedelta(hours=1)
_SQL = load("web")
_AROUND = (
    "urge",
    "warnings",
    "turns",
    "difficulties",
    "wave",
    "bottlenecks",
    "overdue_before",
    "arrivals",
    "listened",
    "first_listened",
    "plan_curve",
    "earned",
    "fan",
    "by_top",
)
Rows = list[tuple[Any, ...]]


class Tables:
    """Readings of SQL for boards."""

    def __init__(self, pool: AsyncPool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._bands: dict[str, tuple[datetime, pulse.Band]] = {}

    async def states(self, keys: Sequence[Key]) -> list[KpiState]:
        """The newest states of `keys`, as far as there are any."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_SQL.states, columns(keys))
            return [decode_state(row[0]) for row in await cursor.fetchall()]

    async def around(self, scope: str, programme: str, known: Directory) -> Around:
        """Everything beside the state, as it is now."""
        now = self._clock.now()
        given = _given(scope, programme, known, now)
        async with self._pool.connection() as connection:
            band = await self._band(connection, scope, now)
            rows = await _pipeline(connection, given)
        return _assembled(rows, band, known, now)

    async def _band(
        self, connection: AsyncConnection[Row], scope: str, now: datetime
    ) -> pulse.Band:
        known = self._bands.get(scope)
        if known is not None and now - known[0] < BAND_KEPT:
            return known[1]
        band = await _read_band(connection, scope, now)
        self._bands[scope] = (now, band)
        return band


def columns(keys: Sequence[Key]) -> tuple[list[str], list[str]]:
    """Scopes and programmes of `keys`, as arrays of equal length."""
    return [scope for scope, _ in keys], [programme for _, programme in keys]


def _given(scope: str, programme: str, known: Directory, now: datetime) -> dict[str, Any]:
    today = local_day(now)
    return known.reach(scope).given | {
        "scope": scope,
        "programme": programme,
        "children": list(known.children(scope)),
        "overdue": INDEX["overdue"] + 1,  # SQL counts from 1
        "by_weight": INDEX["weight_progress"] + 1,
        "alike": INDEX["progress_plain"] + 1,
        "today": today,
        "wave_end": today + timedelta(days=WAVE_DAYS - 1),
        "day_ago": now - DAY,
        "hour_ago": now - notable.WINDOW,
        "first_bin": pulse.first_bin(now),
        "most_urge": urge.MOST,
        "most_notable": notable.MOST,
        "most_bottlenecks": BOTTLENECKS,
    }


def wave_day(
    day: date, working: bool, count: int, at_risk: int, behind: int, untold: int
) -> WaveDay:
    """A row of the query `wave`: tasks due on a day, and how many of them bear which sign."""
    return WaveDay(
        day=day,
        working=working,
        on_course=count - at_risk - behind,
        at_risk=at_risk,
        behind=behind,
        untold=untold,
    )


async def _pipeline(connection: AsyncConnection[Row], given: dict[str, Any]) -> dict[str, Rows]:
    async with connection.pipeline():
        cursors = [await connection.execute(getattr(_SQL, name), given) for name in _AROUND]
        return {
            name: await cursor.fetchall() for name, cursor in zip(_AROUND, cursors, strict=True)
        }


async def _read_band(connection: AsyncConnection[Row], scope: str, now: datetime) -> pulse.Band:
    """What today's and yesterday's weekdays brought in the weeks before yesterday."""
    today = local_day(now)
    until = day_start(today - timedelta(days=1))
    row = await (await connection.execute(_SQL.first_arrival)).fetchone()
    if row is None or row[0] is None or row[0] >= until:
        return {}
    since = max(row[0], until - timedelta(weeks=pulse.WEEKS))
    weekdays = [today.isoweekday(), (today - timedelta(days=1)).isoweekday()]
    given = {"since": since, "until": until, "scope": scope, "weekdays": weekdays}
    rows = await (await connection.execute(_SQL.arrivals_of_weekdays, given)).fetchall()
    return pulse.band_of(((row[0], row[1]) for row in rows), since, until)


def _assembled(rows: dict[str, Rows], band: pulse.Band, known: Directory, now: datetime) -> Around:
    today, calendar = local_day(now), state_offices()
    events, more = notable.notable(rows["turns"], rows["difficulties"], known)
    due = {row[0]: row[1:] for row in rows["wave"]}
    days = [today + timedelta(days=n) for n in range(WAVE_DAYS)]
    return Around(
        urge=urge.lines(rows["urge"], rows["warnings"], known, calendar, today),
        notable=events,
        notable_more=more,
        wave=tuple(
            wave_day(day, calendar.is_working(day), *due.get(day, (0, 0, 0, 0))) for day in days
        ),
        bottlenecks=tuple(
            Bottleneck(
                type=kind,
                asked_of=known.place(asked_of),
                units_waiting=units,
                oldest_days=(today - oldest).days,
            )
            for kind, asked_of, units, oldest in rows["bottlenecks"]
        ),
        overdue_before=dict(rows["overdue_before"]),
        pulse=pulse.bins(
            dict(rows["arrivals"]),
            frozenset(row[0] for row in rows["listened"]),
            rows["first_listened"][0][0] if rows["first_listened"] else None,
            band,
            now,
        ),
        curve=curve.curve(rows["plan_curve"], rows["earned"], rows["fan"], today),
        tops=tuple((top, widen(counts)) for top, counts in rows["by_top"]),
    )
