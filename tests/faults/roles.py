"""Processes of the product that are killed, frozen, stopped, started."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import get_args

from stream.fold.failpoint import Place
from stream.fold.role import AGAIN
from tests.acceptance.system import PAUSE
from tests.faults.fault import Fault
from tests.faults.stage import ROLES, Stage

FROZEN_S = 20.0
ZOMBIE_S = 90.0
CHURN_S = 10.0
DOOMED_S = 120.0
STOPS_S = 15.0


def kill(role: str) -> Callable[[Stage], None]:
    """kill -9; the supervisor starts it again."""
    return lambda stage: os.kill(stage.pid(role), signal.SIGKILL)


def kill_second(role: str) -> Callable[[Stage], None]:
    """kill -9 of the other one, which is started again."""

    def do(stage: Stage) -> None:
        stage.extras[role].signal(signal.SIGKILL)
        stage.extras[role].ended(5)
        stage.whole()

    return do


def kill_both(role: str) -> Callable[[Stage], None]:
    """Nobody of this role is left for a moment."""

    def do(stage: Stage) -> None:
        stage.extras[role].signal(signal.SIGKILL)
        kill(role)(stage)
        stage.extras[role].ended(5)
        stage.whole()

    return do


def stop(role: str) -> Callable[[Stage], None]:
    """SIGTERM to one that runs: it must be gone within 15 s, with status 0."""

    def do(stage: Stage) -> None:
        begun = time.monotonic()
        status = stage.extras[role].stop()
        lasted = time.monotonic() - begun
        assert status == 0, f"expected {role} to stop in good order, got status {status}"
        assert lasted < STOPS_S, f"expected {role} to stop within {STOPS_S} s, got {lasted:.1f} s"
        stage.whole()

    return do


def freeze(role: str, seconds: float) -> Callable[[Stage], None]:
    """It stands still, perhaps in the middle of a transaction, and goes on as if nothing was."""

    def do(stage: Stage) -> None:
        pid = stage.pid(role)
        os.kill(pid, signal.SIGSTOP)
        try:
            PAUSE.wait(seconds)
        finally:
            os.kill(pid, signal.SIGCONT)

    return do


def die_at(place: str) -> Callable[[Stage], None]:
    """A third worker ends itself at a place of its transaction, the second time it is there."""

    def do(stage: Stage) -> None:
        doomed = stage.extra("fold", "doomed")
        try:
            status = AGAIN
            while status == AGAIN:
                status = doomed.start(NHIP_FAIL_AT=f"{place}:2").ended(DOOMED_S)
            assert status == -signal.SIGKILL, f"expected a death at {place}, got {status}"
        finally:
            doomed.signal(signal.SIGKILL)

    return do


def churn(stage: Stage) -> None:
    """Workers come and go, one each ten seconds."""
    third = stage.extra("fold", "third").start()
    try:
        PAUSE.wait(CHURN_S)
        stage.extras["fold"].stop()
        PAUSE.wait(CHURN_S)
        third.signal(signal.SIGKILL)
        stage.whole()
        PAUSE.wait(CHURN_S)
    finally:
        third.signal(signal.SIGKILL)
        third.ended(5)


FAULTS = (
    *(Fault(f"kill {role}", "kill -9", kill(role)) for role in ROLES),
    *(Fault(f"kill second {role}", "kill -9", kill_second(role)) for role in ("fold", "alerts")),
    *(Fault(f"kill both {role}", "kill -9", kill_both(role)) for role in ("fold", "roll")),
    *(
        Fault(f"die at {place}", "kill -9 at each failpoint", die_at(place), 15)
        for place in get_args(Place)
    ),
    *(Fault(f"stop {role}", "SIGTERM", stop(role), 5) for role in ("fold", "roll", "alerts")),
    *(
        Fault(f"freeze {role}", "SIGSTOP, SIGCONT", freeze(role, FROZEN_S), FROZEN_S)
        for role in ROLES
    ),
    Fault("fold a zombie", "SIGSTOP 90 s, SIGCONT", freeze("fold", ZOMBIE_S), ZOMBIE_S),
    Fault("churn", "add and remove workers each 10 s", churn, 3 * CHURN_S),
)
