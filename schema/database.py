"""Connections: one place that knows search path, time zone and time limits.

Who calls: entry points and the I/O modules of each room.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from psycopg import AsyncConnection, Connection, sql
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from schema.names import Names
from schema.queries import load
from schema.settings import Settings

Row = TupleRow
AsyncPool = AsyncConnectionPool[AsyncConnection[Row]]
CONNECT_TIMEOUT_S = 5
AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.IdleInTransactionSessionTimeout,  # we stood still, and the server did not wait
)
"""What a database that is away, or sent us away, raises: wait and try again."""


def search_path(names: Names, build: int | None) -> str:
    """Where unqualified names are looked up: a build's schema before the system's."""
    return f"{names.build_sql(build)}, {names.sql}" if build is not None else names.sql


def options(names: Names, build: int | None = None, **limits: str) -> str:
    """The `options` parameter of a connection string: search path, UTC and time limits."""
    given = {
        "search_path": search_path(names, build).replace(" ", ""),
        "timezone": "UTC",
        "client_min_messages": "warning",
        **limits,
    }
    return " ".join(f"-c {name}={value}" for name, value in given.items())


def connect(settings: Settings, *, build: int | None = None, **limits: str) -> Connection[Row]:
    """A synchronous autocommit connection, for commands."""
    return psycopg.connect(
        settings.database_url,
        autocommit=True,
        connect_timeout=CONNECT_TIMEOUT_S,
        options=options(settings.names, build, **limits),
    )


async def connect_async(
    settings: Settings, *, build: int | None = None, **limits: str
) -> AsyncConnection[Row]:
    """An asynchronous autocommit connection, for locks and listening."""
    return await AsyncConnection.connect(
        settings.database_url,
        autocommit=True,
        connect_timeout=CONNECT_TIMEOUT_S,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        options=options(settings.names, build, **limits),
    )


def pool(
    settings: Settings,
    *,
    build: int | None = None,
    size: int = 4,
    configure: Callable[[AsyncConnection[Row]], Awaitable[None]] | None = None,
    **limits: str,
) -> AsyncPool:
    """A pool of at most `size` autocommit connections, not opened yet (``await pool.open()``)."""
    given: dict[str, Any] = {
        "autocommit": True,
        "connect_timeout": CONNECT_TIMEOUT_S,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "options": options(settings.names, build, **limits),
    }
    return AsyncConnectionPool(
        settings.database_url,
        kwargs=given,
        min_size=1,
        max_size=size,
        open=False,
        configure=configure,
        check=AsyncConnectionPool.check_connection,
    )


async def active_build(connection: AsyncConnection[Row]) -> int:
    """The number of the build in force."""
    cursor = await connection.execute(load("migrate").active_build)
    row = await cursor.fetchone()
    if row is None:
        raise psycopg.OperationalError(
            "no active build: expected `python -m schema migrate` to have run"
        )
    return int(row[0])


def identifier(name: str) -> sql.Identifier:
    """An SQL identifier, quoted."""
    return sql.Identifier(name)
