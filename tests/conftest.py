"""Shared by all tests: a clean environment, and one set of real engines for a whole run.

A test that wants the engines asks for `services` (their addresses), for `prefix` (a name of its
own on them, one a module) or for `settings` (both, as the code under test reads them). A module
marked `storage` runs twice: on plain PostgreSQL and on a real TimescaleDB.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as examples

from deploy.child import TETHER
from deploy.places import REPO
from schema.settings import Settings

ADDRESSES = ("KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL", "REDIS_URL")
KEPT = (
    "NHIP_CACHE_DIR",  # downloads are the same for every run
    "NHIP_FAULTS_DURATION",
    "NHIP_FAULTS_ONLY",
    "NHIP_FAULTS_SEED",
    "NHIP_TEST_TIMESCALE",
    "NHIP_TEST_TIMESCALE_URL",
)

# What the caller's shell says must not reach the code under test; given engines are kept aside.
GIVEN = {name: os.environ.pop(name) for name in ADDRESSES if os.environ.get(name)}
for _name in [name for name in os.environ if name.startswith("NHIP_") and name not in KEPT]:
    del os.environ[_name]
os.environ.pop("PORT", None)

# A busy machine is no fault of the code: no deadlines. HYPOTHESIS_PROFILE=thorough looks longer.
examples.register_profile(
    "quick", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
examples.register_profile(
    "thorough", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow]
)
# The first example that fails will do where nobody reads it: `make mutants`.
examples.register_profile(
    "first", examples.get_profile("quick"), phases=(Phase.explicit, Phase.generate)
)
examples.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "quick")

OWN = pytest.StashKey[Path]()
"""The folder of this run, unless one was given."""
DATABASES = ("postgresql", "timescaledb")
SUITES = {
    "integration": "integration",
    "acceptance": "acceptance",
    "faults": "acceptance",
    "live": "integration",
}


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """A folder of its own for each run: pytest's common one is closed to others at every start.

    As root, PostgreSQL runs as another user; a second run beside this one would lock it out.
    """
    if config.option.basetemp is None:
        config.stash[OWN] = Path(tempfile.mkdtemp(prefix="nhip-tests-"))
        config.option.basetemp = config.stash[OWN] / "run"


def pytest_terminal_summary(exitstatus: int, config: pytest.Config) -> None:
    """What a failed run has written stays, for who looks for the reason."""
    folder = config.stash.get(OWN, None)
    if folder and exitstatus:
        config.get_terminal_writer().line(f"what this run has written: {folder}")
        del config.stash[OWN]


def pytest_unconfigure(config: pytest.Config) -> None:
    """What a good run has written goes."""
    if folder := config.stash.get(OWN, None):
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lies in a suite's folder carries the suite's marker."""
    for item in items:
        if "timescaledb" in item.nodeid.partition("[")[2]:  # whichever runs first makes the server
            item.add_marker(pytest.mark.timeout(600))
        for folder in item.path.relative_to(REPO).parts:
            if folder in SUITES:
                item.add_marker(SUITES[folder])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Storage tests run on every kind of database."""
    if metafunc.definition.get_closest_marker("storage") and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", DATABASES, indirect=True, scope="module")


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of Kafka, PostgreSQL and Valkey: the given ones, else embedded ones of this run."""
    if len(GIVEN) == len(ADDRESSES):
        yield dict(GIVEN)
        return
    data = tmp_path_factory.mktemp("engines")
    with (data / "services.log").open("wb") as said:
        process = start_services(data, said.fileno())
        try:
            yield addresses(process, data / "services.log")
        finally:
            end_services(process, signal.SIGTERM)


@pytest.fixture(scope="session")
def timescaledb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real TimescaleDB; tests are left out, saying so, where there is none."""
    from tests.timescale import database

    with database(tmp_path_factory.mktemp("timescale")) as url:
        yield url


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest, services: dict[str, str]) -> str:
    """The address of the database under test."""
    if getattr(request, "param", "postgresql") == "timescaledb":
        return str(request.getfixturevalue("timescaledb"))
    return services["DATABASE_URL"]


@pytest.fixture(scope="module")
def prefix(request: pytest.FixtureRequest, database: str) -> str:
    """A prefix for topics, groups, SQL schemas and Redis keys that no other module has."""
    module = request.path.stem.removeprefix("test_")[:14]
    return f"t{secrets.token_hex(3)}_{module}_"


@pytest.fixture(scope="module")
def environ(
    services: dict[str, str],
    database: str,
    prefix: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """The environment of a process under test: engines, prefix and a data directory of its own.

    No canary, so that the log holds what the test wrote; `tests.integration.test_canary` has one.
    """
    data = tmp_path_factory.mktemp(prefix)
    engines = {**services, "DATABASE_URL": database}
    own = {"NHIP_PREFIX": prefix, "NHIP_DATA_DIR": str(data), "NHIP_CANARY_S": "0"}
    return {**os.environ, **engines, **own}


@pytest.fixture(scope="module")
def settings(environ: dict[str, str]) -> Iterator[Settings]:
    """`environ` as the code under test reads it; in force for the module."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environ.items():
            patch.setenv(name, value)
        yield Settings.from_environ()


def start_services(data: Path, said: int, **environ: str) -> "subprocess.Popen[str]":
    """`python -m deploy services` in `data`; it ends with this process, however that ends."""
    tether = (sys.executable, "-I", "-S", str(TETHER), str(int(signal.SIGTERM)), str(os.getpid()))
    return subprocess.Popen(
        (*tether, "", sys.executable, "-m", "deploy", "services"),
        cwd=REPO,
        env={**os.environ, **GIVEN, **environ, "NHIP_DATA_DIR": str(data)},
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
    )


def end_services(process: "subprocess.Popen[str]", number: signal.Signals) -> None:
    """Send the signal and wait for the end."""
    process.send_signal(number)
    process.wait(60)
    if process.stdout is not None:
        process.stdout.close()


def addresses(process: "subprocess.Popen[str]", log: Path) -> dict[str, str]:
    """Read KEY=VALUE lines until all are there: they come when the engines answer."""
    assert process.stdout is not None
    found: dict[str, str] = {}
    while len(found) < len(ADDRESSES):
        line = process.stdout.readline()
        if not line:
            pytest.exit(f"the engines did not start:\n{log.read_text()}", returncode=3)
        name, _, value = line.strip().partition("=")
        found[name] = value
    return found
