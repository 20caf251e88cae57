from __future__ import annotations

from itertools import islice
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from schema.queries import load
from schema.settings import Settings
from stream.fold import session as module
from stream.fold.session import LIMITS, Session, is_away, pauses
from tests.stream.fold.fakes import FakeConnection

SQL = load("fold")


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("gone"),
        psycopg.InterfaceError("closed"),
        psycopg.errors.LockNotAvailable("lock_timeout"),
        psycopg.errors.DeadlockDetected("deadlock"),
        psycopg.errors.AdminShutdown("restart"),
        psycopg.errors.IdleInTransactionSessionTimeout("frozen"),
        psycopg.errors.TransactionTimeout("30 s"),
        psycopg.errors.ReadOnlySqlTransaction("standby"),
        psycopg.errors.DiskFull("no space"),
    ],
)
def test_waiting_is_the_answer(error: Exception) -> None:
    assert is_away(error)


@pytest.mark.parametrize(
    "error", [psycopg.errors.UniqueViolation(), psycopg.DataError(), KeyError("x"), ValueError()]
)
def test_waiting_is_no_answer(error: Exception) -> None:
    assert not is_away(error)


def test_pauses_double_up_to_five_seconds() -> None:
    assert list(islice(pauses(), 8)) == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


class Opened(FakeConnection):
    def __init__(self, version: int = 180_000, failing: bool = False) -> None:
        error = psycopg.OperationalError("gone")
        super().__init__({SQL.staging: error} if failing else {})
        self.info = SimpleNamespace(server_version=version)
        self.adapters = SimpleNamespace(register_dumper=lambda *_: None)
        self.closed = False

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Connections that will be opened, the last first; what was asked for comes behind."""
    waiting: list[Any] = []

    async def connect(*_: object, **limits: Any) -> Any:
        connection = waiting.pop()
        connection.limits = limits
        return connection

    monkeypatch.setattr(module, "connect_async", connect)
    return waiting


async def test_a_connection_has_its_limits_and_its_staging_tables(opened: list[Any]) -> None:
    connection: Any = Opened()
    opened.append(connection)
    opened_one: Any = await Session(Settings(), 1).connection()
    assert opened_one is connection
    assert connection.limits == {"build": 1, **LIMITS}
    assert connection.said == [SQL.limit_transaction, SQL.staging]


async def test_an_older_server_has_no_transaction_timeout(opened: list[Any]) -> None:
    connection = Opened(version=160_004)
    opened.append(connection)
    await Session(Settings(), 1).connection()
    assert connection.said == [SQL.staging]


async def test_it_is_kept_until_it_is_lost_or_thrown_away(opened: list[Any]) -> None:
    first: Any = Opened()
    second: Any = Opened()
    third: Any = Opened()
    opened += [third, second, first]
    session: Any = Session(Settings(), 1)
    assert await session.connection() is await session.connection() is first
    first.closed = True
    assert await session.connection() is second
    await session.discard()
    assert second.closed
    assert await session.connection() is third


async def test_one_that_cannot_be_prepared_is_closed(opened: list[Any]) -> None:
    connection = Opened(failing=True)
    opened.append(connection)
    with pytest.raises(psycopg.OperationalError):
        await Session(Settings(), 1).connection()
    assert connection.closed
