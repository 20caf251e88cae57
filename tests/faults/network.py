"""Lines that are cut, silent or slow; visitors who hold sockets and say nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing

from tests.acceptance.hostile import held_open
from tests.acceptance.system import PAUSE
from tests.faults.fault import Fault
from tests.faults.stage import Stage

BROKEN_S = 12.0
DELAY_S = 0.05
VISITORS = 200
HALF = b"POST /api/reports HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n"


def cut(line: str) -> Callable[[Stage], None]:
    """Every connection breaks, and none is made for a while."""

    def do(stage: Stage) -> None:
        stage.lines[line].cut()
        PAUSE.wait(BROKEN_S)
        stage.lines[line].heal()

    return do


def stall(line: str) -> Callable[[Stage], None]:
    """Nothing arrives for a while, and nobody is told: half-open on both sides."""

    def do(stage: Stage) -> None:
        stage.lines[line].stall()
        PAUSE.wait(BROKEN_S)
        stage.lines[line].heal()

    return do


def slow(line: str) -> Callable[[Stage], None]:
    """Whatever passes takes its time."""

    def do(stage: Stage) -> None:
        stage.lines[line].slow(DELAY_S)
        PAUSE.wait(BROKEN_S)
        stage.lines[line].heal()

    return do


def crowd(stage: Stage) -> None:
    """Visitors begin a request and never end it: slow and half-open sockets at the door."""
    with ExitStack() as held:
        for _ in range(VISITORS):
            held.enter_context(closing(held_open(stage.system, HALF)))
        PAUSE.wait(BROKEN_S)


FAULTS = (
    *(Fault(f"cut {line}", "network cut", cut(line), BROKEN_S) for line in ("database", "redis")),
    *(
        Fault(f"stall {line}", "network half-open", stall(line), BROKEN_S)
        for line in ("database", "redis")
    ),
    *(Fault(f"slow {line}", "latency", slow(line), BROKEN_S) for line in ("database", "redis")),
    Fault("crowd", "slow and half-open sockets", crowd, BROKEN_S),
)
