"""A thread that ends this process when a partition of ours stands still though the log has more.

Heartbeats to the broker go on whatever the event loop does, so a worker that no longer folds would
keep its partitions for ever. The thread has its own loop and its own connections, and accuses
nobody while the database or the log is away.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from time import monotonic
from typing import NoReturn

import psycopg
from aiokafka.errors import KafkaError

from schema.database import connect_async
from schema.settings import Settings
from stream.fold.startup import Log, read_positions

EVERY_S = 10.0
STILL_S = 60.0
_ANSWER_S = 10.0
_log = logging.getLogger(__name__)

Offsets = Mapping[int, int]


class Stillness:
    """Which partitions have stood still, and since when. Pure: `at` is an argument."""

    def __init__(self) -> None:
        self._since: dict[int, tuple[int, float]] = {}

    def look(self, ours: Collection[int], positions: Offsets, ends: Offsets, at: float) -> set[int]:
        """Partitions of ours that have had more to fold and did not move for `STILL_S`."""
        behind = {
            number: positions[number]
            for number in ours
            if number in positions and positions[number] < ends.get(number, 0)
        }
        self._since = {
            number: self._since[number]
            if number in self._since and self._since[number][0] == position
            else (position, at)
            for number, position in behind.items()
        }
        return {number for number, (_, since) in self._since.items() if at - since >= STILL_S}

    def excuse(self) -> None:
        """Something else is away: begin anew."""
        self._since.clear()


class Watchdog(threading.Thread):
    """Looks every ten seconds; a daemon thread, it ends with the process."""

    def __init__(
        self,
        settings: Settings,
        build: int,
        ours: Callable[[], Collection[int]],
        die: Callable[[int], NoReturn],
    ) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._settings = settings
        self._build = build
        self._ours = ours
        self._die = die
        self._stillness = Stillness()

    def run(self) -> None:
        """Look until the process ends."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                positions, ends = await asyncio.wait_for(self._ask(), _ANSWER_S)
            except (psycopg.Error, KafkaError, TimeoutError):
                self._stillness.excuse()
                continue
            still = self._stillness.look(self._ours(), positions, ends, monotonic())
            if still:
                _log.critical(
                    "partitions %s stand still at %s though the log has more: this process ends",
                    sorted(still),
                    [positions[number] for number in sorted(still)],
                )
                self._die(70)

    async def _ask(self) -> tuple[Offsets, Offsets]:
        async with await connect_async(self._settings, build=self._build) as connection:
            positions = await read_positions(connection)
        async with Log(self._settings) as log:
            return positions, await log.ends()
