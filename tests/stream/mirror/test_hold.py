"""One mirror at a time, and none once the fence is up."""

from __future__ import annotations

import asyncio

import pytest

from schema.queries import load
from schema.settings import Settings
from stream.mirror import hold as module
from stream.mirror.hold import held, lock_name
from tests.stream.mirror.twins import Database

SQL = load("standby")


async def test_it_waits_for_the_lock_and_asks_for_the_fence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = Database({SQL.try_mirror: [(False,)], SQL.may_mirror: [(True,)]})
    monkeypatch.setattr(module, "connect_async", database.connect)
    waits = 0

    async def wait(_: float) -> None:
        nonlocal waits
        waits += 1
        database.answers[SQL.try_mirror] = [(waits == 2,)]

    monkeypatch.setattr(asyncio, "sleep", wait)
    told: list[None] = []
    async with held(Settings(), lambda: told.append(None)) as hold:
        assert waits == len(told) == 2
        assert await hold.may_write()
        database.answers[SQL.may_mirror] = [(False,)]
        assert not await hold.may_write()
    assert database.executed[0] == (SQL.try_mirror, (lock_name(Settings()),))


def test_two_systems_on_one_server_have_two_locks() -> None:
    assert lock_name(Settings()) != lock_name(Settings(prefix="other_"))
