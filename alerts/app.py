"""Composes the alerts role from its settings and runs it until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from redis.asyncio import Redis

from alerts.bell import Bell
from alerts.channels import Channel
from alerts.channels.inbox import Inbox
from alerts.channels.webhook import Webhook
from alerts.dispatch import Dispatcher
from alerts.duties import Duties
from alerts.hooks import SqlHooks
from alerts.leader import lead
from alerts.ledger import Ledger
from alerts.notify import INBOX, WEBHOOK
from alerts.outbox import SqlOutbox
from alerts.rules import Rules
from alerts.schedule import scheduler
from alerts.standings import Standings
from alerts.status import Status
from schema.database import AWAY, AsyncPool, pool
from schema.process import heartbeat, leave
from schema.settings import Settings
from schema.stopping import told

_log = structlog.get_logger()
ROLE = "alerts"
POOL_TIMEOUT_S = 5.0
"""How long anybody waits for a connection before the database counts as away."""


async def run(settings: Settings, rules: Rules) -> None:
    """Warn until SIGTERM or SIGINT; a second process of this role stands by."""
    stop = told()
    async with database(settings) as connections:
        work = asyncio.ensure_future(_work(settings, rules, connections))
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait((work, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not work.done():
            _log.info("stopping")
            work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        with contextlib.suppress(*AWAY):
            await leave(connections, ROLE)


async def _work(settings: Settings, rules: Rules, connections: AsyncPool) -> None:
    status = Status()
    async with (
        asyncio.TaskGroup() as group,
        _redis(settings) as redis,
        _webhook(settings, connections) as webhook,
    ):
        group.create_task(heartbeat(connections, ROLE, status.report))
        channels: dict[str, Channel] = {
            INBOX: Inbox(redis, settings.names.inbox_channel),
            WEBHOOK: webhook,
        }
        duties = _duties(settings, rules, connections, channels, redis, status)
        await lead(settings, status, lambda: _do(duties))


def _duties(
    settings: Settings,
    rules: Rules,
    connections: AsyncPool,
    channels: dict[str, Channel],
    redis: Redis,
    status: Status,
) -> Duties:
    clock, bell, outbox = settings.clock(), Bell(), SqlOutbox(connections)
    return Duties(
        ledger=Ledger(connections, rules, clock),
        outbox=outbox,
        dispatcher=Dispatcher(outbox, channels, clock, bell),
        open_standings=lambda: Standings(settings, clock),
        redis=redis,
        status=status,
        outbox_bell=bell,
    )


async def _do(duties: Duties) -> None:
    """All duties at once; one that fails for an unknown reason ends the process, loudly."""
    ticks = scheduler(steps=duties.steps_bell, outbox=duties.outbox_bell, gauge=duties.gauge_bell)
    ticks.start()
    try:
        async with asyncio.TaskGroup() as group:
            for duty in (duties.judge, duties.climb, duties.dispatch, duties.gauge):
                group.create_task(duty(), name=duty.__name__)
    finally:
        ticks.shutdown(wait=False)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[AsyncPool]:
    """Connections, whether the database is there yet or not."""
    connections = pool(
        settings,
        size=8,
        lock_timeout="10s",
        idle_in_transaction_session_timeout="5s",  # who stops in the middle holds no row longer
    )
    connections.timeout = POOL_TIMEOUT_S
    await connections.open(wait=False)
    try:
        yield connections
    finally:
        await connections.close(timeout=1)


@asynccontextmanager
async def _redis(settings: Settings) -> AsyncIterator[Redis]:
    redis = Redis.from_url(settings.redis_url, socket_connect_timeout=2, socket_timeout=5)
    try:
        yield redis
    finally:
        await redis.aclose()


@asynccontextmanager
async def _webhook(settings: Settings, connections: AsyncPool) -> AsyncIterator[Webhook]:
    webhook = Webhook(SqlHooks(connections), loopback=settings.profile != "prod")
    try:
        yield webhook
    finally:
        await webhook.close()
