"""`python -m schema migrate` on real engines: repeated, raced, contradicted."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiokafka.admin import AIOKafkaAdminClient

from deploy.places import REPO
from schema.database import connect, identifier
from schema.demo_key import ensure
from schema.editions import detect
from schema.migrate import migrate, steps
from schema.settings import Settings
from schema.tables import TARGETS, tables
from tests.integration.roll_rig import rows

pytestmark = pytest.mark.storage

PATIENCE_S = 60


@pytest.fixture
async def fresh(settings: Settings) -> AsyncIterator[Settings]:
    """A name on the engines under which there is nothing, neither before nor after."""
    yield settings
    names = settings.names
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        for schema in (names.build_sql(1), names.sql):
            statement = psycopg.sql.SQL("drop schema if exists {} cascade")
            connection.execute(statement.format(identifier(schema)))
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_topics([names.reports, names.standings])
    finally:
        await admin.close()


async def start(environ: Mapping[str, str], **more: str) -> asyncio.subprocess.Process:
    """The command, running."""
    pipe = asyncio.subprocess.PIPE
    words = (sys.executable, "-m", "schema", "migrate")
    return await asyncio.create_subprocess_exec(
        *words, cwd=REPO, env={**environ, **more}, stdout=pipe, stderr=pipe
    )


async def end(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    """Its exit code and what it said."""
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    return process.returncode or 0, out.decode(), err.decode()


async def run(environ: Mapping[str, str], **more: str) -> tuple[int, str, str]:
    """The command, done."""
    return await end(await start(environ, **more))


async def partitions(settings: Settings) -> dict[str, int]:
    """How many partitions each of our topics has."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    await admin.start()
    try:
        ours = [settings.names.reports, settings.names.standings]
        return {one["topic"]: len(one["partitions"]) for one in await admin.describe_topics(ours)}
    finally:
        await admin.close()


