"""`python -m stream rebase` on real engines: what becomes of the tables, ledgers and groups.

Tried with a backup and a fold: tests/faults.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import psycopg
import pytest

from schema.database import connect, identifier
from schema.migrate import EXTRAS, steps
from schema.queries import load
from schema.settings import Settings
from stream.fold.startup import Log, check, look
from stream.rebase import rebase
from tests.integration.fold_rig import fresh, log
from tests.integration.fold_traffic import Traffic


@pytest.fixture
async def restored(settings: Settings) -> AsyncIterator[Settings]:
    """Tables that hold nothing of what their group has committed."""
    async with fresh(settings) as own, log(own) as written:
        await written.write_all(Traffic(seed=29).messages(20))
        await commit(own, 1, written.ends)
        yield own
        with psycopg.connect(own.database_url, autocommit=True) as connection:
            for build in (2, 3):
                drop = psycopg.sql.SQL("drop schema if exists {} cascade")
                connection.execute(drop.format(identifier(own.names.build_sql(build))))


async def commit(system: Settings, build: int, offsets: dict[int, int]) -> None:
    """The group of a build commits offsets."""
    async with Log(system, group=system.names.fold_group(build)) as group:
        await group.commit(offsets)


def ledgers(system: Settings) -> dict[str, set[int]]:
    """The numbers of the steps that are noted as applied, by ledger."""
    found: dict[str, set[int]] = {}
    with connect(system) as connection:
        for target, number in connection.execute("select target, number from migration"):
            found.setdefault(target, set()).add(number)
    return found


async def test_every_ledger_of_the_build_goes_with_it(restored: Settings) -> None:
    """Those of the editions too: no step is applied a second time."""
    one, two = (restored.names.build_sql(build) for build in (1, 2))
    with connect(restored) as connection:
        for extra in EXTRAS:  # as if this server were of every edition
            for step in steps(extra):
                given = (f"{one}+{extra}", step.number, step.name, step.hash)
                connection.execute(load("migrate").record + " on conflict do nothing", given)
    before = ledgers(restored)
    await rebase(restored)
    assert ledgers(restored) == {
        target.replace(one, two, 1): steps for target, steps in before.items()
    }
    assert {f"{two}+{extra}" for extra in EXTRAS} < ledgers(restored).keys()


async def test_a_build_that_was_there_before_is_passed_over(restored: Settings) -> None:
    """The same backup restored a second time: it knows nothing of the build it became before."""
    ends = (await look(restored)).ends
    await commit(restored, 2, dict(ends))
    assert "build 1 is build 3 now" in await rebase(restored)
    story = await look(restored)
    assert (story.build, story.committed) == (3, {})
    check(story)
