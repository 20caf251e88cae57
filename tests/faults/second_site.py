"""Two sites on one machine, each with its own engines; the second is born the first's standby."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from deploy.places import REPO
from tests.acceptance.hostile import ends
from tests.acceptance.system import System, running, until
from tests.faults.engines import Engines

FOLLOWED_S = 90.0
POSITIONS = b"select partition, next_offset from position"
MIRROR = b"select ready, detail ->> 'duty', detail ->> 'lag' from process where role = 'mirror'"


class Sites(Struct, frozen=True):
    """Both, running."""

    first: System
    second: System
    engines: Engines
    """Of the first."""
    environ: dict[str, str]
    """Of the second."""

    def lose_the_first(self) -> None:
        """Its engines, their disks and its roles, at once."""
        self.engines.lose()
        os.killpg(self.first.process.pid, signal.SIGKILL)
        self.first.process.wait(10)

    def promote(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`python -m stream promote` at the second site."""
        command = [sys.executable, "-m", "stream", "promote", *words]
        return subprocess.run(
            command, cwd=REPO, env=self.environ, capture_output=True, text=True, timeout=60
        )


@contextmanager
def two_sites(folder: Path) -> Iterator[Sites]:
    """The first seeded and promising only what the second has; the second has caught up."""
    with ExitStack() as held:
        engines = [Engines(folder / name, own_disk=False) for name in ("one", "two")]
        for one in engines:
            one.folder.mkdir(parents=True)
            held.enter_context(one.running(folder / f"{one.folder.name}.log"))
        given = {**os.environ, **engines[0].addresses, "NHIP_MIRROR": "required"}
        first = held.enter_context(running(given, folder / "first", "S"))
        environ = {
            **os.environ,
            **engines[1].addresses,
            "NHIP_FIRST_KAFKA": engines[0].addresses["KAFKA_BOOTSTRAP_SERVERS"],
            "NHIP_FIRST_DATABASE_URL": engines[0].addresses["DATABASE_URL"],
            "NHIP_FIRST_URL": first.base,
        }
        second = held.enter_context(running(environ, folder / "second", "none"))
        second = replace(second, key=first.key)  # keys are those of the first site
        full = {**environ, "NHIP_DATA_DIR": str(folder / "second")}
        sites = Sites(first, second, engines[0], full)
        caught_up(second, ends(first.settings))
        yield sites


def caught_up(system: System, at_least: dict[int, int]) -> None:
    """Return when all of the log is folded and on the boards."""
    until(
        lambda: (dict(system.sql(POSITIONS)), ends(system.settings)),
        lambda found: (
            found[0] == found[1] and all(found[1][one] >= end for one, end in at_least.items())
        ),
        f"all folded, at least up to {at_least}",
        FOLLOWED_S,
    )
    until(
        lambda: (system.get("/boards/vn.json")["positions"], system.sql(POSITIONS)),
        lambda found: found[0] == {str(partition): at for partition, at in found[1]},
        "all published",
        FOLLOWED_S,
    )
