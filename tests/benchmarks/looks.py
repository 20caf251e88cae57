"""How far log, fold and published figures of a running system are, looked at every 50 ms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from msgspec import Struct

from schema.database import Row, connect_async
from tests.acceptance.system import System

LOOKS_PER_S = 20
FOLDED = b"select partition, next_offset from position"
PUBLISHED = b"select state->'positions' from kpi_now where scope = 'vn' and programme = ''"

Offsets = dict[int, int]
"""The next offset, by partition."""


class Look(Struct, frozen=True):
    """How far everything was at one moment (seconds of the loop's clock)."""

    at: float
    accepted: Offsets
    folded: Offsets
    published: Offsets


@asynccontextmanager
async def looking(system: System, accepted: Callable[[], Offsets]) -> AsyncIterator[list[Look]]:
    """While the block runs, looks are added to the list; `accepted` says what was promised."""
    looks: list[Look] = []
    task = asyncio.create_task(_look(system, accepted, looks))
    try:
        yield looks
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _look(system: System, accepted: Callable[[], Offsets], looks: list[Look]) -> None:
    loop = asyncio.get_running_loop()
    async with await connect_async(system.settings, build=1) as connection:
        await connection.set_autocommit(True)
        while True:
            promised = dict(accepted())
            folded = await (await connection.execute(FOLDED)).fetchall()
            published = await (await connection.execute(PUBLISHED)).fetchone()
            looks.append(_noted(loop.time(), promised, folded, published))
            await asyncio.sleep(1 / LOOKS_PER_S)


def _noted(at: float, accepted: Offsets, folded: list[Row], published: Row | None) -> Look:
    told = {} if published is None else {int(one): end for one, end in published[0].items()}
    return Look(at, accepted, {int(one): int(end) for one, end in folded}, told)


def late(looks: list[Look], ahead: str, behind: str) -> list[float]:
    """At each look: seconds since `behind` was last known to be where `ahead` was; at most so much.

    Looks are 50 ms apart, so this is too high by up to that, never too low.
    """
    found = []
    equal = 0
    for number, look in enumerate(looks):
        there: Offsets = getattr(look, behind)
        while equal < number and _reached(there, getattr(looks[equal + 1], ahead)):
            equal += 1
        found.append(look.at - looks[equal].at)
    return found


def _reached(there: Offsets, wanted: Offsets) -> bool:
    return all(there.get(one, 0) >= end for one, end in wanted.items())


def p99(values: list[float]) -> float:
    """The 99th percentile."""
    return sorted(values)[int(0.99 * len(values))]
