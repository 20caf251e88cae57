"""Hints for open inbox pages."""

import json
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError as RedisAway

from alerts.channels import Retry, Sent
from alerts.channels.inbox import Inbox
from alerts.outbox import Parcel
from tests.alerts.builders import COMMUNE, NOW
from tests.alerts.fakes import FakeRedis

PARCEL = Parcel(
    id=uuid4(),
    channel="inbox",
    target=COMMUNE,
    payload={"type": "alert.opened", "timestamp": "2026-11-23T02:00:00Z", "data": {"step": 1}},
    created_at=NOW,
    attempts=1,
)


async def test_a_hint_says_whose_inbox_changed() -> None:
    redis = FakeRedis()
    assert await Inbox(redis, "nhip:inbox").send(PARCEL, NOW) == Sent()
    ((channel, message),) = redis.published
    assert channel == "nhip:inbox"
    assert json.loads(message) == {"id": str(PARCEL.id), "to": COMMUNE, **PARCEL.payload}


@pytest.mark.parametrize("error", [RedisAway("refused"), OSError("reset"), TimeoutError()])
async def test_redis_away_means_later(error: Exception) -> None:
    result = await Inbox(FakeRedis(error), "nhip:inbox").send(PARCEL, NOW)
    assert isinstance(result, Retry)
    assert "Redis is away" in result.why
