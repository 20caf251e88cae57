"""The role ``mirror``: copy while this site stands by; called by `main`.

It waits while an engine of either site is away, and refuses when the two logs contradict one
another. At a first site, or at one that was promoted, it has nothing to do and says so.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import Any

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from psycopg.errors import UndefinedTable

from schema.database import AWAY, connect_async
from schema.errors import SettingsError
from schema.settings import Settings
from schema.standby import born_standby
from stream.fold.session import pauses
from stream.fold.startup import Log
from stream.mirror.agree import Ends, Last, check_ends, check_last
from stream.mirror.behind import Behind
from stream.mirror.copyist import Copyist
from stream.mirror.hold import Hold, held
from stream.mirror.kept import Kept

KEPT_EVERY_S = 2.0
LAG_EVERY_S = 1.0
ANSWER_S = 10.0
FENCED_S = 1.0
"""How often one asks that may not write any more whether this is the first site now."""
_WAIT = (*AWAY, KafkaError, TimeoutError, OSError)
_log = logging.getLogger(__name__)


class Mirror:
    """What this process does, and how far it is."""

    def __init__(self, settings: Settings, first: Settings | None) -> None:
        """`first`: the site to follow, as `schema.standby.first_site` has it."""
        self._settings = settings
        self._first = first
        self._duty = "starting"
        self._behind: Behind | None = Behind(time.monotonic())
        """None: another mirror copies, or there is nothing to copy."""
        self.away = ""

    async def run(self) -> None:
        """Copy until cancelled; returns when there is nothing to mirror any more.

        Raises Contradiction when the two logs tell different stories.
        """
        while await self._is_standby():
            await self._follow()
            self._duty = "is fenced: a promotion has begun; if it was cut off, run it again"
            await asyncio.sleep(FENCED_S)
        self._duty, self._behind = "nothing to mirror: this is the first site", None
        _log.info(self._duty)

    def status(self) -> tuple[bool, dict[str, Any]]:
        """Ready while it copies, or has nothing to copy; `behind_s`: since it last had it all."""
        behind, ready = self._behind, self._duty == "copies" and not self.away
        detail = {
            "duty": self._duty,
            "lag": behind and behind.lag,
            "behind_s": behind and round(behind.seconds(time.monotonic()), 1),
        }
        return ready or self._duty.startswith("nothing"), detail | (
            {"away": self.away} if self.away else {}
        )

    async def _is_standby(self) -> bool:
        """Whether there is something to mirror; waits until `migrate` has said so."""
        for pause in pauses():
            try:
                async with await connect_async(self._settings) as connection:
                    standby = await born_standby(connection)
                if standby is not None:
                    return standby
                _log.warning("waiting for `python -m schema migrate`")
            except (*AWAY, UndefinedTable) as error:
                _log.warning("waiting for the database: %r", error)
            await asyncio.sleep(pause)
        raise AssertionError("pauses never end")

    async def _follow(self) -> None:
        """Copy, however often an engine is away, until the fence is up."""
        patience = pauses()
        while True:
            try:
                async with held(self._settings, self._waits) as hold:
                    self._behind = self._behind or Behind(time.monotonic())
                    while await hold.may_write():
                        await self._copy(hold)
                return
            except _WAIT as error:
                if self._duty == "copies":  # it had begun: this is another absence
                    patience = pauses()
                await self._wait(error, next(patience))

    async def _wait(self, error: Exception, pause: float) -> None:
        self._duty, self.away = "waits for both sites", repr(error)
        _log.warning("waiting for both sites: %r; again in %.1f s", error, pause)
        await asyncio.sleep(pause)

    def _waits(self) -> None:
        self._duty, self._behind, self.away = "stands by for another mirror", None, ""

    async def _copy(self, hold: Hold) -> None:
        first = self._first
        if first is None:
            raise SettingsError(
                "expected NHIP_FIRST_KAFKA to say which site this standby follows, got nothing"
            )
        kept = Kept(first, self._settings)
        positions = await agreed(first, self._settings)
        async with Copyist(first, self._settings, positions, kept.version) as copyist:
            self._duty, self.away = "copies", ""
            both = self._messages(hold, copyist), self._keep(hold, kept)
            await _first_of(*both, self._watch(copyist))

    async def _messages(self, hold: Hold, copyist: Copyist) -> None:
        while True:
            found = await copyist.take()
            if not await hold.may_write():
                return
            if found:
                await copyist.give(found)

    async def _watch(self, copyist: Copyist) -> None:
        """How far behind we are, every second."""
        assert self._behind is not None, "whoever holds the lock is no other's stand-by"
        while True:
            asked = time.monotonic()
            self._behind.look(asked, await copyist.ends(), copyist.positions)
            await asyncio.sleep(LAG_EVERY_S)

    async def _keep(self, hold: Hold, kept: Kept) -> None:
        """What is in SQL alone; while the first database is away, or of a version whose tables do
        not fit ours, the log goes on."""
        while await hold.may_write():
            try:
                await kept.copy()
                self.away = ""
            except (psycopg.Error, TimeoutError) as error:
                self.away = repr(error)
                _log.warning("what is in SQL alone waits: %r", error)
            await asyncio.sleep(KEPT_EVERY_S)


async def agreed(first: Settings, own: Settings) -> Mapping[int, int]:
    """The next offset to copy, by partition, once both logs are seen to agree.

    Raises Contradiction when they do not, KafkaError when one is away, or just back and does not
    know its topics yet.
    """
    async with asyncio.timeout(ANSWER_S):
        async with Log(own) as here, Log(first) as there:
            ends = Ends(
                own=await here.ends(),
                first_starts=await there.starts(),
                first_ends=await there.ends(),
            )
    if not ends.own or not ends.first_ends:
        raise UnknownTopicOrPartitionError(f"expected {own.names.reports} at both sites")
    check_ends(ends)
    newest = {
        number: end - 1 for number, end in ends.own.items() if end > ends.first_starts[number]
    }
    if newest:
        check_last(await read_at(first, newest), await read_at(own, newest))
    return ends.own


async def read_at(settings: Settings, offsets: Mapping[int, int]) -> dict[int, Last]:
    """One message of each of these partitions; raises TimeoutError when a log is away."""
    topic = settings.names.reports
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers)
    found: dict[int, Last] = {}
    try:
        await consumer.start()
        consumer.assign([TopicPartition(topic, number) for number in offsets])
        for number, offset in offsets.items():
            consumer.seek(TopicPartition(topic, number), offset)
        async with asyncio.timeout(ANSWER_S):
            while len(found) < len(offsets):
                for place, records in (await consumer.getmany(timeout_ms=500)).items():
                    one = records[0]
                    found.setdefault(place.partition, (one.key, one.value, one.timestamp))
    finally:
        await consumer.stop()
    return found


async def _first_of(*duties: Any) -> None:
    """Run side by side until one ends; its error is raised."""
    tasks = [asyncio.ensure_future(one) for one in duties]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
