"""What only the Community edition has: asked of whatever edition is there, in its own words."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from schema import migrate
from schema.database import connect
from schema.editions import Edition, detect
from schema.migrate import steps
from schema.settings import Settings
from tests.integration.roll_rig import build, rows, tear_down

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def database(timescaledb: str) -> str:
    """These tests are about TimescaleDB alone."""
    return timescaledb


@pytest.fixture(scope="module")
def system(settings: Settings) -> Iterator[Settings]:
    """A migrated system."""
    build(settings)
    yield settings
    tear_down(settings)


@pytest.fixture
def edition(system: Settings) -> Edition:
    with connect(system) as connection:
        return detect(connection, system.names)


def test_every_statement_is_one_that_only_the_licence_refuses(
    system: Settings, edition: Edition
) -> None:
    """On Apache: names and types of arguments are right, or another error came first."""
    if edition.name != "TimescaleDB Apache":
        pytest.skip(f"{edition.name} takes them; see the next test")
    (step,) = steps("community")
    statements = [text for text in step.text.split(";") if text.strip()]
    for statement in statements:
        with (
            connect(system, build=1) as connection,
            pytest.raises(psycopg.errors.FeatureNotSupported, match="license"),
        ):
            connection.execute("set search_path to " + _path(system))
            connection.execute(statement.encode())
    assert len(statements) == 5


def test_what_is_in_use_is_what_is_told(system: Settings, edition: Edition) -> None:
    applied = rows(system, "select name from migration where target like '%%+community'")
    policies = rows(
        system,
        "select proc_name from timescaledb_information.jobs"
        " where hypertable_schema = current_schema() order by 1",
    )
    if edition.name == "TimescaleDB Apache":
        assert (applied, policies, edition.columnstore) == ([], [], False)
    else:
        assert [name for (name,) in applied] == [step.name for step in steps("community")]
        assert edition.columnstore and ("policy_retention",) in policies


def test_a_server_that_calls_itself_community_and_refuses_goes_without(
    system: Settings, edition: Edition
) -> None:
    if edition.columnstore:
        pytest.skip("this server does not refuse")
    said: list[str] = []
    names = system.names
    with connect(system) as connection:
        migrate._columns(connection, names.build_sql(1), names.sql, said.append)
        assert connection.execute("select count(*) from migration").fetchone() is not None
    assert "histories stay rows and are never dropped" in said[-1]
    assert rows(system, "select count(*) from kpi_history") == [(0,)]


def test_a_database_that_began_without_is_cut_into_chunks_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = settings.model_copy(update={"prefix": f"later_{settings.prefix}"})
    with monkeypatch.context() as patch:
        patch.setattr(
            migrate,
            "detect",
            lambda connection, names=None: Edition(name="PostgreSQL", server="17"),
        )
        build(other)
    chunks = (
        "select count(*) from timescaledb_information.chunks"
        " where hypertable_schema = current_schema()"
    )
    kept = "select scope, at, counts from kpi_history order by at"
    try:
        with connect(other, build=1) as connection:
            connection.execute(
                "insert into kpi_history select 's', '', at, 1, array[1]"
                " from generate_series(now() - interval '100 days', now(), interval '1 day') at"
            )
        before = rows(other, kept)
        assert (rows(other, chunks), len(before)) == ([(0,)], 101)
        migrate.migrate(other, lambda line: None)
        assert rows(other, kept) == before
        assert rows(other, chunks)[0][0] >= 4
    finally:
        tear_down(other)


def _path(system: Settings) -> str:
    return f"{system.names.build_sql(1)}, {system.names.sql}, public"
