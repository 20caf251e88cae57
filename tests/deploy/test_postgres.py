from pathlib import Path

import pytest

from deploy import postgres
from deploy.ports import Ports
from deploy.postgres import Postgres
from tests.deploy.fakes import places, silent


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Postgres:
    """One whose cluster is there and whose system user is ourselves."""
    at = places(tmp_path)
    at.engine("postgres").mkdir()
    (at.engine("postgres") / "PG_VERSION").write_text("18\n")
    monkeypatch.setattr(postgres, "system_user", lambda: "")
    return Postgres(at, Ports(at.ports_file))


async def test_it_listens_on_loopback_only_and_in_utc(engine: Postgres) -> None:
    await engine.prepare(silent()[0])
    words = engine.command().argv
    assert {"listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"} <= set(words)
    assert {"synchronous_commit=on", "max_connections=200", "shared_buffers=256MB"} <= set(words)


async def test_the_password_is_long_private_and_kept(engine: Postgres) -> None:
    await engine.prepare(silent()[0])
    file = engine.places.data / "postgres-password"
    first = engine.address()
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(file.read_text().strip()) >= 32
    assert file.read_text().strip() in first
    assert engine.address() == first


async def test_a_server_that_is_not_there_does_not_answer(engine: Postgres) -> None:
    await engine.prepare(silent()[0])
    assert not await engine.answers()
