"""The canary: each period a message goes the way of every report; every gateway looks for it.

Into the log by the producer that answers 202, through the fold into its position, from there by
roll into the state of the whole country, and back to here by Redis or SQL. Whichever gateway is
first takes the turn in SQL, so that one is sent a period, however many there are.
Neighbours: `returns` judges, `site` shows and tells.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Protocol

from schema.clock import Clock
from schema.database import AWAY, AsyncPool
from schema.kpi import KpiState
from schema.queries import load
from schema.wire import CanarySent, LogMessage
from web.log import Away
from web.returns import Late, Returns

LOOK_S = 1.0
ANSWER_S = 10.0
"""How long the engines may take over a look; Kafka has six seconds of it."""
MOST_DRIFT = timedelta(seconds=5)
"""A machine whose clock is further from the database's stamps wrong instants: it sends none."""
_SQL = load("web")
log = logging.getLogger(__name__)


class Line(Protocol):
    """The way into the log."""

    async def send(self, partition: int, message: LogMessage) -> None:
        """Send a message of ours and wait until Kafka confirmed; raises Away."""
        ...


class Country(Protocol):
    """What is known of the installation."""

    partitions: int | None
    drift: timedelta
    """How far this machine's clock is from the database's."""
    standby: bool
    """Whether the log is another site's, whose canaries come with it."""


class Canary:
    """Sends when it is our turn, and says when one is late; `every_s` 0: does nothing."""

    def __init__(
        self,
        *,
        every_s: float,
        clock: Clock,
        line: Line,
        pool: AsyncPool,
        country: Country,
        root: Callable[[], Awaitable[KpiState | None]],
    ) -> None:
        self._clock = clock
        self._line = line
        self._pool = pool
        self._country = country
        self._root = root
        self._every = timedelta(seconds=every_s)
        self.returns = Returns(self._every, clock.now())
        self.late: Late | None = None
        self.listeners: list[Callable[[float], None]] = []
        """Who is told the seconds of each way."""

    async def run(self, changed: Callable[[], None]) -> None:
        """Send, look and judge until cancelled; `changed` when one is late, or is no more."""
        if not self._every:
            return
        pause = min(LOOK_S, self._every.total_seconds() / 4)
        while True:
            self.returns.put_right(self._clock.now())
            try:
                async with asyncio.timeout(ANSWER_S):  # who waits for ever tells nobody
                    self.take(await self._root())
                    await self._send_if_due()
            except (*AWAY, Away, TimeoutError) as error:
                log.debug("no canary now: %s", error)  # it will be late, and that is what is told
            self.judge(changed)
            await asyncio.sleep(pause)

    def take(self, state: KpiState | None) -> None:
        """The state of the whole country, as published."""
        if state is not None and state.canary is not None:
            for way in self.returns.take(state.canary.sent_at, self._clock.now()):
                for tell in self.listeners:
                    tell(way.total_seconds())

    def told(self) -> dict[str, Any]:
        """What heartbeats and `/readyz` say."""
        took = self.returns.took
        return {
            "every_s": self._every.total_seconds(),
            "newest": self.returns.newest,
            "took_s": None if took is None else round(took.total_seconds(), 3),
            "late": self.late is not None,
            "partitions": list(self.late.partitions) if self.late else [],
        }

    def age_s(self) -> float:
        """Seconds since the newest that came back was sent."""
        return (self._clock.now() - self.returns.newest).total_seconds()

    async def _send_if_due(self) -> None:
        now, partitions = self._clock.now(), self._country.partitions
        if partitions is None or self._country.standby or self._country.drift > MOST_DRIFT:
            return
        if not self.returns.is_due(now):
            return
        if not await self._takes_turn():
            return
        partition = self.returns.next(partitions)
        try:
            await self._line.send(partition, CanarySent(sent_at=now))
        except Away:
            await self._give_back()
            raise
        self.returns.sent(partition, now)

    async def _takes_turn(self) -> bool:
        """Whether the turn is ours; half a period, so that clocks need not agree to the second."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_SQL.take_canary_turn, (self._every / 2,))
            return await cursor.fetchone() is not None

    async def _give_back(self) -> None:
        """It was not sent: the next look tries again."""
        async with self._pool.connection() as connection:
            await connection.execute(_SQL.give_canary_turn_back)

    def judge(self, changed: Callable[[], None]) -> None:
        """Whether one is late now; says so in the log, and calls `changed`, when that is another
        answer than before."""
        before, self.late = (
            self.late,
            self.returns.late(self._clock.now(), self._country.partitions or 0),
        )
        if (before is None) == (self.late is None):
            return
        if self.late is None:
            log.warning("the canary comes back again, after %.1f s", self.age_s())
        else:
            log.error("the canary is late: %s", in_words(self.late, self._every))
        changed()


def in_words(late: Late, every: timedelta) -> str:
    """What an operator reads in the log."""
    numbers = ", ".join(map(str, late.partitions))
    return (
        f"none sent after {late.since.isoformat(timespec='seconds')} came back "
        f"{f'from partitions {numbers}' if numbers else 'at all'}, though one is sent every "
        f"{every.total_seconds():g} s: new reports do not reach the boards "
        "(docs/operate.md, NhipCanaryLate)"
    )
