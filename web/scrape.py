"""Reads what `/metrics` tells of the whole line: SQL, the broker, and the heartbeats of all roles.

Read when somebody asks, at most every two seconds, so that a number is never older than its
answer. What is away is missing, and `nhip_database_up` and `nhip_log_up` say so.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from schema.clock import Clock
from schema.database import AWAY, AsyncPool
from schema.process import is_fresh
from schema.queries import load
from web import extent
from web.extent import Extent
from web.families import Sample, Samples
from web.roles import ready as ready_of
from web.within import within

KEPT_S = 2.0
ANSWER_S = 4.0
"""How long the database may take: one that stands still counts as away."""
_SQL = load("metrics")
_PROCESSES = load("process")
Row = tuple[Any, ...]
Told = dict[str, list[Sample]]

FROM_FOLD = {
    "nhip_fold_rebalances": ("rebalances",),
    "nhip_fold_batch_seconds": ("batches", "batch_s"),
    "nhip_fold_batch_slowest_seconds": ("slowest_batch_s",),
    "nhip_fold_outbox_waiting": ("unsent",),
    "nhip_fold_outbox_age_seconds": ("unsent_s",),
    "nhip_fold_clock_drift_seconds": ("clock_drift_s",),
}
"""Numbers in heartbeats, by role: metric → fields of the detail."""
FROM: dict[str, dict[str, tuple[str, ...]]] = {
    "fold": FROM_FOLD,
    "roll": {"nhip_roll_lag_seconds": ("lag",)},
    "alerts": {"nhip_alerts_lag": ("lag",)},
    "mirror": {"nhip_mirror_lag": ("lag",), "nhip_mirror_behind_seconds": ("behind_s",)},
}


class Log(Protocol):
    """Who asks the broker."""

    async def look(self, positions: Mapping[int, int]) -> dict[int, Extent]:
        """The extents of these partitions; raises one of `web.extent.AWAY`."""
        ...


class Scrape:
    """Reads, and keeps what was read for a moment."""

    def __init__(
        self,
        pool: AsyncPool,
        log: Log,
        clock: Clock,
        standby: Callable[[], bool],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`standby`: whether this site follows another one, so that it needs a mirror."""
        self._pool = pool
        self._standby = standby
        self._log = log
        self._clock = clock
        self._monotonic = monotonic
        self._reading = asyncio.Lock()
        self._read: tuple[float, Samples] = (float("-inf"), {})

    async def read(self) -> Samples:
        """The numbers; those who ask at once share one reading."""
        async with self._reading:
            at, samples = self._read
            if self._monotonic() - at >= KEPT_S:
                samples = await self._anew()
                self._read = self._monotonic(), samples
            return samples

    async def _anew(self) -> Samples:
        try:
            partitions, held, deliveries, processes = await within(ANSWER_S, self._rows())
        except (*AWAY, TimeoutError):
            return {"nhip_database_up": one(0)}
        now = self._clock.now()
        positions = {number: offset for number, offset, *_ in partitions}
        return {
            "nhip_database_up": one(1),
            **folded(partitions),
            **waiting(held[0], deliveries[0], now),
            **heartbeats(processes),
            **roles(processes, standby=self._standby()),
            **await self._extents(positions),
        }

    async def _extents(self, positions: Mapping[int, int]) -> Samples:
        try:
            found = await self._log.look(positions)
        except extent.AWAY:
            return {"nhip_log_up": one(0)}
        return {"nhip_log_up": one(1), **reach(found, positions, time.time())}

    async def _rows(self) -> list[list[Row]]:
        queries = (_SQL.partitions, _SQL.held, _SQL.deliveries, _PROCESSES.all)
        async with self._pool.connection() as connection, connection.pipeline():
            cursors = [await connection.execute(query) for query in queries]
            return [await cursor.fetchall() for cursor in cursors]


def one(number: float) -> list[Sample]:
    """A number without labels."""
    return [((), (float(number),))]


def folded(rows: Sequence[Row]) -> Told:
    """What SQL says of the partitions: rows of the query `partitions`."""
    told: Told = {"nhip_fold_position": [], "nhip_fold_failures": [], "nhip_dead_letters": []}
    for number, offset, failures, theirs, ours in rows:
        place = str(number)
        told["nhip_fold_position"].append(((place,), (offset,)))
        told["nhip_fold_failures"].append(((place,), (failures,)))
        told["nhip_dead_letters"] += [((place, "false"), (theirs,)), ((place, "true"), (ours,))]
    return told


def waiting(held: Row, deliveries: Row, now: datetime) -> Told:
    """Rows of the queries `held` and `deliveries`: how many wait, and since when the oldest."""
    return {
        "nhip_updates_held": one(held[0]),
        "nhip_updates_held_oldest_seconds": one(_since(held[1], now)),
        "nhip_alerts_deliveries_waiting": one(deliveries[0]),
        "nhip_alerts_delivery_age_seconds": one(_since(deliveries[1], now)),
    }


def heartbeats(rows: Sequence[Row]) -> Told:
    """What processes say of themselves; of one that is silent only that it is."""
    told: Told = {"nhip_process_ready": [], "nhip_process_heartbeat_seconds": []}
    for role, instance, _, age, ready, detail in rows:
        fresh = is_fresh(age)
        told["nhip_process_ready"].append(((role, instance), (float(ready and fresh),)))
        told["nhip_process_heartbeat_seconds"].append(((role, instance), (max(0.0, age),)))
        for name, fields in FROM.get(role, {}).items() if fresh else ():
            numbers = tuple(detail.get(field) for field in fields)
            if None not in numbers:  # one that stands by has none
                told.setdefault(name, []).append(((instance,), numbers))
    return told


def roles(rows: Sequence[Row], *, standby: bool) -> Told:
    """How many processes of each role are ready: a role nobody fills has no heartbeat to miss."""
    told = ready_of(((row[0], row[4] and is_fresh(row[3])) for row in rows), standby=standby)
    return {"nhip_role_ready": [((role,), (number,)) for role, number in told.items()]}


def reach(found: Mapping[int, Extent], positions: Mapping[int, int], now: float) -> Told:
    """How far the log reaches, what of it waits, and what is gone from it."""
    told: Told = {}
    for number, there in sorted(found.items()):
        position = positions[number]
        lost = max(0, there.start - position) + max(0, position - there.end)
        numbers: dict[str, float] = {
            "nhip_log_start_offset": there.start,
            "nhip_log_end_offset": there.end,
            "nhip_log_lost_messages": lost,
        }
        if there.oldest is not None or position >= there.end:  # else it could not be read
            oldest = now if there.oldest is None else there.oldest
            numbers["nhip_log_oldest_unfolded_seconds"] = max(0.0, now - oldest)
        for name, value in numbers.items():
            told.setdefault(name, []).append(((str(number),), (value,)))
    return told


def _since(at: datetime | None, now: datetime) -> float:
    return 0.0 if at is None else max(0.0, (now - at).total_seconds())
