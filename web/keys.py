"""Bearer keys: who posts, and for which units it may speak.

SQL knows a key by its SHA-256 only. An answer is kept for some seconds, so that a revoked key stops
working within them and a busy source does not cost a query a POST.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from msgspec import Struct

from schema.database import AsyncPool
from schema.demo_key import fingerprint
from schema.queries import load
from schema.unit import Tree

KEPT = 10.0  # seconds an answer is believed
MOST = 10_000  # answers kept
LONGEST = 512  # characters of a key
_SQL = load("web")


class Denied(Exception):
    """The request carries no key we know."""


class Speaker(Struct, frozen=True, kw_only=True):
    """A source: `units` it may speak for, with all below them; None: every unit."""

    name: str
    units: tuple[str, ...] | None = None

    def may_speak_for(self, unit: str, tree: Tree) -> bool:
        """Whether `unit` is one of its units or stands under one."""
        return self.units is None or any(tree.is_inside(unit, each) for each in self.units)


Read = Callable[[bytes], Awaitable[Speaker | None]]
"""The speaker of a key's SHA-256; None: unknown or revoked."""


def stored(pool: AsyncPool) -> Read:
    """Speakers as the table `api_key` has them."""

    async def read(hash_: bytes) -> Speaker | None:
        async with pool.connection() as connection:
            row = await (await connection.execute(_SQL.key, (hash_,))).fetchone()
        if row is None:
            return None
        return Speaker(name=row[0], units=None if row[1] is None else tuple(row[1]))

    return read


class Keys:
    """Speakers by key, each asked for once in a while."""

    def __init__(self, read: Read, clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._known: dict[bytes, tuple[float, Speaker | None]] = {}

    async def speaker(self, authorization: str) -> Speaker:
        """Who the header `Authorization` names; raises Denied with what to do."""
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(key.strip()) <= LONGEST:
            raise Denied("expected the header `Authorization: Bearer <key>`")
        speaker = await self._speaker(fingerprint(key.strip()))
        if speaker is None:
            raise Denied("this key is unknown or revoked: ask the Standing Office for another")
        return speaker

    async def _speaker(self, hash_: bytes) -> Speaker | None:
        known = self._known.get(hash_)
        if known is not None and self._clock() - known[0] < KEPT:
            return known[1]
        speaker = await self._read(hash_)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[hash_] = (self._clock(), speaker)
        return speaker
