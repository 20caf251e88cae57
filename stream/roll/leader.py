"""The leader: follows the leaves, closes days, publishes. One transaction a cycle, one connection.

The connection is the one that holds the lock: whoever lost it cannot write any more. The country in
memory is worth nothing after a failed transaction; a leader that failed is thrown away whole.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace
from psycopg import AsyncConnection

from schema.canary import Canary
from schema.clock import local_day
from schema.database import Row
from schema.kpi import KpiState, encode
from schema.settings import Settings
from schema.unit import ROOT
from schema.workdays import state_offices
from stream.kpi.country import Country, Stand
from stream.kpi.leaf import Key
from stream.roll import flows, indicators, read, write
from stream.roll.arrivals import Arrivals
from stream.roll.carrier import Carrier
from stream.roll.days import Days, take_up
from stream.roll.drawing import Drawing
from stream.roll.pace import pause
from stream.roll.read import Ground
from stream.roll.recorder import Recorder
from stream.roll.restates import Restates
from stream.roll.sealer import Sealer
from stream.roll.shelving import Shelving
from stream.roll.wake import Bell

IDLE_S = 5.0
"""When nothing moves the root is published again: its readers see that somebody counts."""
REPLAY_S = 5.0
"""Nothing is published while days long past go by; so long after the last one closed, it is."""
STATES_A_WRITE = 1000
_ROOT: Key = (ROOT, "")


class Superseded(Exception):
    """What this leader stands on is no longer the truth: another build, or a log gone back."""


class Published(Struct, frozen=True, kw_only=True):
    """What the heartbeat tells of the newest publication."""

    kpi_version: int = 0
    as_of: datetime | None = None
    states: int = 0
    took_s: float = 0.0


class Leader:
    """Leads from `begin` on; any exception ends it."""

    def __init__(
        self, connection: AsyncConnection[Row], build: int, settings: Settings, carrier: Carrier
    ) -> None:
        self._connection = connection
        self._build = build
        self._clock = settings.clock()
        self._history_every_s = settings.history_every_s
        self._carrier = carrier
        self._seen: dict[int, int] = {}
        self._told_at = self._closed_at = float("-inf")
        self._gone: set[Key] = set()
        self._followed_at = time.monotonic()
        self.published = Published()

    @property
    def lag_s(self) -> float:
        """Seconds since everything in SQL was counted and published."""
        return time.monotonic() - self._followed_at

    async def lead(self, bell: Bell) -> None:
        """Publish everything once, then follow until cancelled."""
        await self.begin()
        while True:
            began, worked = time.monotonic(), time.process_time()
            if await self.cycle():
                continue
            rest = pause(time.monotonic() - began, time.process_time() - worked)
            await asyncio.sleep(rest)
            await bell.wait()

    async def begin(self) -> None:
        """Load the catalogue and the days closed before; leaves come with the first cycle."""
        async with self._connection.transaction():
            ground = await self._ground()
            self._catalogue, self._cut_on = ground.catalogue, local_day(self._clock.now())
            catalogue = await read.catalogue(self._connection)
            self._country = Country(catalogue, self._cut_on, state_offices())
            await take_up(self._connection, self._country, ground)
            recorded = await read.recorded(self._connection)
            self._recorder = Recorder(self._history_every_s, recorded)
            self._restates = Restates(self._connection, self._country, self._history_every_s)
            await self._restates.begin()
            self._drawing = Drawing(self._connection, self._country)
            self._arrivals = Arrivals(self._connection, self._country)
            self._shelving = Shelving(self._connection, self._country, self._drawing)
            self._days = Days(
                self._connection, self._country, self._recorder, self._restates, self._shelving
            )
            self._gone = await read.published(self._connection)
            self._country.board.take_up(*await indicators.colours(self._connection))
            self.sealer = Sealer(self._connection)
            await self.sealer.begin()

    async def cycle(self) -> bool:
        """Follow what moved and publish it; True when there are more days to close at once."""
        began, now = time.monotonic(), self._clock.now()
        encoded: dict[Key, bytes] = {}
        async with self._connection.transaction():
            ground = await self._ground()
            await self._follow_tree(ground, local_day(now))
            more = await self._close_days(ground, now, began)
            if not more and not self._replays(ground, now, began):
                await self._follow(ground, now)
                await self._restates.follow(ground, now, began)
                encoded = await self._publish(ground, now, began)
                await self.sealer.step(ground, now)
                self._followed_at = began
        if encoded:
            await self._carrier.send(ground.kpi_version + 1, encoded.values())
            self._told(ground.kpi_version + 1, now, len(encoded), began)
        return more

    async def _ground(self) -> Ground:
        ground = await read.ground(self._connection)
        if ground.build != self._build:
            raise Superseded(f"expected build {self._build} to be active, got {ground.build}")
        back = [p for p, seen in self._seen.items() if ground.positions.get(p, 0) < seen]
        if back:
            raise Superseded(f"expected positions that only grow, got smaller ones in {back}")
        return ground

    async def _follow(self, ground: Ground, now: datetime) -> None:
        leads = await read.redated(self._connection)
        await self._arrivals.follow(self._seen, ground.positions, local_day(now))
        if ground.positions != self._seen:
            leads |= await self._follow_leaves(ground)
        if leads:
            self._country.put_facts(leads, await read.dated(self._connection, leads))
        await self._drawing.follow()
        today = local_day(ground.clock or now)
        self._country.begin_day(today)
        if ground.clock is not None and not ground.replays(now):
            self._country.board.seal(today - timedelta(days=1))

    async def _close_days(self, ground: Ground, now: datetime, at: float) -> bool:
        before = self._country.closes.day
        more = await self._days.close(ground, now)
        if self._country.closes.day != before:
            self._closed_at = at
        return more

    def _replays(self, ground: Ground, now: datetime, at: float) -> bool:
        """Days long past are going by: only their closes matter until the log has reached now."""
        published = self.published.kpi_version > 0
        return published and ground.replays(now) and at - self._closed_at < REPLAY_S

    async def _follow_tree(self, ground: Ground, today: date) -> None:
        if (ground.catalogue, today) == (self._catalogue, self._cut_on):
            return
        self._catalogue, self._cut_on = ground.catalogue, today
        self._gone = self._country.keys()
        self._country.recut(await read.catalogue(self._connection), today)
        self._shelving.rest()

    async def _follow_leaves(self, ground: Ground) -> set[str]:
        seen = {partition: self._seen.get(partition, -1) for partition in ground.positions}
        moved = await read.moved(self._connection, seen)
        self._country.put(moved)
        self._country.put_indicators(await indicators.moved(self._connection, seen))
        await flows.follow(self._connection, self._country, seen, self._cut_on)
        self._seen = ground.positions
        self._country.touched.add(_ROOT)  # its positions tell how far the log is counted
        return {leaf.lead for leaf in moved}

    async def _publish(self, ground: Ground, now: datetime, at: float) -> dict[Key, bytes]:
        country = self._country
        if at - self._told_at >= IDLE_S:
            country.touched.add(_ROOT)
        country.touch_indicators()
        version = ground.kpi_version + bool(country.touched)
        stand = Stand(
            kpi_version=version,
            as_of=now,
            clock=ground.clock,
            positions=ground.positions,
        )
        encoded = {key: encode(_told(key, state, ground)) for key, state in country.states(stand)}
        await self._write(encoded, version, ground, now, at)
        country.touched.clear()
        return encoded

    async def _write(
        self,
        encoded: dict[Key, bytes],
        version: int,
        ground: Ground,
        now: datetime,
        at: float,
    ) -> None:
        connection, country = self._connection, self._country
        keys = list(encoded)
        for begin in range(0, len(keys), STATES_A_WRITE):
            chunk = {key: encoded[key] for key in keys[begin : begin + STATES_A_WRITE]}
            await write.states(connection, chunk, version, now)
        lines = country.board.lines()
        await indicators.keep(connection, lines, country.board.sealed, version, now)
        await self._drawing.write()
        self._recorder.touch(keys)
        if not ground.replays(now):
            values = self._recorder.due(country.counts, at)
            await write.history(connection, values, now, version, country.tiers)
        if self._gone:
            await write.forget(connection, self._gone - country.keys())
            await indicators.forget(connection, country.board.places())
            self._gone = set()
        if encoded:
            await write.move_on(connection, version, country.closes.day)

    def _told(self, version: int, now: datetime, states: int, began: float) -> None:
        self._told_at = began
        self.published = Published(
            kpi_version=version, as_of=now, states=states, took_s=time.monotonic() - began
        )


def _told(key: Key, state: KpiState, ground: Ground) -> KpiState:
    """The whole of the country also tells how far the canaries have come."""
    return replace(state, canary=Canary(dict(ground.canaries))) if key == _ROOT else state
