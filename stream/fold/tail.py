"""Where the log ends, and since when it has not grown: for the lag, and for `midnight`.

Asks the broker every two seconds, and at once when somebody must know.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from aiokafka.errors import KafkaError
from msgspec import Struct

from stream.fold.startup import Log

EVERY_S = 2.0


class End(Struct, frozen=True):
    """The end of one partition."""

    offset: int
    """What the next message will get."""
    since: float
    """When this end was first seen, in seconds of the loop's clock."""


class Tail:
    """The ends of all partitions, as last seen."""

    def __init__(self, open_log: Callable[[], Log]) -> None:
        self._open_log = open_log
        self._log: Log | None = None
        self._reading = asyncio.Lock()
        self.ends: Mapping[int, End] = {}

    async def read(self) -> Mapping[int, End]:
        """Ask the broker now. Raises KafkaError."""
        async with self._reading:
            try:
                found = await (await self._opened()).ends()
            except KafkaError:
                await self.close()
                raise
            at = asyncio.get_running_loop().time()
            self.ends = {number: self._seen(number, offset, at) for number, offset in found.items()}
            return self.ends

    async def run(self) -> None:
        """Keep `ends` fresh until cancelled."""
        while True:
            try:
                await self.read()
            except KafkaError:
                pass  # Kafka is away: the ends stay as last seen
            await asyncio.sleep(EVERY_S)

    async def close(self) -> None:
        """Close the connection to the broker."""
        log, self._log = self._log, None
        if log is not None:
            await log.__aexit__()

    async def _opened(self) -> Log:
        if self._log is None:
            self._log = await self._open_log().__aenter__()
        return self._log

    def _seen(self, number: int, offset: int, at: float) -> End:
        before = self.ends.get(number)
        return before if before is not None and before.offset == offset else End(offset, at)
