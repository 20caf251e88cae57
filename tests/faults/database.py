"""PostgreSQL killed, stopped, away; its sessions ended, taken, locked out; its disk full."""

from __future__ import annotations

import random
import signal
import threading
from contextlib import ExitStack, suppress

import psutil
import psycopg

from schema.database import connect
from tests.acceptance.system import PAUSE
from tests.faults.fault import Fault
from tests.faults.stage import Stage

AWAY_S = 15.0
LONG_S = 300.0
TERMINATES = 20
HELD_S = 12.0
LOCKED_S = 14.0  # longer than a fold waits for a lock
MOST = 250
TERMINATE = (
    b"select pg_terminate_backend(pid) from pg_stat_activity "
    b"where application_name <> 'faults' and backend_type = 'client backend'"
)


def kill(stage: Stage) -> None:
    """kill -9 of the postmaster; the keeper starts it again."""
    stage.engines.kill("postgres")


def kill_backend(stage: Stage) -> None:
    """kill -9 of one session's process: the server recovers, and every session ends."""
    server = psutil.Process(stage.engines.pid("postgres"))
    with suppress(psutil.NoSuchProcess):  # its session ended just now
        busy = [one for one in server.children() if "127.0.0.1" in " ".join(one.cmdline())]
        random.choice(busy).send_signal(signal.SIGKILL)


def away(seconds: float, stage: Stage) -> None:
    """Stopped; nobody starts it for a while."""
    with stage.engines.away("postgres"):
        PAUSE.wait(seconds)


def terminate(stage: Stage) -> None:
    """Every session ends, five times a second for some seconds."""
    for _ in range(TERMINATES):
        with suppress(psycopg.OperationalError), _direct(stage) as connection:
            connection.execute(TERMINATE)
        PAUSE.wait(0.2)


def exhaust(stage: Stage) -> None:
    """Those who have a connection are sent away, and somebody takes every one there is."""
    with ExitStack() as held:
        held.enter_context(_direct(stage)).execute(TERMINATE)
        with suppress(psycopg.OperationalError):
            for _ in range(MOST):
                held.enter_context(_direct(stage))
            raise AssertionError(f"expected a refusal before {MOST} connections, got none")
        PAUSE.wait(HELD_S)


def lock(stage: Stage) -> None:
    """Somebody holds what the fold must lock, for longer than it waits."""
    with _direct(stage) as connection, connection.transaction():
        build = stage.system.settings.names.build_sql(stage.build)
        connection.execute(f"lock table {build}.position in access exclusive mode".encode())
        PAUSE.wait(LOCKED_S)


def deadlock(stage: Stage) -> None:
    """Somebody locks positions in the wrong order, again and again; one of two is sent away."""
    one = b"select from position where partition = %s for update"
    settings, build = stage.system.settings, stage.build
    for _ in range(6):
        with suppress(psycopg.OperationalError), connect(settings, build=build) as mine:
            with mine.transaction():
                mine.execute(one, (7,))
                PAUSE.wait(1)
                mine.execute(one, (0,))


def time_out(stage: Stage) -> None:
    """Statements are cancelled at random, as an administrator's time limit does."""
    cancel = TERMINATE.replace(b"pg_terminate_backend", b"pg_cancel_backend")
    stopped = threading.Event()
    with suppress(psycopg.OperationalError), _direct(stage) as connection:
        for _ in range(100):
            connection.execute(cancel)
            stopped.wait(0.05)


def full(stage: Stage) -> None:
    """Not a byte more fits on the disk of all three engines, for a while."""
    with stage.engines.disk_full():
        PAUSE.wait(HELD_S)


def _direct(stage: Stage) -> psycopg.Connection:
    address = stage.engines.addresses["DATABASE_URL"]
    return psycopg.connect(address, autocommit=True, application_name="faults")


FAULTS = (
    Fault("kill postgres", "PostgreSQL kill -9", kill),
    Fault("kill a backend", "PostgreSQL kill -9", kill_backend),
    Fault("postgres away", "PostgreSQL away", lambda stage: away(AWAY_S, stage), AWAY_S + 5),
    Fault("postgres away for 5 min", "PostgreSQL away", lambda stage: away(LONG_S, stage), LONG_S),
    Fault("terminate sessions", "pg_terminate_backend in a loop", terminate, 5),
    Fault("exhaust connections", "max_connections", exhaust, HELD_S + 2),
    Fault("lock positions", "locked out, lock_timeout", lock, LOCKED_S),
    Fault("deadlock", "deadlock", deadlock, 10),
    Fault("cancel statements", "statement timeout", time_out, 5),
    Fault("disk full", "disk full", full, HELD_S, own_disk=True),
)
