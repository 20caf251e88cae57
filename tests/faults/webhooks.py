"""Deliveries interrupted where it hurts: the message is out, nobody has written that down yet."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from tests.acceptance.system import PAUSE
from tests.faults.fault import Fault
from tests.faults.stage import Stage

COMES_S = 30.0
HANGS_S = 12.0  # longer than an attempt may take


def kill_while_sending(stage: Stage) -> None:
    """kill -9 of both alerts as a receiver has the message and has not answered."""
    pids = (stage.pid("alerts"), stage.extras["alerts"].pid)

    def spring() -> None:
        for pid in pids:
            with suppress(ProcessLookupError):  # one ended meanwhile, and is started again
                os.kill(pid, signal.SIGKILL)

    assert stage.receivers.trap(spring, COMES_S), f"expected a message within {COMES_S} s"
    stage.extras["alerts"].ended(5)
    stage.whole()


def hang(stage: Stage) -> None:
    """A receiver takes every connection and answers none, for longer than anybody waits."""
    stage.receivers.hang(0, hangs=True)
    PAUSE.wait(HANGS_S)
    stage.receivers.hang(0, hangs=False)


FAULTS = (
    Fault("kill alerts while sending", "alerts killed between outbox steps", kill_while_sending, 9),
    Fault("a receiver hangs", "webhook 500, timeout, reset, redirect", hang, HANGS_S),
)
