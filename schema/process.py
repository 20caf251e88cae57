"""Heartbeats: each process says in SQL that it lives and whether it is ready.

`up` and ``/readyz`` read them. A heartbeat that cannot be written is no reason to stop: the next
one may be.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from typing import Any

import msgspec

from schema.database import AWAY, AsyncPool
from schema.queries import load

EVERY_S = 2.0
STALE_S = 10.0
"""A heartbeat older than this counts as a process that is gone."""

SKEW_S = 1.0
"""Further ahead none is stamped: one that is was left from before that clock was put right."""

Status = Callable[[], tuple[bool, dict[str, Any]]]


def instance_name() -> str:
    """This process among those of its role: host and process number."""
    return f"{socket.gethostname()}:{os.getpid()}"


async def beat(pool: AsyncPool, role: str, *, ready: bool, detail: Any) -> None:
    """Write one heartbeat and forget those of processes long gone."""
    queries = load("process")
    async with pool.connection() as connection:
        await connection.execute(
            queries.beat,
            (role, instance_name(), os.getpid(), ready, msgspec.json.encode(detail).decode()),
        )
        await connection.execute(queries.forget, (role,))


async def heartbeat(pool: AsyncPool, role: str, status: Status) -> None:
    """Write a heartbeat every two seconds until cancelled."""
    while True:
        ready, detail = status()
        try:
            await beat(pool, role, ready=ready, detail=detail)
        except AWAY:
            pass  # the database is away: its absence is what readers will see
        await asyncio.sleep(EVERY_S)


def is_fresh(age_s: float) -> bool:
    """Whether a process of which that was heard so long ago lives."""
    return -SKEW_S <= age_s < STALE_S


async def leave(pool: AsyncPool, role: str) -> None:
    """Take this process's row away on an orderly stop."""
    async with pool.connection(timeout=1) as connection:
        await connection.execute(load("process").leave, (role, instance_name()))
