"""A real TimescaleDB for the tests: the one that NHIP_TEST_TIMESCALE_URL names, else Debian's.

`make test` runs the storage tests on it wherever it can be had, and says where it was not;
NHIP_TEST_TIMESCALE=required (as `.ci/run` sets it) lets them fail there instead.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from tests.conftest import addresses, end_services, start_services

OURS = {"NHIP_TIMESCALE": "1", "DATABASE_URL": ""}
NOT_WANTED = {"KAFKA_BOOTSTRAP_SERVERS": "none", "REDIS_URL": "none"}
"""Given, so that `python -m deploy services` starts the database alone."""


def reason_against() -> str | None:
    """Why this machine cannot make one; None: it can."""
    if os.geteuid() != 0:
        return "only root can run Debian's"
    missing = [name for name in ("apt-get", "dpkg-deb", "unshare") if not shutil.which(name)]
    return f"there is no {missing[0]} to make Debian's with" if missing else None


@contextmanager
def database(data: Path) -> Iterator[str]:
    """The address of one while the block runs; skips, or fails where it is required."""
    if given := os.environ.get("NHIP_TEST_TIMESCALE_URL"):
        yield given
        return
    if reason := reason_against():
        do_without(reason)
    with (data / "said.log").open("wb") as said:
        process = start_services(data, said.fileno(), **OURS, **NOT_WANTED)
        try:
            yield _address(process, data / "said.log")
        finally:
            end_services(process, signal.SIGTERM)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    try:
        return addresses(process, log)["DATABASE_URL"]
    except pytest.exit.Exception as error:  # no mirror, say: the other tests go on without
        do_without(str(error))


def do_without(reason: str) -> NoReturn:
    """Leave the test out, saying so."""
    said = f"not run on TimescaleDB: {reason}; NHIP_TEST_TIMESCALE_URL may name a server"
    if os.environ.get("NHIP_TEST_TIMESCALE") == "required":
        pytest.fail(said, pytrace=False)
    pytest.skip(said)
