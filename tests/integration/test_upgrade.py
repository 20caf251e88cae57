"""What an earlier version wrote opens in this one: its tables, its rows, its log.

``data/first-light.json.gz`` is what the last version before tiers, forecasts and data quality left
behind: the names of its migrations (their files never change), every row that its fold and its roll
wrote, and the log they were made from.
"""

from __future__ import annotations

import gzip
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from msgspec import Struct

from schema import migrate as migration
from schema import topics
from schema.database import connect
from schema.kpi import decode
from schema.migrate import migrate
from schema.queries import load
from schema.settings import Settings
from schema.states import PARTITION
from schema.topics import make_topics
from tests.builders import progress, report
from tests.integration import roll_rig
from tests.integration.fold_rig import (
    Process,
    log,
    positions,
    rows,
    tear_down,
    until_folded,
)
from tests.integration.fold_truth import Truth, both

pytestmark = pytest.mark.storage

WRITTEN = Path(__file__).parent / "data" / "first-light.json.gz"


class Table(Struct, frozen=True):
    """The rows of a table as COPY writes them."""

    columns: list[str]
    rows: str


class Release(Struct, frozen=True):
    """What a version left behind."""

    release: str
    steps: dict[str, list[str]]
    tables: dict[str, Table]
    log: dict[int, list[str | None]]


@pytest.fixture(scope="module")
def earlier() -> Release:
    return msgspec.json.decode(gzip.decompress(WRITTEN.read_bytes()), type=Release, strict=False)


@pytest.fixture
async def system(
    settings: Settings, earlier: Release, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Settings]:
    """A system as that version left it: its schema, its rows, its log."""
    own = settings.model_copy(update={"prefix": f"t{secrets.token_hex(4)}_"})
    with monkeypatch.context() as patch:
        patch.setattr(migration, "steps", _only(earlier))
        patch.setattr(topics, "found", _founded)
        migrate(own, lambda line: None)
        await make_topics(own)
    try:
        _fill(own, earlier)
        await _write(own, earlier)
        yield own
    finally:
        await tear_down(own)


async def test_its_rows_are_kept_and_its_tables_are_brought_to_this_version(
    system: Settings, earlier: Release
) -> None:
    said: list[str] = []
    before = _kept(system, earlier)
    migrate(system, said.append)
    assert _kept(system, earlier) == before
    added = {line.rpartition(" ")[2] for line in said}
    assert "0050_strategic.sql" in added and not added & set(earlier.steps["build"])
    migrate(system, said.append)
    applied = [line for line in said if line.endswith(".sql")]
    assert len(applied) == len(set(applied)), "once is enough"


async def test_its_log_goes_on_being_folded_as_if_it_had_always_been_this_version(
    system: Settings, earlier: Release, tmp_path: Path
) -> None:
    migrate(system, lambda line: None)
    await make_topics(system)
    (task,) = rows(system, "select code, lead from task where state = 'overdue' order by 1 limit 1")
    worker = Process(system, tmp_path / "fold.log")
    try:
        await worker.start()
        async with log(system) as written:
            said = progress(0.9, subject=task[0])
            await written.write(report(said, unit=task[1]))
            await until_folded(system, written.ends)
        assert await worker.stop() == 0, worker.said
    finally:
        await worker.kill()
    assert sum(positions(system).values()) == sum(map(len, earlier.log.values())) + 1
    stored, wanted = await both(system)
    assert _judged(stored) == _judged(wanted)
    assert {code: row[:2] for code, row in stored.tasks.items()} == {
        code: row[:2] for code, row in wanted.tasks.items()
    }
    assert stored.partials == wanted.partials, "measures added since are in every leaf"


async def test_what_it_published_is_read_and_published_on(system: Settings) -> None:
    before = {
        (scope, programme): decode(state)
        for scope, programme, state in rows(
            system, "select scope, programme, state::text from kpi_now"
        )
    }
    (last,) = rows(system, "select day from roll_state")
    closes = rows(system, "select scope, day, counts from kpi_day order by 1, 2")
    migrate(system, lambda line: None)
    async with roll_rig.leading(system):
        after = roll_rig.states(system)
    states = [state.value for state in PARTITION]
    was, now = before["vn", ""].counts, after["vn", ""].counts
    assert {name: now[name] for name in states} == {name: was[name] for name in states}
    assert sum(now[name] for name in states) == 16, "the tasks there were"
    assert after["vn", ""].kpi_version > before["vn", ""].kpi_version
    assert rows(system, "select day from roll_state") >= [last]
    first = "select scope, day, counts from kpi_day where version = 1 and day <= %s order by 1, 2"
    assert rows(system, first, last[0]) == closes, "what a close said is never written again"


def _founded(settings: Settings, cluster: str | None) -> int:
    """As that version noted its birth: it knew no second site."""
    with connect(settings, build=1) as connection:
        born = b"insert into installation (partitions, cluster_id) values (%s, %s)"
        connection.execute(born, (settings.partitions, cluster))
        connection.execute(load("migrate").first_positions, (settings.partitions,))
    return settings.partitions


def _only(earlier: Release) -> Any:
    """The migrations that version had."""
    all_steps = migration.steps

    def known(target: str) -> list[migration.Step]:
        names = earlier.steps.get(target, [])
        return [step for step in all_steps(target) if step.name in names]

    return known


def _fill(system: Settings, earlier: Release) -> None:
    with connect(system, build=1) as connection, connection.transaction():
        for name, table in earlier.tables.items():
            connection.execute(f"delete from {name}".encode())
            columns = ", ".join(table.columns)
            into = f"copy {name} ({columns}) from stdin".encode()
            with connection.cursor() as cursor, cursor.copy(into) as copy:
                copy.write(table.rows)


async def _write(system: Settings, earlier: Release) -> None:
    """The same messages at the same offsets."""
    producer = AIOKafkaProducer(bootstrap_servers=system.kafka_bootstrap_servers, acks="all")
    await producer.start()
    try:
        for number, messages in earlier.log.items():
            for message in messages:
                raw = None if message is None else message.encode()
                await producer.send(system.names.reports, raw, partition=number, key=b"home")
        await producer.flush()
    finally:
        await producer.stop()


def _judged(truth: Truth) -> dict[str, tuple[Any, ...]]:
    """Updates without their marks: what a later version notices, it notices from then on."""
    return {
        identity: (subject, verdict, reason, digest)
        for identity, (subject, verdict, reason, _, digest) in truth.updates.items()
    }


def _kept(system: Settings, earlier: Release) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that were there, in the columns that were there."""
    return {
        name: sorted(rows(system, f"select {', '.join(table.columns)} from {name}"), key=repr)
        for name, table in earlier.tables.items()
    }
