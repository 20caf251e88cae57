"""Who may not flip: one that stands still, one during a migration, one of another version."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import psycopg
import pytest

from schema.database import connect
from schema.queries import load
from schema.settings import Settings
from stream.rebuild import build as builds
from stream.rebuild.flip import LIMITS, Pair, Unfit, flip
from stream.rebuild.folding import Folding
from tests.integration.fold_rig import PARTITIONS, fresh, rows
from tests.integration.waiting import until

ALL = b"select partition from position for update nowait"


class Still:
    """A rebuild that has every lock, and says nothing until it has lost them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.held = False

    def _free(self) -> bool:
        with connect(self._settings, build=1) as connection:
            try:
                connection.execute(ALL)
            except psycopg.errors.LockNotAvailable:
                self.held = True
                return False
            return True

    async def to(self, ends: Mapping[int, int]) -> None:
        await until(self._free, "the locks to be taken away", 15)


class Quick:
    """A rebuild with nothing left to fold."""

    async def to(self, ends: Mapping[int, int]) -> None:
        """Nothing to do."""


@pytest.fixture
async def pair(settings: Settings) -> AsyncIterator[Pair]:
    """A live build and a new one, both empty."""
    async with fresh(settings) as own:
        with builds.alone(own) as connection:
            builds.begin(connection, own, 2, PARTITIONS)
        yield Pair(settings=own, live=1, anew=2)


def active(pair: Pair) -> list[Any]:
    return rows(pair.settings, "select build from build where active")


async def flipped(pair: Pair, folding: Any = None) -> None:
    await flip(pair, cast(Folding, folding or Quick()), accept=True)


async def test_two_empty_builds_change_places(pair: Pair) -> None:
    await flipped(pair)
    assert active(pair) == [(2,)]


async def test_who_stands_still_loses_every_lock(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "idle_in_transaction_session_timeout", "500ms")
    still = Still(pair.settings)
    with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
        await flipped(pair, still)
    assert still.held and active(pair) == [(1,)]
    await flipped(pair)
    assert active(pair) == [(2,)], "it may try again"


async def test_during_a_migration_nobody_flips(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "lock_timeout", "100ms")
    with connect(pair.settings) as connection:
        connection.execute(load("migrate").lock, (pair.settings.names.sql,))
        with pytest.raises(psycopg.errors.LockNotAvailable):
            await flipped(pair)
    assert active(pair) == [(1,)]
    await flipped(pair)


async def test_a_system_that_was_upgraded_meanwhile_keeps_its_build(pair: Pair) -> None:
    newer = load("migrate").record
    with connect(pair.settings) as connection:
        connection.execute(newer, (pair.settings.names.build_sql(1), 9999, "9999_new.sql", "h"))
    with pytest.raises(Unfit, match=r"9999_new\.sql in one alone"):
        await flipped(pair)
    assert active(pair) == [(1,)]


async def test_a_build_at_another_place_of_the_log_does_not_take_over(pair: Pair) -> None:
    with connect(pair.settings, build=1) as connection:
        connection.execute(b"update position set next_offset = 3 where partition = 1")
    with pytest.raises(Unfit, match="another place in partitions 1"):
        await flipped(pair)
    assert active(pair) == [(1,)]
