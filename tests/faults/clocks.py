"""Processes whose clocks are ten minutes or an hour off, leading for a while."""

from __future__ import annotations

import signal
from collections.abc import Callable

from msgspec import structs

from tests.acceptance.hostile import post, report
from tests.acceptance.system import PAUSE, free_port, until
from tests.faults.extra import WORDS
from tests.faults.fault import Fault
from tests.faults.roles import kill
from tests.faults.stage import Stage

LEADS_S = 15.0


def off(role: str, seconds: int) -> Callable[[Stage], None]:
    """The second of a role is started with a wrong clock, and the first is killed."""

    def do(stage: Stage) -> None:
        stage.receivers.forgiving |= role == "alerts"
        second = stage.extras[role]
        second.stop()
        words = ("-m", "tests.faults.skewed", str(seconds), *WORDS[role])
        second.start(before=words)
        PAUSE.wait(3)
        kill(role)(stage)
        PAUSE.wait(LEADS_S)
        second.signal(signal.SIGKILL)
        second.ended(5)
        stage.whole()

    return do


def gateway_off(stage: Stage) -> None:
    """A gateway whose clock is an hour off says 503: what it stamped would be wrong for good."""
    port = str(free_port())
    web = stage.extra("web", "skewed")
    web.start(before=("-m", "tests.faults.skewed", "3600", "-m", "web"), PORT=port)
    try:
        there = structs.replace(stage.system, base=f"http://127.0.0.1:{port}")
        answers = until(
            lambda: post(there, report()), lambda a: "clock" in a.text, "a word on its clock", 60
        )
        assert answers.status_code == 503 and answers.headers["retry-after"]
    finally:
        web.signal(signal.SIGKILL)
        web.ended(5)


FAULTS = (
    Fault("web +3600 s", "clock skew", gateway_off, 12),
    *(
        Fault(f"{role} {seconds:+} s", "clock skew", off(role, seconds), LEADS_S + 5)
        for role, seconds in (
            *(("fold", 600), ("fold", -600), ("fold", 3_600)),
            *(("roll", 600), ("alerts", -600), ("alerts", 3_600)),
        )
    ),
)
