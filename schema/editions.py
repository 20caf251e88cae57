"""Which database this is: plain PostgreSQL, TimescaleDB Apache or TimescaleDB Community."""

from __future__ import annotations

from typing import Literal

import psycopg
from msgspec import Struct
from psycopg import Connection

from schema.database import Row
from schema.names import Names
from schema.queries import load

Name = Literal["PostgreSQL", "TimescaleDB Apache", "TimescaleDB Community"]


class Edition(Struct, frozen=True, kw_only=True):
    """The database in use, as `/-/versions.json` and the start banner say it."""

    name: Name
    server: str
    timescaledb: str | None = None
    columnstore: bool = False
    """Whether old histories become columns and are dropped in time: Community alone can."""

    @property
    def told(self) -> str:
        """The edition in a line, with what it cannot do."""
        if self.timescaledb is None:
            return f"{self.name} {self.server}, histories are plain tables"
        columns = "old chunks become columns" if self.columnstore else "no columnstore or retention"
        version = f"TimescaleDB {self.timescaledb}"
        return f"{self.name} {self.server}, {version}: histories in chunks, {columns}"


def detect(connection: Connection[Row], names: Names | None = None) -> Edition:
    """What this connection talks to; of histories, those of the active build of these names."""
    queries = load("migrate")
    server = _value(connection, queries.server) or "?"
    version = _value(connection, queries.extension)
    if version is None:
        return Edition(name="PostgreSQL", server=server)
    community = _value(connection, queries.licence) == "timescale"
    name: Name = "TimescaleDB Community" if community else "TimescaleDB Apache"
    columns = community and names is not None and _has_columns(connection, names)
    return Edition(name=name, server=server, timescaledb=version, columnstore=columns)


def _has_columns(connection: Connection[Row], names: Names) -> bool:
    """Another system on the same server, or another build, may have them where this has not."""
    queries = load("migrate")
    build = _value(connection, queries.active_build)
    if build is None:
        return False
    given = (names.build_sql(int(build)),)
    return connection.execute(queries.columnstore, given).fetchone() is not None


def offer_timescaledb(connection: Connection[Row]) -> None:
    """Create the extension where the server has it and this user may."""
    queries = load("migrate")
    if _value(connection, queries.available) is None:
        return
    try:
        connection.execute(queries.create_extension)
    except psycopg.errors.InsufficientPrivilege:
        return  # detect() then says plainly that it is not in use


def _value(connection: Connection[Row], query: str) -> str | None:
    row = connection.execute(query.encode()).fetchone()
    return None if row is None else str(row[0])
