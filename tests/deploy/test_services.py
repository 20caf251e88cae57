import asyncio
import io
from pathlib import Path

import pytest

from deploy import services
from deploy.errors import AlreadyRunning, CannotStart
from deploy.kafka import Kafka
from deploy.places import Places
from deploy.ports import Ports
from deploy.postgres import Postgres
from deploy.service import Given
from deploy.services import alone, as_lines, chosen, running, serve
from deploy.timescale import Timescale
from tests.deploy.fakes import FakeEngine, places, silent


class Fake(FakeEngine):
    def __init__(self, at: Places, ports: Ports) -> None:
        super().__init__(at)


class Broken(Fake):
    name = "broken"
    variable = "BROKEN_URL"

    async def prepare(self, progress: object) -> None:
        raise CannotStart("broken: nothing to start")


def test_a_given_address_replaces_its_engine(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "postgresql://there/nhip", "REDIS_URL": "redis://there"}
    kafka, postgres, valkey = chosen(environ, places(tmp_path))
    assert isinstance(kafka, Kafka)
    assert isinstance(postgres, Given) and isinstance(valkey, Given)


@pytest.mark.parametrize(("given", "engine"), [("", Postgres), ("0", Postgres), ("1", Timescale)])
def test_timescale_stands_in_for_postgres(given: str, engine: type, tmp_path: Path) -> None:
    _, database, _ = chosen({"NHIP_TIMESCALE": given}, places(tmp_path))
    assert type(database) is engine


def test_a_given_database_wins_over_timescale(tmp_path: Path) -> None:
    environ = {"NHIP_TIMESCALE": "1", "DATABASE_URL": "postgresql://there/nhip"}
    assert isinstance(chosen(environ, places(tmp_path))[1], Given)


@pytest.mark.parametrize(("given", "began"), [("1", "postgres"), ("", "timescale")])
def test_a_data_directory_keeps_the_database_it_began_with(
    given: str, began: str, tmp_path: Path
) -> None:
    at, environ = places(tmp_path), {"NHIP_TIMESCALE": given}
    at.engine(began).mkdir()
    with pytest.raises(CannotStart, match=rf"it began with \({began}\).* make reset"):
        chosen(environ, at)
    assert isinstance(chosen(environ | {"DATABASE_URL": "postgresql://there"}, at)[1], Given)


async def test_addresses_are_printed_and_written_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "ENGINES", (Fake,))
    at, (progress, said), out = places(tmp_path), silent(), io.StringIO()
    task = asyncio.create_task(serve({}, at, progress, out))
    await said.until(lambda told: "ready" in told)
    assert out.getvalue() == at.services_env.read_text() == "FAKE_URL=fake://here\n"
    assert at.services_env.stat().st_mode & 0o777 == 0o600
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not at.services_env.exists()
    assert not list(at.run_dir.iterdir())


async def test_one_that_cannot_start_stops_the_others_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "ENGINES", (Fake, Broken))
    at, (progress, _) = places(tmp_path), silent()
    with pytest.raises(CannotStart, match="broken: nothing to start"):
        async with running({}, at, progress):
            raise AssertionError("not reached")
    assert not list(at.run_dir.iterdir())


def test_a_data_directory_has_one_owner(tmp_path: Path) -> None:
    at = places(tmp_path)
    with alone(at), pytest.raises(AlreadyRunning, match=r"process \d+ that runs there"), alone(at):
        raise AssertionError("not reached")
    with alone(at):
        pass


def test_lines_are_for_a_shell() -> None:
    assert as_lines({"A": "1", "B": "2"}) == "A=1\nB=2\n"
