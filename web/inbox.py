"""The live inbox of a unit: the alerts that stand in it, numbered like the patches of a board.

Frames: ``{"t": "s", "e", "s", "d": null, "f": {}, "i": [alert, …]}`` and ``{"t": "p", "s", "ts",
"p": {"events": []}, "f": {}, "i": {"put": [alert, …], "gone": [id, …]}}``; an alert as `Standing`
below. SQL is the truth; a Redis hint says when to look, a look every 5 s forgives its loss.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from schema.database import AsyncPool
from schema.queries import load
from schema.unit import Tree
from schema.wire import UNREADABLE
from web.frames import Frame
from web.hub import Clock, Hub
from web.ring import Ring

MOST = 200
POLL_S = 5.0
RETRY_S = 1.0
_SQL = load("web")
log = logging.getLogger(__name__)


class Standing(Struct, frozen=True):
    """An alert in an inbox, in the order of the query `inbox`."""

    id: str
    rule: str
    subject: str
    unit: str
    severity: str
    state: str
    reason: str
    opened_at: datetime
    changed_at: datetime
    due: date | None
    owner: str
    facts: Any
    text: Any  # {"vi", "en"} as it was sent; None: nothing was sent yet


class Inbox:
    """The view of one unit's inbox."""

    def __init__(self, unit: str, epoch: str, pool: AsyncPool, first: list[Standing]) -> None:
        self.unit = unit
        self.epoch = epoch
        self.ring = Ring()
        self._pool = pool
        self._alerts = {alert.id: alert for alert in first}

    @property
    def as_of(self) -> str:
        """ISO instant of the newest change."""
        return max((each.changed_at for each in self._alerts.values()), default=_NEVER).isoformat()

    def newcomer(self) -> list[Frame]:
        """A snapshot; it is cheap enough to be made each time."""
        content = {"t": "s", "e": self.epoch, "s": self.ring.seq, "d": None, "f": {}}
        return [Frame(msgspec.json.encode({**content, "i": list(self._alerts.values())}))]

    async def refresh(self, stamp: float) -> Frame | None:
        """Look into SQL and number the patch; None if nothing changed."""
        return self.publish(await read(self._pool, self.unit), stamp)

    def publish(self, alerts: Iterable[Standing], stamp: float) -> Frame | None:
        """Show `alerts`; the patch that does it, None if they are shown already."""
        now = {alert.id: alert for alert in alerts}
        put = [alert for alert in now.values() if self._alerts.get(alert.id) != alert]
        gone = [identity for identity in self._alerts if identity not in now]
        self._alerts = now
        if not put and not gone:
            return None
        content = {"t": "p", "s": self.ring.seq + 1, "ts": stamp, "p": {"events": []}, "f": {}}
        frame = Frame(msgspec.json.encode({**content, "i": {"put": put, "gone": gone}}))
        self.ring.append(frame, stamp)
        return frame


_NEVER = datetime.fromtimestamp(0, UTC)
Inboxes = Hub[str, Inbox]


async def read(pool: AsyncPool, unit: str) -> list[Standing]:
    """The alerts that stand in the inbox of a unit, worst first."""
    async with pool.connection() as connection:
        cursor = await connection.execute(_SQL.inbox, {"unit": unit, "limit": MOST})
        return [_shown(Standing(*row)) for row in await cursor.fetchall()]


def _shown(alert: Standing) -> Standing:
    """The alert as anybody may see it: of a secret task without the title (Q38)."""
    if alert.facts.get("secrecy", "none") == "none":
        return alert
    return msgspec.structs.replace(alert, facts=alert.facts | {"title": ""})


def inboxes(pool: AsyncPool, exists: Callable[[str], bool], build: str, clock: Clock) -> Inboxes:
    """The hub of inboxes of units that exist."""

    async def make(unit: str, epoch: str) -> Inbox | None:
        return Inbox(unit, epoch, pool, await read(pool, unit)) if exists(unit) else None

    return Hub(make, build, clock)


async def follow(redis_url: str, channel: str, hub: Inboxes, tree: Callable[[], Tree]) -> None:
    """Have inboxes looked into when Redis hints, until cancelled."""
    while True:
        try:
            async with Redis.from_url(redis_url) as redis, redis.pubsub() as heard:
                await heard.subscribe(channel)
                async for message in heard.listen():
                    if message["type"] == "message":
                        _touch(hub, tree(), message["data"])
        except (RedisError, OSError) as error:
            log.warning("Redis is away (%s): inboxes are polled from SQL", error)
            await asyncio.sleep(RETRY_S)


async def poll(hub: Inboxes) -> None:
    """Have every inbox looked into every five seconds, until cancelled."""
    while True:
        await asyncio.sleep(POLL_S)
        hub.touch(lambda unit: True)


class _Hint(Struct):
    """As much of a hint as tells whose inbox it is."""

    to: str


def _touch(hub: Inboxes, tree: Tree, hint: bytes) -> None:
    try:
        to = msgspec.json.decode(hint, type=_Hint).to
    except UNREADABLE:
        log.warning("a hint on the inbox channel is none: %r", hint[:200])
        return
    hub.touch(lambda unit: unit == to or tree.is_inside(to, unit))
