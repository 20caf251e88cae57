"""NHIP_MIRROR=required: a report is promised only once the second site has it, too.

The mirror commits what the second site has confirmed as offsets of a group in this site's Kafka
(`stream.mirror.copyist`); the door waits for them. Asked quickly while somebody waits, else each
second: a log that lost its end gives offsets anew which the second site has confirmed for others,
and that is seen only by who knows what it had confirmed just before. Once the mirror was too late
for one, every POST is told so at once, without being written, until it has caught up.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from schema.parts import Located
from schema.settings import Settings
from schema.wire import LogMessage
from web.log import Away, Log, Part

WAIT_S = 6.0
"""How long the second site may take to confirm a POST."""
ASK_EVERY_S = 0.02
RETRY_S = 1.0
_log = logging.getLogger(__name__)

Ends = Mapping[int, int]
"""By partition: the offset after the last message."""


class Second(Protocol):
    """What the second site has."""

    async def ends(self) -> Ends:
        """As its mirror said last; raises KafkaError, TimeoutError or OSError."""
        ...

    async def close(self) -> None:
        """Let the connection go."""
        ...


class Own(Log, Protocol):
    """This site's log, and what keeps it connected."""

    async def send(self, partition: int, message: LogMessage) -> None:
        """A message of ours; raises Away."""
        ...

    async def run(self) -> None:
        """Until cancelled."""
        ...


class MirroredLog:
    """A `web.log.Log` that confirms what both sites have."""

    def __init__(self, log: Own, second: Second) -> None:
        self._log = log
        self._second = second
        self._at: Ends | None = None
        self._waiting: dict[asyncio.Future[None], Ends] = {}
        self._late: Ends = {}
        self._stirred = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether this site's log was there a moment ago."""
        return self._log.ready

    @property
    def follows(self) -> bool:
        """Whether the second site has whatever it was late for."""
        return self._at is not None and self._has(self._late)

    async def append(self, parts: Sequence[Located]) -> list[Part]:
        """Write all parts and wait until both sites have them; raises Away."""
        known = self._at
        if known is None or not self.follows:
            raise Away("the second site does not follow")
        written = await self._log.append(parts)
        if any(part.offset < known.get(part.partition, 0) for part in written):
            raise Away("the second site has more than this one: one of the logs was made anew")
        await self._until(written)
        return written

    async def send(self, partition: int, message: LogMessage) -> None:
        """Send a message of ours, which nobody was promised; raises Away."""
        await self._log.send(partition, message)

    async def _until(self, parts: Sequence[Part]) -> None:
        wanted: dict[int, int] = {}
        for part in parts:
            wanted[part.partition] = max(wanted.get(part.partition, 0), part.offset + 1)
        confirmed = asyncio.get_running_loop().create_future()
        self._waiting[confirmed] = wanted
        self._stirred.set()
        try:
            async with asyncio.timeout(WAIT_S):
                await confirmed
        except TimeoutError:
            late = self._late
            self._late = {**late, **{n: max(late.get(n, 0), end) for n, end in wanted.items()}}
            raise Away("the second site did not confirm") from None
        finally:
            self._waiting.pop(confirmed, None)

    async def run(self) -> None:
        """Keep the log, and ask, until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._log.run())
                group.create_task(self._ask())
        finally:
            await self._second.close()

    async def _ask(self) -> None:
        while True:
            try:
                await self.look()
            except (KafkaError, TimeoutError, OSError) as error:
                self._at = None  # what it was is no promise of what it is
                _log.warning("how far the second site is cannot be asked: %r", error)
                await asyncio.sleep(RETRY_S)
            else:
                await self._pause()

    async def _pause(self) -> None:
        if self._waiting:
            await asyncio.sleep(ASK_EVERY_S)
            return
        self._stirred.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(RETRY_S):
                await self._stirred.wait()

    async def look(self) -> None:
        """Ask once, and let those go whose parts are there."""
        self._at = await self._second.ends()
        if self._has(self._late):
            self._late = {}
        for confirmed, wanted in list(self._waiting.items()):
            if not confirmed.done() and self._has(wanted):
                confirmed.set_result(None)

    def _has(self, wanted: Ends) -> bool:
        at = self._at or {}
        return all(at.get(partition, 0) >= end for partition, end in wanted.items())


class MirrorGroup:
    """Asks this site's Kafka what the mirror has committed; keeps its connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._admin: AIOKafkaAdminClient | None = None

    async def ends(self) -> Ends:
        """See `Second`."""
        admin = await self._started()
        names = self._settings.names
        try:
            found = await admin.list_consumer_group_offsets(names.mirror_group)
        except (KafkaError, TimeoutError, OSError):
            await self.close()
            raise
        return {at.partition: int(o.offset) for at, o in found.items() if at.topic == names.reports}

    async def close(self) -> None:
        """See `Second`."""
        admin, self._admin = self._admin, None
        if admin is not None:
            await admin.close()

    async def _started(self) -> AIOKafkaAdminClient:
        if self._admin is None:
            admin = AIOKafkaAdminClient(
                bootstrap_servers=self._settings.kafka_bootstrap_servers, request_timeout_ms=5_000
            )
            try:
                await admin.start()
            except BaseException:
                await admin.close()
                raise
            self._admin = admin
        return self._admin
