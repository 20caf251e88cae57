"""The sample country on real engines: written once, resumed after a kill, folded as published."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Iterator

import httpx2
import pytest

from deploy.places import REPO
from schema import catalogue_store
from schema.database import connect_async, pool
from schema.process import beat
from schema.settings import Settings
from schema.states import State
from stream.sample import job as jobs
from stream.sample import write
from stream.sample.feed import Feed
from stream.sample.history import history
from stream.sample.job import CannotSeed
from stream.sample.look import look
from stream.sample.seed import _begin, seed, until_folded
from stream.sample.sizes import S
from tests.integration.alerts_rig import build, rows, tear_down
from tests.integration.test_catalogue import log

PATIENCE_S = 90


@pytest.fixture(scope="module")
def small(settings: Settings) -> Settings:
    """The small country."""
    return settings.model_copy(update={"country": "S"})


@pytest.fixture(scope="module", autouse=True)
def system(settings: Settings) -> Iterator[None]:
    asyncio.run(build(settings))
    yield
    asyncio.run(tear_down(settings))


async def test_a_seeding_that_was_cut_off_goes_on_and_writes_nothing_twice(
    small: Settings,
) -> None:
    async with await connect_async(small) as connection:
        partitions = await jobs.partitions(connection)
        job = await _begin(small, connection, partitions)
        stored = await catalogue_store.read(connection)
        assert stored is not None
        entries = list(history(S, stored[1], day0=job.day0, now=job.until, partitions=partitions))
        async with write.producer(small) as kafka:
            part = entries[: len(entries) // 3]
            await write.Writer(kafka, small.names.reports).write(part, {}, lambda entry: None)
    assert "is written" in await seed(small, wait=False)
    found = await log(small)
    for number, said in found.items():
        wanted = [entry.message for entry in entries if entry.partition == number]
        assert said[1:] == wanted, "after the announcement of the catalogue"


async def test_a_country_is_written_once(small: Settings) -> None:
    assert "was written before" in await seed(small, wait=False)
    assert rows(small, "select seeded from installation") == [("S",)]


async def test_the_fold_brings_it_to_the_published_partition(
    small: Settings, environ: dict[str, str]
) -> None:
    fold = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "stream", "fold", cwd=REPO, env={**os.environ, **environ}
    )
    try:
        async with await connect_async(small) as connection:
            job = await jobs.read(connection)
            assert job is not None
            await asyncio.wait_for(until_folded(small, job), PATIENCE_S)
            view = await look(connection)
    finally:
        fold.terminate()
        await fold.wait()
    found = rows(small, "select state, count(*) from task where state <> 'unknown' group by 1")
    assert Counter({State(state): number for state, number in found}) == Counter(
        {**S.states, **S.withdrawn}
    )
    assert rows(small, "select count(*) from dead_letter") == [(0,)]
    assert len(view.working) == sum(
        S.states[state] for state in (State.IN_TIME, State.DUE_SOON, State.OVERDUE)
    )
    assert len(view.provinces) == 34
    assert view.questions
    assert view.next_code("vn.15.99999") == "vn.15.99999.t0001"


async def test_a_log_that_lives_gets_no_past(small: Settings) -> None:
    async with await connect_async(small) as connection:
        await connection.execute("delete from sample_history")
    with pytest.raises(CannotSeed, match="already lives"):
        await seed(small, wait=False)


async def test_the_feed_finds_the_web_of_this_host_by_its_heartbeat(small: Settings) -> None:
    database = pool(small, size=1)
    await database.open()
    try:
        async with httpx2.AsyncClient() as client:
            feed = Feed(small, database, client)
            assert await feed._web_port() is None
            await beat(database, "web", ready=True, detail={"port": 5000})
            assert await feed._web() == "http://127.0.0.1:5000"
            async with database.connection() as connection:
                await connection.execute("update process set at = at - interval '1 minute'")
            assert await feed._web_port() is None, "a heartbeat of a minute ago is nobody's"
    finally:
        await database.close()
