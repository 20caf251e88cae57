"""What the tests of rebuilding share: a live system with fold and roll, and `stream.rebuild`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count, islice
from pathlib import Path

import msgspec
from msgspec import Struct

from deploy.places import REPO
from schema.clock import day_start, local_day
from schema.settings import Settings
from schema.wire import ClockTo
from tests.builders import MONDAY, on
from tests.integration.fold_rig import PARTITIONS, Log, Process, fresh, log, rows, until_folded
from tests.integration.fold_traffic import Traffic
from tests.integration.roll_rig import load_catalogue
from tests.integration.waiting import until
from tests.stream.kpi.places import COUNTRY, unit

PATIENCE_S = 90.0
MESSAGES_A_DAY = 25


class Live(Struct, frozen=True, kw_only=True):
    """A system that folds and rolls; its supervisor is the test."""

    settings: Settings
    log: Log
    fold: Process
    roll: Process
    traffic: Traffic


class Ended(Struct, frozen=True, kw_only=True):
    """What a rebuild said, and its status."""

    status: int
    said: str


def environ(settings: Settings, **more: str) -> dict[str, str]:
    """The environment of a process of this system."""
    own = {
        "DATABASE_URL": settings.database_url,
        "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
        "REDIS_URL": settings.redis_url,
        "NHIP_PREFIX": settings.prefix,
    }
    return {**os.environ, **own, **more}


@asynccontextmanager
async def rebuilding(
    settings: Settings, *words: str, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m stream.rebuild`, running; gone with the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "stream.rebuild", *words),
        cwd=REPO,
        env=environ(settings, **more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def ended(process: asyncio.subprocess.Process) -> Ended:
    """Wait for its end."""
    async with asyncio.timeout(PATIENCE_S):
        said, _ = await process.communicate()
    assert process.returncode is not None
    return Ended(status=process.returncode, said=said.decode())


async def rebuilt(settings: Settings, *words: str, **more: str) -> Ended:
    """The same, until it has ended."""
    async with rebuilding(settings, *words, **more) as process:
        return await ended(process)


def builds(settings: Settings) -> list[tuple[int, bool]]:
    """Every build, and whether it is the active one."""
    return [(b, a) for b, a in rows(settings, "select build, active from build order by build")]


async def until_rolled(settings: Settings) -> None:
    """Wait until the roll has closed what the fold has, and brought in what restates it."""
    query = (
        "select day = (select min(clock at time zone 'Asia/Ho_Chi_Minh')::date - 1 from position)"
        " and not exists (select from restated r left join restated_upto u using (partition)"
        " where u.partition is null or (r.known_on, r.stamp) > (u.known_on, u.stamp))"
        " from roll_state"
    )
    await until(lambda: rows(settings, query) == [(True,)], "a roll that has caught up")


async def told(live: Live, messages: int) -> None:
    """Reports from June on, the midnights between them, and one that leads to today."""
    said = live.traffic.messages(messages)
    today = local_day(live.settings.clock().now())
    for day in count(1):
        reports = list(islice(said, MESSAGES_A_DAY))
        await live.log.write_all(reports)
        for number in range(PARTITIONS):
            await live.log.write(ClockTo(to=day_start(on(day) if reports else today)), number)
        if not reports:
            break
    await until_folded(live.settings, live.log.ends)
    await until_rolled(live.settings)


@asynccontextmanager
async def living(settings: Settings, folder: Path) -> AsyncIterator[Live]:
    """An empty country with a fold and a roll."""
    async with fresh(settings) as own, log(own) as written:
        load_catalogue(own, _COUNTRY, MONDAY)
        fold = Process(own, folder / "fold.log")
        roll = Process(own, folder / "roll.log", "roll")
        try:
            await fold.start()
            await roll.start()
            yield Live(settings=own, log=written, fold=fold, roll=roll, traffic=Traffic(seed=5))
        finally:
            await fold.kill()
            await roll.kill()


_UNITS = (
    unit("vn", "root", None),
    *(unit(f"vn.{number:05d}", "province", "vn") for number in range(7)),
)
_COUNTRY = msgspec.structs.replace(COUNTRY, units=_UNITS)
