"""`python -m stream promote`: this standby becomes the first site.

In this order: the fence (from now on no mirror may write here), the mirror's lock (none is writing
any more), the log's own time, and then the doors open. Killed on the way, it is run again.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer
from aiokafka.errors import KafkaError
from psycopg import AsyncConnection
from psycopg.errors import LockNotAvailable

from schema.command import run
from schema.database import Row, connect_async
from schema.errors import Contradiction
from schema.queries import load
from schema.settings import Settings
from schema.topics import own_times
from stream.fold.startup import Log
from stream.mirror.hold import lock_name

ANSWER_S = 3.0
LET_GO = "20s"
"""How long a mirror may hold on: longer than the server leaves a silent session its lock."""
_SQL = load("standby")


async def promote(settings: Settings, *, although_it_answers: bool) -> str:
    """Make this site the first; what was done, in words.

    Raises Contradiction when it is the first already, when the first site's log still answers, or
    when a mirror does not let go.
    """
    async with await connect_async(settings, lock_timeout=LET_GO) as connection:
        await _check_standby(connection)
        if settings.first_kafka and not although_it_answers:
            await _check_silent(settings)
        await connection.execute(_SQL.fence)
        await _await_mirror(connection, lock_name(settings))
        await own_times(settings)
        async with Log(settings) as log:
            ends = await log.ends()
        await connection.execute(_SQL.promote)
    places = ", ".join(f"{partition}:{end}" for partition, end in sorted(ends.items()))
    return (
        f"this is the first site now; its log goes on from {places}. The doors open within a "
        "second, time and alerts go on. Lead the agencies here; never start the old site's web "
        "again on its old log (docs/operate.md, Second site)"
    )


async def _check_standby(connection: AsyncConnection[Row]) -> None:
    row = await (await connection.execute(_SQL.told)).fetchone()
    if row is None or not row[0]:
        since = f", since {row[2]}" if row and row[2] else ""
        raise Contradiction(f"expected a standby, got the first site{since}; nothing was done")


async def _check_silent(settings: Settings) -> None:
    first = settings.model_copy(update={"kafka_bootstrap_servers": settings.first_kafka})
    try:
        async with asyncio.timeout(ANSWER_S), Log(first) as log:
            await log.ends()
    except (KafkaError, OSError, TimeoutError):
        return
    raise Contradiction(
        f"expected the first site to be gone, but its log at {settings.first_kafka} answers: two "
        "first sites would take reports. Stop its web, wait until the mirror's lag is 0, and say "
        "--although-it-answers"
    )


async def _await_mirror(connection: AsyncConnection[Row], name: str) -> None:
    try:
        await connection.execute(_SQL.await_mirror, (name,))
    except LockNotAvailable as error:
        raise Contradiction(
            f"expected the mirror to let go within {LET_GO}, it did not: end the processes of the "
            "role mirror and run this again; it is fenced already"
        ) from error


def main() -> None:
    """The command line."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(command)
    run(
        lambda: app(sys.argv[1:], prog_name="python -m stream promote"),
        then="it is this site's own; run it again",
    )


def command(
    although_it_answers: Annotated[
        bool,
        typer.Option(
            "--although-it-answers",
            help="The first site's log still answers; its doors are closed, I have seen to it.",
        ),
    ] = False,
) -> None:
    """Make this standby the first site: fence the mirror, open the door, let alerts go out.

    Run it at the standby, with the standby's settings, when the first site is lost, or on purpose:
    then stop the first site's web, wait for lag 0 (the role mirror in /readyz), and say
    --although-it-answers. It cannot be taken back: the old site begins anew as a standby.
    """
    settings = Settings.from_environ()
    told = asyncio.run(promote(settings, although_it_answers=although_it_answers))
    typer.echo(told)
