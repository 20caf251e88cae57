"""Builds come and go: a number and a schema for the new one, and the end of those nobody needs.

A build that never became active is what a rebuild left that was cut off: the next one drops it. One
that was active stays until somebody says `--drop-old`. Called by `session`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from psycopg import Connection, sql

from schema.database import Row, connect, identifier
from schema.errors import Contradiction
from schema.migrate import EXTRAS, Say, make_build
from schema.process import STALE_S
from schema.queries import load
from schema.settings import Settings

_SQL = load("rebuild")


@contextmanager
def alone(settings: Settings) -> Iterator[Connection[Row]]:
    """A connection that holds the lock of rebuilding; raises Contradiction when another does."""
    with connect(settings) as connection:
        row = connection.execute(_SQL.try_alone, (settings.names.sql,)).fetchone()
        if row is None or not row[0]:
            raise Contradiction(
                "expected to be the only rebuild of this system, got another one at work; wait for "
                "its end, or end it: what it made is thrown away by the next"
            )
        yield connection


def clear(connection: Connection[Row], settings: Settings, say: Say) -> int:
    """Drop what earlier rebuilds left unfinished; the highest number of a build there was."""
    (newest,) = _numbers(connection, _SQL.newest_build)
    for left in _numbers(connection, _SQL.unfinished):
        say(f"build {left} was never finished and is dropped")
        withdraw(connection, settings, left)
    return newest


def begin(connection: Connection[Row], settings: Settings, build: int, partitions: int) -> None:
    """The tables of a build, empty, with every position at 0."""
    connection.execute(_SQL.announce, (build,))
    make_build(settings, build, lambda line: None)
    with connect(settings, build=build) as its:
        its.execute(load("migrate").first_positions, (partitions,))
        its.execute(_SQL.begin_relayed)


def withdraw(connection: Connection[Row], settings: Settings, build: int) -> None:
    """Take away a build that never became active; one that did, unknown to the caller, stays."""
    with connection.transaction():
        if connection.execute(_SQL.withdraw, (build,)).fetchone() is not None:
            _drop(connection, settings, build)


def drop_old(connection: Connection[Row], settings: Settings) -> list[int]:
    """Drop the tables of builds that were active once; their numbers.

    Raises Contradiction while a process says that it works on one of them.
    """
    prefix = settings.names.build_sql(0)[:-1]
    found = _numbers(connection, _SQL.old, prefix)
    given = [str(build) for build in found], timedelta(seconds=STALE_S)
    busy = connection.execute(_SQL.at_work, given).fetchall()
    if busy:
        told = ", ".join(f"{role} {instance}" for role, instance in busy)
        raise Contradiction(
            f"expected nobody at work on an old build, got {told}; it ends by itself within "
            "seconds of the flip: try again, and stop it by hand if it does not"
        )
    for build in found:
        _drop(connection, settings, build)
    return found


def _drop(connection: Connection[Row], settings: Settings, build: int) -> None:
    schema = settings.names.build_sql(build)
    with connection.transaction():
        connection.execute(sql.SQL(_SQL.drop_schema).format(identifier(schema)))
        targets = [schema, *(f"{schema}+{extra}" for extra in EXTRAS)]
        connection.execute(_SQL.forget_steps, (targets,))


def _numbers(connection: Connection[Row], query: str, *given: str) -> list[int]:
    return [int(row[0]) for row in connection.execute(query.encode(), given or None).fetchall()]
