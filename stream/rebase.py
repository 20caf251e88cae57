"""`python -m stream rebase`: a database that was restored goes on as a build of its own.

Its group in Kafka has committed more than the restored tables hold, so every fold refuses to start.
The tables become the next build whose group has committed nothing: it is positioned from SQL when
the first fold starts. Any other contradiction stays one.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping

import msgspec
from psycopg import AsyncConnection, sql

from schema.command import run
from schema.database import Row, connect_async, identifier
from schema.errors import Contradiction
from schema.names import Names
from schema.queries import load
from schema.settings import Settings
from stream.fold.startup import Story, check, free_build, look

_SQL = load("rebase")


def behind(story: Story) -> Mapping[int, int]:
    """By partition: how many messages the group had committed and these tables do not hold."""
    return {
        partition: committed - story.positions.get(partition, 0)
        for partition, committed in sorted(story.committed.items())
        if committed > story.positions.get(partition, 0)
    }


def check_restored(story: Story) -> Mapping[int, int]:
    """How far the tables are behind; raises Contradiction when that is not all that is wrong."""
    check(msgspec.structs.replace(story, committed={}))
    found = behind(story)
    if not found:
        raise Contradiction(
            f"expected a restored database, got one that holds all that build {story.build} has "
            "committed; start the fold"
        )
    return found


async def rebase(settings: Settings) -> str:
    """Make the tables the next build; what was done, in words."""
    story = await look(settings)
    found = check_restored(story)
    async with await connect_async(settings, lock_timeout="10s") as connection:
        build = await free_build(settings, await _newest(connection))
        async with connection.transaction():
            await _rename(connection, settings.names, story.build, build)
    return (
        f"build {story.build} is build {build} now; {sum(found.values())} messages in "
        f"partitions {', '.join(map(str, found))} will be folded again: start the fold"
    )


async def _newest(connection: AsyncConnection[Row]) -> int:
    """The highest number of a build these tables know."""
    row = await (await connection.execute(_SQL.newest_build)).fetchone()
    assert row is not None, "an aggregate has a row"
    return int(row[0])


async def _rename(connection: AsyncConnection[Row], names: Names, old: int, new: int) -> None:
    before, after = names.build_sql(old), names.build_sql(new)
    statement = sql.SQL(_SQL.rename).format(identifier(before), identifier(after))
    await connection.execute(statement)
    await connection.execute(_SQL.migrated, {"before": before, "after": after})
    await connection.execute(_SQL.retire)
    await connection.execute(_SQL.begin, (new,))


def main() -> None:
    """Rebase the system of the environment, and say what was done."""
    if sys.argv[1:]:
        sys.exit("python -m stream rebase takes no arguments; its settings are in docs/settings.md")
    run(lambda: sys.stdout.write(asyncio.run(rebase(Settings.from_environ())) + "\n"))
