"""What SQL knows of the seeding: which country, how far; after a kill it goes on from there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime

from msgspec import Struct
from psycopg import AsyncConnection

from schema.database import Row
from schema.errors import NhipError
from schema.queries import load

_SQL = load("sample")


class CannotSeed(NhipError):
    """The sample country cannot be written here; the message says what to do."""


class Job(Struct, frozen=True, kw_only=True):
    """A seeding: the same job always writes the same messages. Offsets by partition."""

    country: str
    day0: date
    until: datetime
    catalogue: int
    begins: tuple[int, ...]
    ends: tuple[int, ...] | None = None
    """None while it is not all written."""


async def read(connection: AsyncConnection[Row]) -> Job | None:
    """The seeding this database knows of, if any."""
    row = await (await connection.execute(_SQL.job)).fetchone()
    if row is None:
        return None
    country, day0, until, catalogue, begins, ends = row
    return Job(
        country=country,
        day0=day0,
        until=until,
        catalogue=catalogue,
        begins=tuple(begins),
        ends=None if ends is None else tuple(ends),
    )


async def begin(connection: AsyncConnection[Row], job: Job) -> None:
    """Remember a seeding before its first message is written."""
    values = (job.country, job.day0, job.until, job.catalogue, list(job.begins))
    await connection.execute(_SQL.begin, values)


async def finish(connection: AsyncConnection[Row], job: Job, ends: Mapping[int, int]) -> None:
    """Remember that all of it is in the log."""
    async with connection.transaction():
        await connection.execute(_SQL.finish, ([ends[number] for number in sorted(ends)],))
        await connection.execute(_SQL.mark, (job.country,))


async def partitions(connection: AsyncConnection[Row]) -> int:
    """How many partitions this system was born with; CannotSeed before `schema migrate`."""
    row = await (await connection.execute(_SQL.partitions)).fetchone()
    if row is None:
        raise CannotSeed("expected a system made by `python -m schema migrate`; run it first")
    return int(row[0])


async def folded(connection: AsyncConnection[Row]) -> dict[int, int]:
    """The next offset to fold, by partition."""
    rows = await (await connection.execute(_SQL.folded)).fetchall()
    return {int(number): int(offset) for number, offset in rows}


async def time_has_moved(connection: AsyncConnection[Row]) -> bool:
    """Whether the log has begun to live: a past can no longer be put before its clock."""
    row = await (await connection.execute(_SQL.moved)).fetchone()
    return row is not None and bool(row[0])


@asynccontextmanager
async def alone(connection: AsyncConnection[Row], name: str) -> AsyncIterator[None]:
    """Only one seeding at a time; CannotSeed when another one runs."""
    row = await (await connection.execute(_SQL.lock, (name,))).fetchone()
    if row is None or not row[0]:
        raise CannotSeed("another `python -m stream.sample seed` is running; let it finish")
    try:
        yield
    finally:
        await connection.execute(_SQL.unlock, (name,))
