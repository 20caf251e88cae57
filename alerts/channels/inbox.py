"""Channel inbox: hint at open inbox pages that an alert of theirs changed.

The alert itself is in SQL, which the page reads; the hint is ``{"id", "to", "type", "timestamp",
"data"}`` on `Names.inbox_channel`, `to` being the unit or post whose inbox it stands in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import Protocol

import msgspec
from redis.exceptions import RedisError

from alerts.backoff import Backoff
from alerts.channels import Result, Retry, Sent
from alerts.outbox import Parcel

TIMEOUT_S = 5.0


class Publisher(Protocol):
    """What this channel needs of Redis."""

    def publish(self, channel: str, message: bytes) -> Awaitable[object]:
        """Hand a message to whoever listens now."""
        ...


class Inbox:
    """Publishes hints."""

    backoff = Backoff(base=0.2, cap=5.0)

    def __init__(self, redis: Publisher, channel: str) -> None:
        self._redis, self._channel = redis, channel

    async def send(self, parcel: Parcel, now: datetime) -> Result:
        """Publish one hint; that nobody listens is no failure."""
        hint = msgspec.json.encode({"id": parcel.id, "to": parcel.target, **parcel.payload})
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._redis.publish(self._channel, hint)
        except (RedisError, OSError, TimeoutError) as error:
            return Retry(f"Redis is away: {error!r}")
        return Sent()
