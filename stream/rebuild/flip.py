"""The one transaction that makes the new build the active one.

    hold migrations → lock all positions → lock the roll's record → fold the rest → at one place?
          → compare tasks → carry the record → what is still owed → retire the old positions
          → active, views → commit

The live fold waits for the positions meanwhile; after the commit it finds none and ends. Web and
alerts read views and notice nothing. Whatever fails here leaves the live build as it was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import LiteralString

from msgspec import Struct
from psycopg import AsyncConnection, sql

from schema.database import Row, connect_async, identifier
from schema.errors import NhipError
from schema.migrate import views
from schema.queries import load
from schema.settings import Settings
from stream.rebuild.folding import Folding
from stream.rebuild.scopes import country_of
from stream.roll import read
from stream.roll.restates import Restates

_SQL = load("rebuild")
Connection = AsyncConnection[Row]
RECORD = ("kpi_day", "kpi_shelf", "kpi_history", "kpi_now", "indicator_now", "plan_curve")
"""What was published, and when: it belongs to no build and goes from one to the next as it is."""
_CARRIED = (
    *(_SQL.carry_roll, _SQL.fence_roll, _SQL.forget_restated, _SQL.carry_restated),
    *(_SQL.end_relayed, _SQL.owe_letters, _SQL.carry_letters, _SQL.retire_positions),
)
LIMITS = {
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "synchronous_commit": "on",
}
"""Whoever stands still with every lock in hand loses them: the system goes on without a flip. The
commit waits for the disk, and with it all that the lanes committed without waiting."""
SHOWN = 20


class Differs(NhipError):
    """Tasks stand otherwise in the new build than in the live one."""


class Unfit(NhipError):
    """The new build cannot take the place of the live one, whatever its figures."""


class Pair(Struct, frozen=True, kw_only=True):
    """The two builds of a rebuild."""

    settings: Settings
    live: int
    anew: int

    def said(self, statement: str, **more: sql.Composable) -> sql.Composed:
        """A statement with the schemas of both in it."""
        names = self.settings.names
        old, new = names.build_sql(self.live), names.build_sql(self.anew)
        return sql.SQL(statement).format(old=identifier(old), new=identifier(new), **more)


async def flip(pair: Pair, folding: Folding, *, accept: bool) -> dict[int, int]:
    """Make the new build the active one; the positions at which it became that.

    Raises Unfit; Differs unless `accept`; psycopg.errors.LockNotAvailable when somebody reads for
    long, IdleInTransactionSessionTimeout when this process stood still.
    """
    connection = await connect_async(pair.settings, build=pair.live, **LIMITS)
    async with connection, connection.transaction():
        await connection.execute(_SQL.hold_migrations, (pair.settings.names.sql,))
        await _check_version(connection, pair)
        positions = await lock(connection)
        await folding.to(positions)
        await _check_place(connection, pair)
        if not accept:
            await _check_tasks(connection, pair)
        await _bring_in(connection, pair.settings)
        await _carry_record(connection, pair)
        for statement in _CARRIED:
            await connection.execute(pair.said(statement))
        await connection.execute(_SQL.retire)
        await connection.execute(_SQL.activate, (pair.anew,))
        await _show(connection, pair)
    return positions


async def lock(connection: Connection) -> dict[int, int]:
    """Every position of the live build, then what its roll writes; where the positions stand."""
    cursor = await connection.execute(_SQL.live_positions)
    found = {int(number): int(at) for number, at in await cursor.fetchall()}
    await connection.execute(_SQL.lock_record)
    return found


async def _check_version(connection: Connection, pair: Pair) -> None:
    names = pair.settings.names
    given = {"live": names.build_sql(pair.live), "anew": names.build_sql(pair.anew)}
    cursor = await connection.execute(_SQL.other_migrations, given)
    other = [str(name) for _, name in await cursor.fetchall()]
    if other:
        raise Unfit(
            f"expected both builds to have the same migrations, got {', '.join(other)} in one "
            "alone: this system was brought to another version meanwhile. Nothing was changed; "
            "begin the rebuild again, with the version that runs"
        )


async def _check_place(connection: Connection, pair: Pair) -> None:
    astray = await _told(connection, pair, _SQL.astray)
    if astray:
        raise Unfit(
            "expected the new build to be folded as far as the live one, got another place in "
            f"partitions {', '.join(astray)}; nothing was changed: run it again"
        )


async def _check_tasks(connection: Connection, pair: Pair) -> None:
    codes = await _told(connection, pair, _SQL.changed_tasks)
    if codes:
        raise Differs(
            f"expected every task to stand as it does live, got {len(codes)} that do not: "
            f"{', '.join(codes[:SHOWN])}; nothing was changed. If the new build is right "
            "(a mended fault of ours), say --accept-differences"
        )


async def _told(connection: Connection, pair: Pair, statement: LiteralString) -> list[str]:
    cursor = await connection.execute(pair.said(statement))
    return [str(row[0]) for row in await cursor.fetchall()]


async def _bring_in(connection: Connection, settings: Settings) -> None:
    """What the roll has not brought into the days of scopes yet: by the same code, in its place,
    and under the tree that it would use now."""
    ground = await read.ground(connection)
    country = await country_of(connection, settings)
    country.closes.day = ground.day
    restates = Restates(connection, country, 0.0)
    if ground.day is not None:
        now = settings.clock().now()
        known_from = None if ground.replays(now) else now
        await restates.bring_in(ground.day + timedelta(days=1), known_from)


async def _carry_record(connection: Connection, pair: Pair) -> None:
    """Exchange the record of the live build with what the new one has in its place."""
    names = pair.settings.names
    old, new = names.build_sql(pair.live), names.build_sql(pair.anew)
    aside = f"{new}_aside"
    await connection.execute(sql.SQL(_SQL.make_schema).format(identifier(aside)))
    for table in RECORD:
        for place, target in ((new, aside), (old, new), (aside, old)):
            statement = sql.SQL(_SQL.move_table).format(
                table=sql.Identifier(place, table), schema=identifier(target)
            )
            await connection.execute(statement)
    await connection.execute(sql.SQL(_SQL.drop_schema).format(identifier(aside)))


async def _show(connection: Connection, pair: Pair) -> None:
    home, build = pair.settings.names.sql, pair.settings.names.build_sql(pair.anew)
    cursor = await connection.execute(load("migrate").tables, (build,))
    for statement in views([str(row[0]) for row in await cursor.fetchall()], build, home):
        await connection.execute(statement)
