"""The Redis stream of published states: hints and last values, never the only copy.

An entry has the fields `v` (kpi_version) and `s` (a JSON list of KpiStates); a publication that is
large takes several entries of the same version. Redis away: said once, then tried now and then.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from redis.asyncio import Redis
from redis.exceptions import RedisError
from redis.typing import EncodableT, FieldT

MOST_ENTRIES = 2000
MOST_BYTES = 64 << 20
"""The stream is cut to the newest entries that fit."""
ENTRY_BYTES = 255 << 10
TIMEOUT_S = 1.0
RETRY_S = 2.0

Fields = dict[FieldT, EncodableT]
log = logging.getLogger(__name__)


class Carrier:
    """Publishes to one stream; `clock` gives seconds of a monotonic clock."""

    def __init__(self, url: str, stream: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = Redis.from_url(
            url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, retry=None
        )
        self._stream = stream
        self._clock = clock
        self._sizes: deque[int] = deque(maxlen=MOST_ENTRIES)
        self._away_since: float | None = None

    async def send(self, kpi_version: int, states: Iterable[bytes]) -> bool:
        """Publish encoded states; False when Redis is away, which is no failure."""
        if self._away_since is not None and self._clock() - self._away_since < RETRY_S:
            return False
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._add(kpi_version, list(entries(states)))
        except (RedisError, OSError, TimeoutError) as error:
            self._lost(error)
            return False
        self._found()
        return True

    async def close(self) -> None:
        """Let go of the connection."""
        await self._redis.aclose()

    async def _add(self, kpi_version: int, found: list[bytes]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for entry in found:
                fields: Fields = {"v": kpi_version, "s": entry}
                pipeline.xadd(self._stream, fields, maxlen=self._room_for(entry), approximate=True)
            await pipeline.execute()

    def _room_for(self, entry: bytes) -> int:
        """How many of the newest entries to keep, this one among them."""
        self._sizes.append(len(entry))
        while sum(self._sizes) > MOST_BYTES:
            self._sizes.popleft()
        return len(self._sizes)

    def _lost(self, error: Exception) -> None:
        if self._away_since is None:
            log.warning("Redis is away, publishing to SQL alone: %r", error)
        self._away_since = self._clock()

    def _found(self) -> None:
        if self._away_since is not None:
            log.info("Redis is back")
        self._away_since = None


def entries(states: Iterable[bytes]) -> Iterator[bytes]:
    """JSON lists of encoded states, each of at most `ENTRY_BYTES` (or one state)."""
    held: list[bytes] = []
    size = 2
    for state in states:
        if held and size + len(state) + 1 > ENTRY_BYTES:
            yield b"[" + b",".join(held) + b"]"
            held, size = [], 2
        held.append(state)
        size += len(state) + 1
    if held:
        yield b"[" + b",".join(held) + b"]"