def made(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a migration makes, as the database tells it."""
    ours = f"('{settings.names.sql}', '{settings.names.build_sql(1)}')"
    return {
        "ledger": rows(settings, "select * from migration order by target, number"),
        "columns": rows(
            settings,
            "select table_schema, table_name, column_name, data_type, column_default "
            f"from information_schema.columns where table_schema in {ours} order by 1, 2, 3",
        ),
        "views": rows(
            settings,
            f"select viewname, definition from pg_views where schemaname in {ours} order by 1",
        ),
        "indexes": rows(
            settings,
            f"select indexname, indexdef from pg_indexes where schemaname in {ours} order by 1",
        ),
        "build": rows(settings, "select * from build"),
        "installation": rows(settings, "select * from installation"),
        "positions": rows(settings, "select * from position order by partition"),
    }


async def test_the_first_time_makes_everything(fresh: Settings, environ: dict[str, str]) -> None:
    code, said, wrong = await run(environ)
    assert (code, wrong) == (0, "")
    names = fresh.names
    assert f"{names.sql}: 0001_installation.sql" in said
    assert f"{names.build_sql(1)}: 0001_fold.sql" in said
    with connect(fresh) as connection:
        assert f"database: {detect(connection).name}" in said
    applied = rows(fresh, "select target, number from migration")
    wanted = {"core": names.sql, "build": names.build_sql(1)}
    assert {pair for pair in applied if "+" not in pair[0]} == {
        (wanted[target], step.number) for target in wanted for step in steps(target)
    }
    assert await partitions(fresh) == {names.reports: 8, names.standings: 8}
    assert rows(fresh, "select count(*), min(next_offset) from position") == [(8, 0)]


async def test_again_changes_nothing(fresh: Settings, environ: dict[str, str]) -> None:
    assert (await run(environ))[0] == 0
    before = made(fresh)
    code, said, _ = await run(environ)
    assert code == 0 and ".sql" not in said
    assert made(fresh) == before


async def test_two_at_once_make_it_once(fresh: Settings, environ: dict[str, str]) -> None:
    both = [await start(environ) for _ in range(2)]
    ended = [await end(process) for process in both]
    assert [(code, wrong) for code, _, wrong in ended] == [(0, ""), (0, "")]
    said = "\n".join(out for _, out, _ in ended)
    assert said.count(f"{fresh.names.sql}: 0001_installation.sql") == 1
    assert await partitions(fresh) == {fresh.names.reports: 8, fresh.names.standings: 8}


async def test_a_demo_key_told_by_many_at_once_is_known_once(
    fresh: Settings, environ: dict[str, str], tmp_path: Path
) -> None:
    assert (await run(environ))[0] == 0
    settings = fresh.model_copy(update={"data_dir": tmp_path})
    ensure(settings)  # writes the file, which threads of one process would do under one name
    for _ in range(20):
        rows(settings, "delete from api_key returning name")
        told = await asyncio.gather(*(asyncio.to_thread(ensure, settings) for _ in range(4)))
        assert set(told) == {tmp_path / "demo-key"}
        assert rows(settings, "select name from api_key") == [("demo",)]


async def test_the_number_of_partitions_is_fixed_at_birth(
    fresh: Settings, environ: dict[str, str]
) -> None:
    assert (await run(environ, NHIP_PARTITIONS="3"))[0] == 0
    assert (await run(environ, NHIP_PARTITIONS="5"))[0] == 0
    assert await partitions(fresh) == {fresh.names.reports: 3, fresh.names.standings: 3}
    assert rows(fresh, "select partitions from installation") == [(3,)]
    assert rows(fresh, "select count(*) from position") == [(3,)]


async def test_a_log_with_another_number_of_partitions_is_refused(
    fresh: Settings, environ: dict[str, str]
) -> None:
    assert (await run(environ))[0] == 0
    change(fresh, "update installation set partitions = 5")
    code, _, wrong = await run(environ)
    assert code == 1
    assert "has 8 partitions, but this system was born with 5" in wrong


async def test_a_database_that_follows_another_cluster_is_refused(
    fresh: Settings, environ: dict[str, str]
) -> None:
    assert (await run(environ))[0] == 0
    change(fresh, "update installation set cluster_id = 'elsewhere'")
    code, _, wrong = await run(environ)
    assert code == 1
    assert "follows the log of Kafka cluster elsewhere" in wrong
    assert "KAFKA_BOOTSTRAP_SERVERS" in wrong and "Traceback" not in wrong


async def test_a_changed_file_is_refused_and_nothing_is_done(
    fresh: Settings, environ: dict[str, str]
) -> None:
    assert (await run(environ))[0] == 0
    change(fresh, "update migration set hash = 'other' where name = '0001_fold.sql'")
    before = made(fresh)
    code, _, wrong = await run(environ)
    assert code == 1
    assert "0001_fold.sql was changed after it had been applied" in wrong
    assert made(fresh) == before


async def test_an_older_version_is_refused(fresh: Settings, environ: dict[str, str]) -> None:
    assert (await run(environ))[0] == 0
    change(
        fresh,
        "insert into migration (target, number, name, hash) "
        "select current_schema(), 9999, '9999_later.sql', 'x'",
    )
    code, _, wrong = await run(environ)
    assert code == 1 and "9999_later.sql" in wrong and "run the newer version" in wrong


async def test_a_step_that_fails_leaves_nothing_of_itself(
    fresh: Settings, environ: dict[str, str]
) -> None:
    assert (await run(environ))[0] == 0
    change(fresh, "delete from migration where name = '0001_fold.sql'")
    before = made(fresh)
    code, _, _ = await run(environ)
    assert code == 1
    assert made(fresh) == before


@pytest.mark.parametrize(
    ("variable", "nowhere", "sentence"),
    [
        ("DATABASE_URL", "postgresql://127.0.0.1:1/x", "the database cannot be used"),
        ("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1", "Kafka cannot be used"),
    ],
)
async def test_an_engine_that_is_away_is_named(
    fresh: Settings, environ: dict[str, str], variable: str, nowhere: str, sentence: str
) -> None:
    code, _, wrong = await run(environ, **{variable: nowhere})
    assert code == 1
    assert f"error: {sentence}" in wrong and f"is {variable} right?" in wrong
    assert "Traceback" not in wrong


async def test_the_page_of_tables_is_what_the_database_has(fresh: Settings) -> None:
    migrate(fresh, lambda line: None)
    schemas = {"core": fresh.names.sql, "build": fresh.names.build_sql(1)}
    for target in TARGETS:
        told = {
            (table.name, column.name, position)
            for table in tables(target)
            for position, column in enumerate(table.columns, 1)
        }
        found = rows(
            fresh,
            "select c.table_name, c.column_name, c.ordinal_position "
            "from information_schema.columns c join information_schema.tables t "
            "using (table_schema, table_name) where t.table_type = 'BASE TABLE' "
            f"and table_schema = '{schemas[target]}' and table_name <> 'migration'",
        )
        assert set(found) == told


async def test_every_table_of_the_build_has_its_view(fresh: Settings) -> None:
    migrate(fresh, lambda line: None)
    home = fresh.names.sql
    views = rows(fresh, f"select viewname from pg_views where schemaname = '{home}'")
    assert {name for (name,) in views} == {table.name for table in tables("build")}


def change(settings: Settings, statement: str) -> None:
    """Change the database behind the command's back."""
    with connect(settings) as connection:
        connection.execute(statement.encode())
