"""One lane's connection to PostgreSQL: time limits, staging tables, made anew when lost.

A connection whose transaction went wrong is thrown away, not repaired. Called by `worker`; what is
done on the connection stands in `transaction`, `load` and `store`.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
from psycopg import AsyncConnection
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.types.string import BytesBinaryDumper

from schema.database import AWAY, Row, connect_async
from schema.queries import load
from schema.settings import Settings
from stream.fold.arrays import Array

LIMITS = {
    "idle_in_transaction_session_timeout": "5s",
    "lock_timeout": "10s",
    "synchronous_commit": "on",
}
TRANSACTION_TIMEOUT_SINCE = 170_000
"""The server version that knows `transaction_timeout`."""

_SQL = load("fold")
_SLOW = (psycopg.errors.IdleInTransactionSessionTimeout, psycopg.errors.TransactionTimeout)
_STANDBY = (
    psycopg.errors.ReadOnlySqlTransaction,  # after a switch-over, for a moment
    *_SLOW,
)


def is_away(error: BaseException) -> bool:
    """Whether waiting and trying again is the answer: no database, no lock, no time, no space."""
    return isinstance(error, (*AWAY, *_STANDBY))


def is_slow(error: BaseException) -> bool:
    """Whether we took too long: frozen for a while, or with more to do than fits a transaction."""
    return isinstance(error, _SLOW)


def pauses() -> Iterator[float]:
    """Seconds to wait between attempts: 0.1 doubling up to 5, for ever."""
    pause = 0.1
    while True:
        yield pause
        pause = min(pause * 2, 5.0)


class ArrayDumper(Dumper):
    """An `Array` goes as it is; the statement's cast says of which type."""

    format = Format.BINARY
    oid = 0

    def dump(self, obj: Array) -> Buffer | None:
        """The bytes."""
        return obj


class Session:
    """A connection that comes back."""

    def __init__(self, settings: Settings, build: int) -> None:
        self._settings = settings
        self._build = build
        self._connection: AsyncConnection[Row] | None = None

    async def connection(self) -> AsyncConnection[Row]:
        """The open connection, or a new one."""
        if self._connection is None or self._connection.closed:
            self._connection = await open_connection(self._settings, self._build)
        return self._connection

    async def discard(self) -> None:
        """Throw the connection away with whatever it was doing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()


async def open_connection(settings: Settings, build: int) -> AsyncConnection[Row]:
    """A connection with the fold's time limits and its staging tables."""
    connection = await connect_async(settings, build=build, **LIMITS)
    try:
        await _prepare(connection)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _prepare(connection: AsyncConnection[Row]) -> None:
    connection.adapters.register_dumper(bytes, BytesBinaryDumper)  # the compiled one, for COPY
    connection.adapters.register_dumper(Array, ArrayDumper)
    if connection.info.server_version >= TRANSACTION_TIMEOUT_SINCE:
        await connection.execute(_SQL.limit_transaction)
    await connection.execute(_SQL.staging)
