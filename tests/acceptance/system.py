"""A whole system for a test: seeded, every role running under `up`, an API key at hand."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import psycopg
from msgspec import Struct

from deploy.places import REPO
from schema.database import Row, connect
from schema.settings import Settings

START_S = 120.0
SETTLE_S = 20.0
POLL_S = 0.05
HTTP = httpx2.Client(timeout=15, trust_env=False)
PAUSE = threading.Event()
"""Never set: what another process does can only be asked for, at intervals and until a deadline."""
T = TypeVar("T")
ENDS = (
    b"select partition, greatest(next_offset, ends[partition + 1]) "
    b"from position, sample_history order by partition"
)


class System(Struct, frozen=True, kw_only=True):
    """Where the running system is."""

    base: str
    key: str
    settings: Settings
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str) -> dict[str, Any]:
        """The JSON at an address."""
        answer = HTTP.get(self.base + path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        found: dict[str, Any] = answer.json()
        return found

    def post(self, body: Any) -> httpx2.Response:
        """Submit reports with the demo key, again while the system asks to wait."""
        deadline = time.monotonic() + SETTLE_S
        while True:
            try:
                answer = HTTP.post(
                    self.base + "/api/reports",
                    json=body,
                    headers={"authorization": f"Bearer {self.key}"},
                )
                if answer.status_code not in (429, 503) or time.monotonic() > deadline:
                    return answer
            except httpx2.TransportError:
                if time.monotonic() > deadline:
                    raise
            PAUSE.wait(POLL_S)

    def receipt(self, link: str) -> dict[str, Any]:
        """The receipt, once nothing of it is queued any more."""
        return until(
            lambda: self.get(link),
            lambda found: found["state"] != "queued",
            "the receipt to be settled",
        )

    def sql(self, query: bytes, *values: object) -> list[Row]:
        """Rows of a query on the system's own schema."""
        with connect(self.settings) as connection:
            return connection.execute(query, values).fetchall()

    def pids(self) -> dict[str, int]:
        """The process of each role, by heartbeat."""
        rows = self.sql(b"select distinct on (role) role, pid from process order by role, at desc")
        return {str(role): int(pid) for role, pid in rows}


def until(
    ask: Callable[[], T], holds: Callable[[T], bool], what: str, within: float = SETTLE_S
) -> T:
    """Ask until it holds; a failure says what was expected and what came last."""
    deadline = time.monotonic() + within
    found: object = None
    while time.monotonic() < deadline:
        try:
            answer = ask()
        except (AssertionError, httpx2.TransportError, psycopg.OperationalError) as error:
            found = error
        else:
            if holds(answer):
                return answer
            found = answer
        PAUSE.wait(POLL_S)
    raise AssertionError(f"expected {what} within {within} s; got last: {found}")


@contextmanager
def running(environ: Mapping[str, str], data: Path, country: str) -> Iterator[System]:
    """A seeded system without feed and canary: nothing moves but what the test does.

    Country "none": a system of which nothing is known, as a standby is born.
    """
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    own = {"NHIP_DATA_DIR": str(data), "PORT": str(port), "NHIP_COUNTRY": country}
    full = {"NHIP_CANARY_S": "0", **environ, **own}
    for command in (("schema", "migrate"), ("stream.sample", "seed")):
        subprocess.run(
            [sys.executable, "-m", *command], cwd=REPO, env=full, check=True, timeout=START_S
        )
    log = data / "up.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy", "up"],
            cwd=REPO,
            env={**full, "NHIP_COUNTRY": "none"},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        system = System(
            base=f"http://127.0.0.1:{port}",
            key=(data / "demo-key").read_text().strip(),
            settings=_settings(full),
            process=process,
            log=log,
        )
        _ready(system)
        if country != "none":
            _told(system)
        yield system
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _ready(system: System) -> None:
    until(lambda: system.get("/readyz"), lambda found: bool(found["ok"]), "readiness", START_S)


def _told(system: System) -> None:
    until(
        lambda: (system.get("/boards/vn.json")["positions"], _ends(system)),
        lambda found: found[0] == found[1],
        "the whole seeded history on the board",
        START_S,
    )


def _ends(system: System) -> dict[str, int]:
    """Per partition, the offset after the last message the seeder wrote, or what came since."""
    rows = system.sql(ENDS)
    assert rows, "expected the seeded job in SQL, found none"
    return {str(partition): int(end) for partition, end in rows}


def _settings(environ: Mapping[str, str]) -> Settings:
    kept = dict(os.environ)
    os.environ.update(environ)
    try:
        return Settings.from_environ()
    finally:
        os.environ.clear()
        os.environ.update(kept)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
