"""`python -m stream.sample seed`: the past of the sample country into an empty log, once.

Killed on the way, it goes on where it stopped: the job in SQL says what is written, and the same
job always makes the same messages. Roles start after it: a clock that runs may not be set back.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from psycopg import AsyncConnection

import schema
from schema import catalogue_store
from schema.catalogue import Catalogue
from schema.catalogue_file import load as load_file
from schema.clock import local_day
from schema.database import Row, active_build, connect_async
from schema.settings import Settings
from schema.standby import refuse_standby
from stream.sample import job as jobs
from stream.sample import write
from stream.sample.baselines import with_baselines
from stream.sample.fate import FIRST
from stream.sample.history import Entry, history
from stream.sample.job import CannotSeed, Job
from stream.sample.shift import shifted
from stream.sample.sizes import SIZES
from stream.tell import step

SHIPPED = Path(schema.__file__).parent / "data" / "resolution57.yaml"
_POLL_S = 0.5


async def seed(settings: Settings, *, wait: bool) -> str:
    """Write the country of the settings unless it is there; what was done, as a sentence.

    Raises CannotSeed when the log already lives or the catalogue is not the sample's.
    """
    if settings.country == "none":
        return "no sample country is asked for (NHIP_COUNTRY=none)"
    if settings.profile == "prod":
        return "no sample country is written with NHIP_PROFILE=prod"
    async with (
        await connect_async(settings) as connection,
        jobs.alone(connection, f"{settings.names.sql}.sample"),
    ):
        await refuse_standby(connection, "seed a country")
        partitions = await jobs.partitions(connection)
        job = await jobs.read(connection) or await _begin(settings, connection, partitions)
        if job.ends is None:
            job = await _write(settings, connection, job, partitions)
            told = "is written"
        else:
            told = "was written before"
    if wait:
        await until_folded(settings, job)
    return f"sample country {job.country}, day 0 {job.day0:%d/%m/%Y}, {told}"


async def _begin(settings: Settings, connection: AsyncConnection[Row], partitions: int) -> Job:
    """Load the catalogue if there is none and remember the job."""
    now = settings.clock().now()
    day0 = local_day(now)
    await _refuse_living_log(settings, partitions)
    found = await catalogue_store.read(connection)
    if found is None:
        catalogue = with_baselines(shifted(load_file(SHIPPED), day0), day0)
        version = (await catalogue_store.load(settings, catalogue)).version
    else:
        version, catalogue = found
    _refuse_other_country(catalogue, version)
    begins = await write.ends(settings, partitions)
    job = Job(
        country=settings.country,
        day0=day0,
        until=now,
        catalogue=version,
        begins=tuple(begins[number] for number in range(partitions)),
    )
    await jobs.begin(connection, job)
    return job


async def _refuse_living_log(settings: Settings, partitions: int) -> None:
    async with await connect_async(settings) as plain:
        build = await active_build(plain)
    async with await connect_async(settings, build=build) as connection:
        moved = await jobs.time_has_moved(connection)
    if moved:
        raise CannotSeed(
            "expected a log in which time has not begun, got one that already lives; the sample "
            "country needs an empty one: `make reset`, or another NHIP_PREFIX, or NHIP_COUNTRY=none"
        )


def _refuse_other_country(catalogue: Catalogue, version: int) -> None:
    if not catalogue.sample:
        raise CannotSeed(
            f"expected the sample catalogue, got version {version}, {catalogue.name_vi!r}; "
            "a country of your own is run with NHIP_COUNTRY=none"
        )


async def _write(
    settings: Settings, connection: AsyncConnection[Row], job: Job, partitions: int
) -> Job:
    found = await catalogue_store.read(connection, job.catalogue)
    assert found is not None, "the job names a stored version"
    now = await write.ends(settings, partitions)
    skip = {number: now[number] - begin for number, begin in enumerate(job.begins)}
    kafka = write.producer(settings)
    await kafka.start()
    try:
        with step(f"writing the sample country {job.country}") as told:

            def tell(entry: Entry) -> None:
                day = (local_day(entry.at) - job.day0).days
                told.at((day - FIRST) / (1 - FIRST), f"{entry.at:%d/%m/%Y}")

            entries = history(
                SIZES[job.country],
                found[1],
                day0=job.day0,
                now=job.until,
                partitions=partitions,
            )
            await write.Writer(kafka, settings.names.reports).write(entries, skip, tell)
    finally:
        await kafka.stop()
    ends = await write.ends(settings, partitions)
    await jobs.finish(connection, job, ends)
    done = await jobs.read(connection)
    assert done is not None
    return done


async def until_folded(settings: Settings, job: Job) -> None:
    """Wait until the fold has passed the end of the history."""
    async with await connect_async(settings) as connection:
        with step("folding the sample country") as told:
            while True:
                share = folded_share(job, await jobs.folded(connection))
                if share >= 1:
                    return
                told.at(share)
                await asyncio.sleep(_POLL_S)


def folded_share(job: Job, folded: dict[int, int]) -> float:
    """How much of the history is folded, 0..1; 0 while it is not all written."""
    if job.ends is None:
        return 0.0
    whole = sum(end - begin for begin, end in zip(job.begins, job.ends, strict=True))
    done = sum(
        min(max(folded.get(number, 0) - begin, 0), end - begin)
        for number, (begin, end) in enumerate(zip(job.begins, job.ends, strict=True))
    )
    return done / whole if whole else 1.0
