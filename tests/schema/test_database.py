"""Connections: search path, time zone and limits stand in their options."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg import sql

from schema import database
from schema.database import active_build, connect, connect_async, identifier, options, pool
from schema.names import Names
from schema.settings import Settings

SETTINGS = Settings(prefix="x_")


def test_unqualified_names_are_looked_up_in_the_build_first() -> None:
    names = Names("x_")
    assert database.search_path(names, 2) == "x_nhip_b2, x_nhip"
    assert database.search_path(names, None) == "x_nhip"


def test_options_of_a_connection() -> None:
    told = options(Names(), 1, lock_timeout="10s", transaction_timeout="30s")
    assert told.split("-c ")[1:] == [
        "search_path=nhip_b1,nhip ",
        "timezone=UTC ",
        "client_min_messages=warning ",
        "lock_timeout=10s ",
        "transaction_timeout=30s",
    ]


def test_a_command_connects_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(psycopg, "connect", lambda url, **given: seen.update(given, url=url))
    connect(SETTINGS, build=3, lock_timeout="1s")
    assert seen["url"] == SETTINGS.database_url
    assert seen["autocommit"] is True and seen["connect_timeout"] == database.CONNECT_TIMEOUT_S
    assert seen["options"] == options(Names("x_"), 3, lock_timeout="1s")


async def test_so_does_a_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    async def remember(url: str, **given: Any) -> None:
        seen.update(given, url=url)

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", remember)
    await connect_async(SETTINGS)
    assert seen["options"] == options(Names("x_"))
    assert seen["keepalives_idle"] == 5


async def test_a_pool_is_made_closed() -> None:
    made = pool(SETTINGS, build=1, size=7, lock_timeout="1s")
    assert made.closed
    assert (made.min_size, made.max_size) == (1, 7)
    assert isinstance(made.kwargs, dict)
    assert made.kwargs["options"] == options(Names("x_"), 1, lock_timeout="1s")


async def test_without_a_build_the_error_says_what_to_run() -> None:
    with pytest.raises(psycopg.OperationalError, match="python -m schema migrate"):
        await active_build(Answering(None))  # type: ignore[arg-type]
    assert await active_build(Answering((4,))) == 4  # type: ignore[arg-type]


class Answering:
    """A connection on which every query has the same row."""

    def __init__(self, row: tuple[Any, ...] | None) -> None:
        self.row = row

    async def execute(self, query: str) -> Answering:
        return self

    async def fetchone(self) -> tuple[Any, ...] | None:
        return self.row


def test_identifiers_are_quoted() -> None:
    assert identifier('a"b').as_string() == sql.Identifier('a"b').as_string() == '"a""b"'
