"""Copies the first site's log into the standby's: partition by partition, in order, once.

The target's end is the position: nothing else remembers how far we are. A message must get the
offset it has at the first site; a log where it does not is no mirror, and the copying ends. What is
confirmed here is committed at the first site as the group `Names.mirror_group`: its doors may wait
for that (`web.mirrored`), and any Kafka tool shows the lag.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schema.errors import BadMessage
from schema.settings import Settings
from schema.wire import MAX_MESSAGE, CatalogueIs, decode_log
from stream.mirror.agree import check_next, check_still

MOST = 1_000
"""Messages of a batch."""
WAIT_MS = 1_000
CONFIRM_MS = 5_000
_CATALOGUE = b'"catalogue"'


class Copyist:
    """Both logs, open; an async context."""

    def __init__(
        self,
        first: Settings,
        own: Settings,
        positions: Mapping[int, int],
        fetch_catalogue: Callable[[int], Awaitable[None]],
    ) -> None:
        """`fetch_catalogue` brings a version before the message that names it is copied."""
        self._from, self._to = first.names.reports, own.names.reports
        self.positions = dict(positions)
        """By partition: the next offset to copy."""
        self._fetch_catalogue = fetch_catalogue
        self._source = AIOKafkaConsumer(
            bootstrap_servers=first.kafka_bootstrap_servers,
            group_id=first.names.mirror_group,
            enable_auto_commit=False,
            auto_offset_reset="none",
            fetch_max_wait_ms=WAIT_MS // 2,
            request_timeout_ms=10_000,
        )
        self._target = AIOKafkaProducer(
            bootstrap_servers=own.kafka_bootstrap_servers,
            acks="all",
            enable_idempotence=True,
            max_request_size=2 * MAX_MESSAGE,
            request_timeout_ms=CONFIRM_MS,
        )

    async def __aenter__(self) -> Copyist:
        """Connect; raises KafkaError while one of the two is away."""
        try:
            await self._target.start()
            await self._source.start()
        except BaseException:
            await self.__aexit__()
            raise
        self._source.assign([self._place(number) for number in self.positions])
        for number, offset in self.positions.items():
            self._source.seek(self._place(number), offset)
        await self._confirm(self.positions)
        return self

    async def __aexit__(self, *_: object) -> None:
        ends = (let_go(self._target), self._source.stop())
        await asyncio.gather(*(asyncio.wait_for(end, 2) for end in ends), return_exceptions=True)

    async def take(self) -> Mapping[int, Sequence[Any]]:
        """The next messages by partition, as soon as there are any; empty after a second.

        Catalogue versions that they name are here then, however long that took. Raises
        Contradiction where a message is missing.
        """
        found = await self._source.getmany(timeout_ms=WAIT_MS, max_records=MOST)
        for place, records in found.items():
            for nth, record in enumerate(records):
                check_next(place.partition, self.positions[place.partition] + nth, record.offset)
                if (version := version_named(record.value)) is not None:
                    await self._fetch_catalogue(version)
        return {place.partition: records for place, records in found.items()}

    async def give(self, found: Mapping[int, Sequence[Any]]) -> None:
        """Write them here, wait until that is confirmed, and say so at the first site.

        Raises Contradiction where a message got another offset, KafkaError or TimeoutError when a
        log is away; the caller then begins again from the ends.
        """
        async with asyncio.timeout(CONFIRM_MS / 1_000):  # sooner than the lock can be lost
            await self._write([record for records in found.values() for record in records])
        moved = {number: records[-1].offset + 1 for number, records in found.items()}
        self.positions |= moved
        await self._confirm(moved)

    async def ends(self) -> Mapping[int, int]:
        """Where the first site's log ends, by partition.

        Raises TimeoutError while it is away, Contradiction when it has lost what is here.
        """
        copied = dict(self.positions)
        async with asyncio.timeout(CONFIRM_MS / 1_000):
            found = await self._source.end_offsets([self._place(number) for number in copied])
        ends = {place.partition: end for place, end in found.items()}
        check_still(ends, copied)
        return ends

    async def _write(self, records: Sequence[Any]) -> None:
        sent = [(record, await self._send(record)) for record in records]
        for record, future in sent:
            check_next(record.partition, record.offset, (await future).offset)

    async def _send(self, record: Any) -> Awaitable[Any]:
        future: Awaitable[Any] = await self._target.send(
            self._to,
            record.value,
            key=record.key,
            partition=record.partition,
            timestamp_ms=record.timestamp,
            headers=list(record.headers),
        )
        return future

    async def _confirm(self, moved: Mapping[int, int]) -> None:
        async with asyncio.timeout(CONFIRM_MS / 1_000):
            await self._source.commit({self._place(at): to for at, to in moved.items()})

    def _place(self, number: int) -> TopicPartition:
        return TopicPartition(self._from, number)


async def let_go(producer: AIOKafkaProducer) -> None:
    """Stop at once: what is not sent is sent no more.

    `stop` sends it first, or, cut off while a broker is silent, leaves the one who sends behind:
    what it writes later, while the next copying begins at the same end, would be there twice.
    """
    producer._closed = True
    sending = producer._sender.sender_task
    if sending is not None:
        sending.cancel()
    await producer.client.close()
    if sending is not None:
        await asyncio.wait((sending,))


def version_named(value: bytes | None) -> int | None:
    """The catalogue version that a message announces, or None."""
    if value is None or _CATALOGUE not in value[:64]:
        return None
    try:
        message = decode_log(value)
    except BadMessage:
        return None
    return message.version if isinstance(message, CatalogueIs) else None
