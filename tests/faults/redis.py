"""Redis killed, emptied, paused, away; readers that are too slow for it. It carries hints only."""

from __future__ import annotations

from redis import Redis

from tests.acceptance.system import PAUSE
from tests.faults.fault import Fault
from tests.faults.stage import Stage

PAUSED_S = 8.0
AWAY_S = 12.0
NARROW = "pubsub 1kb 1kb 1"
USUAL = "pubsub 32mb 8mb 60"


def kill(stage: Stage) -> None:
    """kill -9; the keeper starts it again."""
    stage.engines.kill("valkey")


def away(stage: Stage) -> None:
    """Stopped; nobody starts it for a while."""
    with stage.engines.away("valkey"):
        PAUSE.wait(AWAY_S)


def flush(stage: Stage) -> None:
    """Everything it holds is gone."""
    with _direct(stage) as redis:
        redis.flushall()


def pause(stage: Stage) -> None:
    """It takes commands and answers none."""
    with _direct(stage) as redis:
        redis.client_pause(round(PAUSED_S * 1_000))
    PAUSE.wait(PAUSED_S)


def narrow(stage: Stage) -> None:
    """Whoever reads a little slowly is cut off."""
    with _direct(stage) as redis:
        redis.config_set("client-output-buffer-limit", NARROW)
        PAUSE.wait(PAUSED_S)
        redis.config_set("client-output-buffer-limit", USUAL)


def _direct(stage: Stage) -> Redis:
    """Past the line."""
    return Redis.from_url(stage.engines.addresses["REDIS_URL"])


FAULTS = (
    Fault("kill redis", "Redis killed", kill),
    Fault("redis away", "Redis killed", away, AWAY_S),
    Fault("flush redis", "FLUSHALL", flush),
    Fault("pause redis", "CLIENT PAUSE", pause, PAUSED_S),
    Fault("narrow redis", "slow subscriber", narrow, PAUSED_S),
)
