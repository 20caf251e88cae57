"""One running worker: Faust, relay, midnights, forecasts, heartbeat, watchdog; and its end.

Called by `service` once log and database agree. Stops within five seconds: what is not committed by
then is folded by whoever owns the partition next.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import psycopg
from aiokafka.errors import KafkaError

from schema.database import AWAY, AsyncPool, active_build
from schema.process import heartbeat, leave
from schema.queries import load
from schema.settings import Settings
from schema.standby import stands_by
from stream.core.partition import Partition
from stream.fold import failpoint
from stream.fold.app import App, add_agent, make_app
from stream.fold.committer import Outside
from stream.fold.desk import Desk
from stream.fold.foresight import Foresight
from stream.fold.midnight import Hands, Midnights
from stream.fold.pen import Pen
from stream.fold.recent import Recent
from stream.fold.relay import Relay
from stream.fold.startup import Log, Story
from stream.fold.tail import Tail
from stream.fold.transaction import Tools
from stream.fold.watchdog import Watchdog
from stream.fold.worker import Worker
from stream.fold.worlds import Worlds

NAME = "fold"
STOP_S = 4.0
BUILD_EVERY_S = 5.0
OK, AGAIN = 0, 70
"""Exit codes: stopped as told; start me again."""
_log = logging.getLogger(__name__)


def die(code: int) -> NoReturn:
    """End at once; nothing that is not committed matters."""
    logging.shutdown()
    os._exit(code)


async def _first(*duties: Coroutine[Any, Any, Any]) -> None:
    """Run side by side until one ends; what ends by an error is logged, the rest is cancelled."""
    tasks = [asyncio.create_task(one) for one in duties]
    ended, running = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in running:
        task.cancel()
    for task in ended:
        if (error := task.exception()) is not None:
            _log.critical("a duty of the fold failed; this process ends", exc_info=error)


class Role:
    """One running worker: everything that lives as long as it does."""

    def __init__(self, settings: Settings, story: Story, beats: AsyncPool, folder: Path) -> None:
        self._settings = settings
        self._build = story.build
        self._beats = beats
        names = settings.names
        self._pen = Pen(settings.kafka_bootstrap_servers)
        self._relay = Relay(self._pen, names.standings)
        recent = Recent()
        self._desk = Desk(self._relay, recent)
        tools = Tools(
            partitions=story.partitions,
            worlds=Worlds(),
            recent=recent,
            channel=names.partials_channel,
            reach=failpoint.from_environ(),
        )
        outside = Outside(settings=settings, build=story.build, assigned=self._assigned, die=die)
        self._worker = Worker(outside, self._desk, self._relay, tools)
        self._tail = Tail(lambda: Log(settings))
        self._midnights = Midnights(
            clock=settings.clock(),
            pen=self._pen,
            topic=names.reports,
            tail=self._tail,
            owned=self._timed,
            server=self._server,
        )
        self._foresight = Foresight(
            clock=settings.clock(),
            pen=self._pen,
            topic=names.reports,
            tail=self._tail,
            held=self._foreseen,
            awaiting=self._desk.awaiting,
        )
        self._app: App = make_app(settings, story.build, folder)
        add_agent(self._app, names.reports, self._worker)
        self._known_assignment = False
        self._rebalances = 0
        self._stands_by = True  # until SQL says otherwise: only the mirror writes to such a log
        self._warm = asyncio.Event()
        self._connect_hooks()

    async def run(self, stop: asyncio.Event) -> int:
        """Run until told to stop, or until something of it fails."""
        self._app.finalize()
        await _first(self._app.start(), stop.wait())
        if not stop.is_set():
            Watchdog(self._settings, self._build, self._accountable, die).start()
            await _first(*self._duties(), self._app._crashed.wait(), stop.wait())
        code = OK if stop.is_set() else AGAIN
        if not await self._left():
            die(code)
        return code

    def _duties(self) -> list[Coroutine[Any, Any, Any]]:
        """What runs beside the agent; none of them ends by itself."""
        return [
            heartbeat(self._beats, NAME, self._status),
            self._relay.run(),
            self._tail.run(),
            self._midnights.run(),
            self._foresight.run(),
            self._keep_warm(),
            self._watch_build(),
        ]

    async def _left(self) -> bool:
        """Leave the group, then the table of processes; four seconds, no more."""
        try:
            async with asyncio.timeout(STOP_S):
                await self._app.stop()
                await self._worker.close()
                await self._pen.stop()
                await self._tail.close()
                await leave(self._beats, NAME)
        except (TimeoutError, KafkaError, psycopg.Error) as error:
            _log.warning("stopped without taking leave: %r", error)
            return False
        return True

    def _connect_hooks(self) -> None:
        async def assigned(_: Any, assigned: Any, **__: Any) -> None:
            ours = {place.partition for place in assigned}
            self._desk.leave(self._desk.held.keys() - ours)
            self._known_assignment = True
            self._rebalances += 1
            self._warm.set()

        self._app.on_partitions_assigned.connect(assigned, weak=False)

    async def _keep_warm(self) -> None:
        """Load what is newly ours, beside the flow; what fails is loaded by the next batch."""
        while True:
            await self._warm.wait()
            self._warm.clear()
            await self._worker.warm()
            if not self._loaded():
                await asyncio.sleep(1)
                self._warm.set()

    async def _watch_build(self) -> None:
        """End when another build has become the active one: a restart joins its group.

        On the way: whether this site is the first, whose owners write time and forecasts.
        """
        while True:
            try:
                async with self._beats.connection() as connection:
                    build = await active_build(connection)
                    self._stands_by = await stands_by(connection)
            except AWAY:
                build = self._build
            if build != self._build:
                _log.info("build %d is active now, this is %d: ending", build, self._build)
                return
            await asyncio.sleep(BUILD_EVERY_S)

    def _assigned(self) -> set[int]:
        topic = self._settings.names.reports
        return {tp.partition for tp in self._app.consumer.assignment() if tp.topic == topic}

    def _accountable(self) -> set[int]:
        """Partitions of which the watchdog may ask why they stand still."""
        return self._assigned() - self._worker.committer.recomputing

    def _timed(self) -> dict[int, Hands]:
        """Partitions whose midnights we write: none while this site stands by."""
        return {} if self._stands_by else self._owned()

    def _owned(self) -> dict[int, Hands]:
        ours = self._assigned()
        return {number: hands for number, hands in self._desk.hands.items() if number in ours}

    def _foreseen(self) -> dict[int, Partition]:
        """Partitions whose forecasts we ask for: none while this site stands by."""
        if self._stands_by:
            return {}
        ours = self._assigned()
        return {number: one for number, one in self._desk.held.items() if number in ours}

    def _loaded(self) -> bool:
        return self._known_assignment and self._assigned() <= self._desk.held.keys()

    async def _server(self) -> tuple[datetime, datetime | None]:
        queries = load("fold")
        async with self._beats.connection() as connection:
            now = await (await connection.execute(queries.server_clock)).fetchone()
            furthest = await (await connection.execute(queries.furthest_clock)).fetchone()
        assert now is not None and furthest is not None
        return now[0], furthest[0]

    def _status(self) -> tuple[bool, dict[str, Any]]:
        """Ready when the partitions are known and loaded."""
        owned = self._owned()
        ends = self._tail.ends
        lag = sum(max(0, ends[n].offset - one.next_offset) for n, one in owned.items() if n in ends)
        away, watch = self._worker.patience.away_since, self._worker.stopwatch
        return self._loaded(), {
            "build": self._build,
            "partitions": sorted(self._assigned()),
            "positions": {str(number): one.next_offset for number, one in owned.items()},
            "lag": lag,
            "rebalances": self._rebalances,
            "batches": watch.batches,
            "batch_s": round(watch.seconds, 3),
            "slowest_batch_s": round(watch.slowest, 3),
            "unsent": self._relay.backlog,
            "unsent_s": round(self._relay.age_s, 1),
            "database_away_s": None
            if away is None
            else round(asyncio.get_running_loop().time() - away, 1),
            "clock_drift_s": self._midnights.drift.total_seconds(),
        }
