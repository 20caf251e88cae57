"""The system under test: own engines, lines that can be cut, two of each worker, receivers.

`up` keeps one process of each role as it does for a newcomer; beside it run a second fold, a roll
and an alerts that stand by. The lines lead to the database and to Redis; webhooks lead to sinks.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from schema.database import connect
from schema.queries import load
from tests.acceptance.system import System, running, until
from tests.faults.engines import Engines, disk, process_in
from tests.faults.extra import Extra
from tests.faults.line import Line, line_to
from tests.faults.receivers import Receivers

SECOND = ("fold", "roll", "alerts")
ROLES = ("web", "fold", "roll", "alerts")
ALIVE_S = 90.0
HEARD = b"select 1 from process where role = %s and pid = %s"


class Stage:
    """Everything a fault may touch."""

    def __init__(
        self,
        system: System,
        engines: Engines,
        lines: dict[str, Line],
        environ: dict[str, str],
        folder: Path,
    ) -> None:
        self.system = system
        self.engines = engines
        self.lines = lines
        """To the ``database`` and to ``redis``."""
        self.folder = folder
        self.environ = environ
        self.extras = {role: self.extra(role) for role in SECOND}
        self.letters: dict[tuple[int, int], str] = {}
        """Poison written past every door: (partition, offset) to the path of its fault."""
        self.receivers = Receivers()

    def extra(self, role: str, name: str = "second") -> Extra:
        """One more process of a role, not started."""
        return Extra(role, self.environ, self.folder / f"{name}-{role}.log")

    def pid(self, role: str) -> int:
        """The process of a role that `up` keeps, once it is alive."""
        return process_in(self.folder / "system" / "run" / f"{role}.pid")

    @property
    def build(self) -> int:
        """The active build."""
        return int(self.system.sql(b"select build from build where active")[0][0])

    def pids(self) -> dict[str, int]:
        """Every process of ours by name; `up`'s own by role, the others as ``second …``."""
        found = {role: self.pid(role) for role in ROLES}
        return found | {f"second {e.role}": e.pid for e in self.extras.values() if e.alive}

    def whole(self) -> None:
        """Start again whatever of the second line a fault has ended."""
        for extra in self.extras.values():
            extra.start()

    def standing(self) -> None:
        """Everything a fault may take hold of is there again: engines, roles, the second line.

        A probe waits for what a promise needs, and a promise needs neither Redis nor a second.
        """
        self.engines.answering()
        self.whole()
        for role in SECOND:
            self.heard(role)
        for role in ROLES:
            self.pid(role)

    def heard(self, role: str) -> None:
        """Wait until the second process of a role has spoken: before, a signal ends a start."""
        given = (role, self.extras[role].pid)
        until(lambda: self.system.sql(HEARD, *given), bool, f"second {role} to speak", ALIVE_S)

    def end(self) -> None:
        """Stop every process of the product; the engines stay."""
        for extra in self.extras.values():
            extra.stop()
        self.system.process.send_signal(signal.SIGTERM)
        self.system.process.wait(60)

    def hook(self) -> None:
        """Give every lead unit a webhook that ends in one of the sinks."""
        query = load("alerts").add_webhook
        units = self.system.sql(LEADS)
        with connect(self.system.settings) as connection:
            for index, (unit,) in enumerate(units):
                url = self.receivers.urls[index % len(self.receivers.urls)]
                connection.execute(query, (uuid4(), unit, url, self.receivers.secret))


LEADS = b"select distinct lead from task where kind = 'one_off' order by lead limit 60"


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """The whole system on engines of its own, ready; gone afterwards."""
    with ExitStack() as held:
        own_disk = held.enter_context(disk(folder / "engines"))
        engines = Engines(folder / "engines", own_disk=own_disk)
        held.enter_context(engines.running(folder / "services.log"))
        given = dict(engines.addresses)
        lines: dict[str, Line] = {}
        for name, variable in (("database", "DATABASE_URL"), ("redis", "REDIS_URL")):
            given[variable], lines[name] = held.enter_context(line_to(given[variable]))
        environ = {**os.environ, **given}
        system = held.enter_context(running(environ, folder / "system", "S"))
        roles = {**environ, "NHIP_DATA_DIR": str(folder / "system"), "NHIP_COUNTRY": "none"}
        stage = Stage(system, engines, lines, roles, folder)
        held.enter_context(stage.receivers.open())
        stage.hook()
        for extra in stage.extras.values():
            held.callback(extra.stop)
        stage.whole()
        yield stage
