"""The dispatcher: what is due in the outbox goes to its channel; how it went is written down.

Many are under way at once and few for any one receiver, so that a slow one delays nobody else.
Who rings its bell: the ledger's commits, and a tick each second for what falls due again.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from alerts.bell import Bell
from alerts.channels import Channel, Refused, Result, Retry, Sent
from alerts.outbox import Outbox, Outcome, Parcel
from schema.clock import Clock
from schema.database import AWAY

_log = structlog.get_logger()
UNDER_WAY = 200
EACH = 4
"""Deliveries under way at once: in all, and for one receiver."""
PATIENCE = timedelta(hours=24)
"""How long a delivery is tried."""


class Dispatcher:
    """Sends what waits in an outbox until cancelled."""

    def __init__(
        self, outbox: Outbox, channels: Mapping[str, Channel], clock: Clock, bell: Bell
    ) -> None:
        self._outbox, self._channels, self._clock, self._bell = outbox, channels, clock, bell
        self._busy: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send, whenever the bell rings; raises what the outbox raises when it is out of reach."""
        try:
            while True:
                if not await self.take():
                    await self._bell.wait()
        finally:
            await self._drop()

    async def take(self) -> int:
        """Begin to send what is due, as far as there is room; how many were begun."""
        room = UNDER_WAY - len(self._tasks)
        if room <= 0:
            return 0
        busy = [target for target, n in self._busy.items() if n >= EACH]
        parcels = await self._outbox.claim(self._clock.now(), limit=room, each=EACH, busy=busy)
        for parcel in parcels:
            self._begin(parcel)
        return len(parcels)

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _begin(self, parcel: Parcel) -> None:
        self._busy[parcel.target] += 1
        task = asyncio.create_task(self._deliver(parcel))
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(done, parcel.target))

    def _ended(self, task: asyncio.Task[None], target: str) -> None:
        self._tasks.discard(task)
        self._busy -= Counter({target: 1})
        self._bell.ring()

    async def _deliver(self, parcel: Parcel) -> None:
        result = await self._send(parcel)
        try:
            await self._write_down(parcel, result, self._clock.now())
        except AWAY as error:
            _log.warning("not written down, will be sent again", id=parcel.id, why=repr(error))

    async def _send(self, parcel: Parcel) -> Result:
        channel = self._channels.get(parcel.channel)
        if channel is None:
            return Retry(f"no channel is called {parcel.channel}")
        try:
            return await channel.send(parcel, self._clock.now())
        except Exception as error:
            _log.exception("a channel failed", channel=parcel.channel, id=parcel.id)
            return Retry(repr(error))

    async def _write_down(self, parcel: Parcel, result: Result, now: datetime) -> None:
        match result:
            case Sent():
                await self._outbox.settle(parcel.id, Outcome.SENT, now, None)
            case Refused(outcome, why):
                await self._outbox.settle(parcel.id, outcome, now, why)
                _log.warning("refused", id=parcel.id, target=parcel.target, why=why)
            case Retry(why, after):
                await self._try_again(parcel, why, after, now)

    async def _try_again(self, parcel: Parcel, why: str, after: timedelta, now: datetime) -> None:
        due_at = now + max(self._delay(parcel), after)
        if due_at > parcel.created_at + PATIENCE:
            await self._outbox.settle(parcel.id, Outcome.EXPIRED, now, why)
            _log.error("expired", id=parcel.id, target=parcel.target, why=why)
        else:
            await self._outbox.postpone(parcel.id, due_at, why)
            _log.info("later", id=parcel.id, target=parcel.target, why=why, due_at=due_at)

    def _delay(self, parcel: Parcel) -> timedelta:
        channel = self._channels.get(parcel.channel)
        failures = parcel.attempts
        return channel.backoff.delay(failures, random.random()) if channel else PATIENCE / 24

    async def _drop(self) -> None:
        """Cancel what is under way: its claims run out and it is sent again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
