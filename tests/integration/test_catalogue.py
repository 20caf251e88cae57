"""Catalogue versions on real engines: stored once, announced everywhere, never changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from msgspec.structs import replace
from typer.testing import CliRunner

from schema import catalogue_store
from schema.catalogue_cli import app
from schema.catalogue_file import load as load_file
from schema.database import connect_async
from schema.errors import CatalogueError
from schema.settings import Settings
from schema.wire import CatalogueIs, decode_log
from stream.sample.seed import SHIPPED
from tests.integration.alerts_rig import build, rows, tear_down

CATALOGUE = load_file(SHIPPED)


@pytest.fixture(scope="module", autouse=True)
def system(settings: Settings) -> Iterator[None]:
    asyncio.run(build(settings))
    yield
    asyncio.run(tear_down(settings))


async def log(settings: Settings) -> dict[int, list[object]]:
    """Every message of the log, by partition."""
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await consumer.start()
    try:
        places = [TopicPartition(settings.names.reports, n) for n in range(settings.partitions)]
        consumer.assign(places)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(places)
        found: dict[int, list[object]] = {place.partition: [] for place in places}
        while any(len(found[place.partition]) < ends[place] for place in places):
            for place, records in (await consumer.getmany(timeout_ms=1_000)).items():
                found[place.partition] += [decode_log(record.value) for record in records]
        return found
    finally:
        await consumer.stop()


async def test_a_file_becomes_version_1_in_force_in_every_partition(settings: Settings) -> None:
    stored = await catalogue_store.load(settings, CATALOGUE)
    assert (stored.version, stored.new) == (1, True)
    assert all(said == [CatalogueIs(version=1)] for said in (await log(settings)).values())
    async with await connect_async(settings) as connection:
        assert await catalogue_store.read(connection) == (1, CATALOGUE)


async def test_units_stand_in_sql_with_their_paths_and_names(settings: Settings) -> None:
    kinds = rows(settings, "select kind, count(*) from unit group by 1 order by 2 desc limit 3")
    assert kinds == [("commune", 3321), ("central_body", 48), ("province", 34)]
    [(path, top)] = rows(settings, "select path, top from unit where code = 'vn.15.04465'")
    assert (path, top) == (["vn", "vn.15", "vn.15.04465"], "vn.15")
    names = rows(settings, "select short_vi from unit where kind = 'province' order by sort_key")
    assert [name for (name,) in names][:6] == [
        "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng",
    ]  # fmt: skip


async def test_the_same_content_again_is_announced_again_and_is_no_new_version(
    settings: Settings,
) -> None:
    stored = await catalogue_store.load(settings, CATALOGUE)
    assert (stored.version, stored.new) == (1, False)
    assert all(len(said) == 2 for said in (await log(settings)).values())


async def test_a_change_is_the_next_version_and_the_old_one_stays(settings: Settings) -> None:
    changed = replace(CATALOGUE, name_en="Another")
    assert (await catalogue_store.load(settings, changed)).version == 2
    async with await connect_async(settings) as connection:
        assert await catalogue_store.read(connection, 1) == (1, CATALOGUE)
        assert await catalogue_store.read(connection) == (2, changed)
        assert await catalogue_store.read(connection, 9) is None


async def test_an_older_version_never_comes_back(settings: Settings) -> None:
    with pytest.raises(CatalogueError, match="that of version 1"):
        await catalogue_store.load(settings, CATALOGUE)


def test_the_command_line_shows_what_would_change(settings: Settings, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["diff", str(SHIPPED)])
    assert result.exit_code == 0, result.output
    assert 'name_en: "Another" → "Resolution 57 (sample data)"' in result.output
    assert "1 differences from version 2" in result.output
