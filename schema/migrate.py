"""Bring the database to this version: numbered SQL files, checked by hash, under an advisory lock.

``schema/sql/core`` goes into schema ``nhip``, ``schema/sql/build`` into the schema of each build.
``schema/sql/timescale`` is added to that where TimescaleDB is, ``schema/sql/community`` where it is
the Community edition. Views of the active build stand in ``nhip``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from itertools import pairwise

import psycopg
from msgspec import Struct
from psycopg import Connection, sql

from schema.database import Row, connect, identifier
from schema.editions import Edition, detect, offer_timescaledb
from schema.errors import MigrationError
from schema.queries import load
from schema.settings import Settings

EXTRAS = ("timescale", "community")
"""Targets that go into a build's schema beside ``build``, with ledgers of their own."""
Say = Callable[[str], None]


class Step(Struct, frozen=True, kw_only=True):
    """One numbered SQL file of a target."""

    number: int
    name: str
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text: an applied file must not change."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def steps(target: str) -> list[Step]:
    """The SQL files of ``schema/sql/<target>``, in order.

    Raises MigrationError when two carry the same number.
    """
    folder = files("schema").joinpath(f"sql/{target}")
    found = [
        Step(number=int(path.name[:4]), name=path.name, text=path.read_text("utf-8"))
        for path in folder.iterdir()
        if path.name.endswith(".sql")
    ]
    found.sort(key=lambda step: step.number)
    for one, other in pairwise(found):
        if one.number == other.number:
            raise MigrationError(f"{target}: {one.name} and {other.name} carry the same number")
    return found


def pending(target: str, applied: dict[int, tuple[str, str]]) -> Iterator[Step]:
    """The steps not applied yet; `applied` is number → (name, hash).

    Raises MigrationError when an applied file changed or is missing here.
    """
    known = {step.number: step for step in steps(target)}
    for number, (name, digest) in applied.items():
        step = known.get(number)
        if step is None:
            raise MigrationError(
                f"{target}: {name} was applied to this database but is not in this version; "
                "run the newer version"
            )
        if step.hash != digest:
            raise MigrationError(
                f"{target}: {name} was changed after it had been applied; "
                "add a new file instead of changing an old one"
            )
    yield from (step for number, step in sorted(known.items()) if number not in applied)


def migrate(settings: Settings, say: Say) -> Edition:
    """Bring the database of `settings` to this version and return its edition."""
    queries, names = load("migrate"), settings.names
    with connect(settings) as connection:
        connection.execute(queries.lock, (names.sql,))
        try:
            offer_timescaledb(connection)
            edition = detect(connection)
            _schema(connection, names.sql)
            connection.execute(queries.ledger)
            _apply(connection, "core", names.sql, names.sql, say)
            connection.execute(queries.first_build)
            build = _active(connection)
            _build(connection, settings, build, edition, say)
            _show(connection, names.build_sql(build), names.sql)
            return detect(connection, names)
        finally:
            connection.execute(queries.unlock, (names.sql,))


def make_build(settings: Settings, build: int, say: Say) -> None:
    """The tables of a build that is not active: empty, and shown by no view."""
    with connect(settings) as connection:
        _build(connection, settings, build, detect(connection), say)


def _build(
    connection: Connection[Row], settings: Settings, build: int, edition: Edition, say: Say
) -> None:
    names = settings.names
    target = names.build_sql(build)
    _schema(connection, target)
    _apply(connection, "build", target, names.sql, say)
    if edition.timescaledb:
        _apply(connection, "timescale", target, names.sql, say)
    if edition.name == "TimescaleDB Community":
        _columns(connection, target, names.sql, say)


def _columns(connection: Connection[Row], target: str, home: str, say: Say) -> None:
    """What saves room and changes no answer: a server that refuses goes without, said plainly."""
    try:
        _apply(connection, "community", target, home, say)
    except psycopg.Error as error:
        _search(connection, home)
        say(f"{target}: histories stay rows and are never dropped, this server refuses: {error}")


def _schema(connection: Connection[Row], name: str) -> None:
    connection.execute(sql.SQL(load("migrate").make_schema).format(identifier(name)))


def _apply(connection: Connection[Row], folder: str, target: str, home: str, say: Say) -> None:
    queries = load("migrate")
    ledger_key = f"{target}+{folder}" if folder in EXTRAS else target
    rows = connection.execute(queries.applied, (ledger_key,)).fetchall()
    applied = {int(number): (str(name), str(digest)) for number, name, digest in rows}
    for step in pending(folder, applied):
        say(f"{target}: {step.name}")
        with connection.transaction():
            _search(connection, target, home)
            connection.execute(step.text.encode())
            _search(connection, home)
            connection.execute(queries.record, (ledger_key, step.number, step.name, step.hash))
    _search(connection, home)


def _search(connection: Connection[Row], *schemas: str) -> None:
    path = sql.SQL(", ").join(identifier(name) for name in (*schemas, "public"))
    connection.execute(sql.SQL(load("migrate").search).format(path))


def _active(connection: Connection[Row]) -> int:
    row = connection.execute(load("migrate").active_build).fetchone()
    if row is None:
        raise MigrationError("expected one active build, found none; the table build was changed")
    return int(row[0])


def _show(connection: Connection[Row], build: str, home: str) -> None:
    rows = connection.execute(load("migrate").tables, (build,)).fetchall()
    with connection.transaction():
        for statement in views((str(row[0]) for row in rows), build, home):
            connection.execute(statement)


def views(tables: Iterable[str], build: str, home: str) -> Iterator[sql.Composed]:
    """Statements that put views of these tables of a build into the system's schema."""
    queries = load("migrate")
    for table in tables:
        view, source = sql.Identifier(home, table), sql.Identifier(build, table)
        yield sql.SQL(queries.drop_view).format(view)
        yield sql.SQL(queries.make_view).format(view, source)
