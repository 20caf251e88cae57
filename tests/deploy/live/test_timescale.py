"""TimescaleDB for real, as `make run TIMESCALE=1` has it: Debian's, and gone when told."""

import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pytest

from deploy.child import left_over
from tests.conftest import addresses, end_services, start_services
from tests.timescale import NOT_WANTED, OURS, do_without, reason_against

pytestmark = pytest.mark.timeout(600)  # the first on a machine makes the tree
START_WITHIN, HEAL_WITHIN = 25.0, 30.0  # seconds, once the tree is made


@dataclass
class Instance:
    """`python -m deploy services` with TimescaleDB alone, in one data directory."""

    data: Path
    url: str = ""
    processes: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def start(self) -> None:
        with (self.data / "said.log").open("ab") as said:
            self.processes.append(start_services(self.data, said.fileno(), **OURS, **NOT_WANTED))
        self.url = addresses(self.processes[-1], self.data / "said.log")["DATABASE_URL"]

    def end(self, number: signal.Signals) -> int:
        end_services(self.processes[-1], number)
        return self.processes[-1].returncode

    @property
    def server(self) -> psutil.Process:
        """The server's process, by its pid file."""
        found = left_over(self.data / "run" / "timescale.pid")
        assert found is not None, "expected a running server"
        return found


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    if reason := reason_against():
        do_without(reason)
    made = Instance(tmp_path_factory.mktemp("timescale"))
    made.start()
    yield made
    if made.processes[-1].poll() is None:
        made.end(signal.SIGTERM)


def ask(instance: Instance, query: str) -> object:
    with psycopg.connect(instance.url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row and row[0]


def test_it_is_the_real_one_and_calls_nobody(instance: Instance) -> None:
    assert str(ask(instance, "select version()")).startswith("PostgreSQL 17")
    available = "select count(*) from pg_available_extensions where name = 'timescaledb'"
    assert ask(instance, available) == 1
    assert ask(instance, "show shared_preload_libraries") == "timescaledb"
    assert ask(instance, "show timescaledb.telemetry_level") == "off"
    assert ask(instance, "show listen_addresses") == "127.0.0.1"


def test_it_is_an_ordinary_user_who_sees_none_of_our_files(instance: Instance) -> None:
    assert instance.server.username() != "root"
    assert instance.server.name() == "postgres"
    assert ask(instance, f"select pg_stat_file('{instance.data}/postgres-password', true)") is None
    assert ask(instance, "select pg_stat_file('/srv/nhip/cluster/PG_VERSION')") is not None


def test_killed_it_comes_back_with_what_it_had(instance: Instance) -> None:
    with psycopg.connect(instance.url, autocommit=True) as connection:
        connection.execute("create table kept as select 42 as answer")
    old = instance.server
    old.kill()
    psutil.wait_procs([old], HEAL_WITHIN)
    assert _answer(instance) == 42


def test_killed_alone_its_keeper_takes_it_along(instance: Instance) -> None:
    server = instance.server
    instance.end(signal.SIGKILL)
    _, alive = psutil.wait_procs([server], HEAL_WITHIN)
    assert not alive
    begun = time.monotonic()
    instance.start()
    assert time.monotonic() - begun < START_WITHIN
    assert _answer(instance) == 42


def test_a_clean_stop_leaves_no_process_and_no_mount(instance: Instance) -> None:
    server = instance.server
    assert instance.end(signal.SIGTERM) == 0
    assert not server.is_running()
    assert not list((instance.data / "run").iterdir())
    assert str(instance.data) not in Path("/proc/self/mounts").read_text()


def _answer(instance: Instance) -> object:
    """What the table holds, as soon as the server is back."""
    end = time.monotonic() + HEAL_WITHIN
    while True:
        try:
            return ask(instance, "select answer from kept")
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
