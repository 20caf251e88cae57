"""Catalogue versions in SQL, and their announcement in the log.

Loading is three steps, each safe to repeat: store the next immutable version (and the table
``unit`` for joins), then write ``catalogue{version}`` to every partition. If the second step fails,
loading the same file again announces the stored version.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from msgspec import Struct
from psycopg import AsyncConnection

from schema.catalogue import Catalogue, from_body
from schema.clock import local_day
from schema.database import Row, connect_async
from schema.errors import CatalogueError
from schema.queries import load as load_queries
from schema.settings import Settings
from schema.standby import refuse_standby
from schema.unit import Tree, Unit
from schema.wire import CatalogueIs, encode

_SQL = load_queries("catalogue")
_SEND_TIMEOUT_MS = 15_000


class Stored(Struct, frozen=True, kw_only=True):
    """A numbered version; `new` when it was not there before."""

    version: int
    new: bool


async def load(settings: Settings, catalogue: Catalogue) -> Stored:
    """Store a checked catalogue as the newest version and announce it to every partition.

    Raises CatalogueError when its content is an older version already, or Kafka is away;
    SettingsError at a standby.
    """
    today = local_day(settings.clock().now())
    async with await connect_async(settings) as connection:
        await refuse_standby(connection, "load a catalogue")
        stored = await store(connection, catalogue, today)
        partitions = await _partitions(connection)
    await announce(settings, stored.version, partitions)
    return stored


async def store(connection: AsyncConnection[Row], catalogue: Catalogue, day: date) -> Stored:
    """Make a catalogue the newest version; `day` decides which parents the table ``unit`` shows.

    Raises CatalogueError when the same content is an older version: versions never come back.
    """
    async with connection.transaction():
        await connection.execute(_SQL.lock)
        newest = await _number(connection, _SQL.newest) or 0
        same = await _number(connection, _SQL.by_hash, catalogue.hash)
        if same is not None and same != newest:
            raise CatalogueError(
                f"expected content that is new, got that of version {same} (the newest is "
                f"{newest}); change its name to make it a version of its own"
            )
        if same is None:
            version = newest + 1
            body = catalogue.body.decode()
            await connection.execute(_SQL.insert, (version, catalogue.hash, body))
            await _fill_units(connection, catalogue, day)
            return Stored(version=version, new=True)
    return Stored(version=same, new=False)


async def read(
    connection: AsyncConnection[Row], version: int | None = None
) -> tuple[int, Catalogue] | None:
    """A version, the newest one by default, with its number; None when there is none."""
    cursor = await (
        connection.execute(_SQL.newest_body)
        if version is None
        else connection.execute(_SQL.body, (version,))
    )
    row = await cursor.fetchone()
    return (int(row[0]), from_body(row[1])) if row else None


async def announce(settings: Settings, version: int, partitions: int) -> None:
    """Write ``catalogue{version}`` to every partition; in force from there on, in log order.

    Raises CatalogueError when Kafka does not confirm.
    """
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        acks="all",
        request_timeout_ms=_SEND_TIMEOUT_MS,
    )
    message = encode(CatalogueIs(version=version))
    try:
        await producer.start()
        for partition in range(partitions):
            await producer.send_and_wait(settings.names.reports, message, partition=partition)
    except KafkaError as error:
        raise CatalogueError(
            f"version {version} is stored but not announced: Kafka at "
            f"{settings.kafka_bootstrap_servers} said {error!r}; load the file again"
        ) from error
    finally:
        await producer.stop()


async def _partitions(connection: AsyncConnection[Row]) -> int:
    found = await _number(connection, load_queries("migrate").installation)
    if found is None:
        raise CatalogueError("expected a system made by `python -m schema migrate`; run it first")
    return found


async def _number(connection: AsyncConnection[Row], query: str, *values: object) -> int | None:
    cursor = await connection.execute(query.encode(), values)
    row = await cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])


async def _fill_units(connection: AsyncConnection[Row], catalogue: Catalogue, day: date) -> None:
    await connection.execute(_SQL.forget_units)
    async with connection.cursor() as cursor, cursor.copy(_SQL.copy_units) as copy:
        for row in unit_rows(catalogue, day):
            await copy.write_row(row)


def unit_rows(catalogue: Catalogue, day: date) -> Iterator[tuple[object, ...]]:
    """Rows of the table ``unit``, parents first: ended units too, under their parents of `day`."""
    everyone = Tree([*_ended(catalogue, day), *catalogue.tree(day).units.values()])
    paths = {code: (*reversed(everyone.ancestors(code)), code) for code in everyone.units}
    for code, path in sorted(paths.items(), key=lambda item: (len(item[1]), item[0])):
        unit = everyone.units[code]
        yield (
            code,
            unit.kind,
            unit.name_vi,
            unit.short_vi,
            unit.name_en,
            unit.parent,
            everyone.top(code),
            list(path),
            unit.league,
            unit.valid_from,
            unit.valid_to,
            unit.sort_key,
        )


def _ended(catalogue: Catalogue, day: date) -> list[Unit]:
    return [unit for unit in catalogue.units if not unit.exists_on(day)]
