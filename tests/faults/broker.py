"""Kafka killed, stopped, away, silent. While it is away a report is answered 503, never 202."""

from __future__ import annotations

from tests.acceptance.hostile import post, report
from tests.acceptance.system import PAUSE, until
from tests.faults.fault import Fault
from tests.faults.stage import Stage

AWAY_S = 15.0
LONG_S = 300.0
SILENT_S = 12.0  # longer than a gateway waits for a confirmation (`web.log`)


def kill(stage: Stage) -> None:
    """kill -9; the keeper starts it again."""
    stage.engines.kill("kafka")


def restart(stage: Stage) -> None:
    """A stop in good order and a start."""
    stage.engines.stop("kafka")


def away(seconds: float, stage: Stage) -> None:
    """Stopped; nobody starts it for a while."""
    with stage.engines.away("kafka"):
        _refuses(stage)
        PAUSE.wait(seconds)
        _refuses(stage)


def silent(stage: Stage) -> None:
    """It holds every connection and answers nothing: the half-open line of a lost machine."""
    until(lambda: post(stage.system, report()).status_code, lambda s: s == 202, "202", 90)
    with stage.engines.frozen("kafka"):
        _refuses(stage)
        PAUSE.wait(SILENT_S)
        _refuses(stage)


def _refuses(stage: Stage) -> None:
    """No promise can be kept now, so none is made, and the answer says when to come back."""
    answer = post(stage.system, report())
    assert answer.status_code == 503, f"expected 503, got {answer.status_code}: {answer.text}"
    assert int(answer.headers["retry-after"]) > 0


FAULTS = (
    Fault("kill kafka", "broker kill -9 and restart", kill),
    Fault("restart kafka", "broker clean restart", restart, 5),
    Fault("kafka away", "broker away", lambda stage: away(AWAY_S, stage), AWAY_S + 8),
    Fault("kafka away for 5 min", "broker away", lambda stage: away(LONG_S, stage), LONG_S),
    Fault("kafka silent", "half-open: the broker's host is lost", silent, SILENT_S + 6),
)
