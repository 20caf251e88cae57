"""A second site: whether this one stands by, and where the first one is.

A site is born a standby (`python -m schema migrate` with NHIP_FIRST_KAFKA) and becomes the first
by promotion (`python -m stream promote`); nothing makes a first site a standby again.
"""

from __future__ import annotations

from psycopg import AsyncConnection

from schema.database import Row
from schema.errors import SettingsError
from schema.queries import load
from schema.settings import Settings

_SQL = load("standby")


async def born_standby(connection: AsyncConnection[Row]) -> bool | None:
    """Whether this site follows another one; None before `migrate` has said so."""
    row = await (await connection.execute(_SQL.stands_by)).fetchone()
    return bool(row[0]) if row else None


async def stands_by(connection: AsyncConnection[Row]) -> bool:
    """Whether this site follows another one; False also before `migrate` has run."""
    return bool(await born_standby(connection))


async def refuse_standby(connection: AsyncConnection[Row], what: str) -> None:
    """Raise SettingsError on a standby: only the mirror writes to its log."""
    if await stands_by(connection):
        raise SettingsError(
            f"{what}: expected the first site, got the standby, whose log is written by the mirror "
            "alone; do it at the first site, or make this one the first: python -m stream promote"
        )


def first_site(settings: Settings) -> Settings:
    """The first site as this one sees it: its log and its database.

    Raises SettingsError when only one of the two is given.
    """
    given = settings.first_kafka, settings.first_database_url
    if not all(given):
        raise SettingsError(
            "a standby needs NHIP_FIRST_KAFKA and NHIP_FIRST_DATABASE_URL, the addresses of the "
            f"first site's log and database; got {given[0]!r} and "
            f"{'one' if given[1] else 'none'} of a database"
        )
    return settings.model_copy(
        update={"kafka_bootstrap_servers": given[0], "database_url": given[1]}
    )
