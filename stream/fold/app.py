"""The Faust app of the fold: one agent on raw bytes, every setting chosen for not losing a report.

Faust is consumer, group and flow control here and nothing else: no tables, no typed topics, no web,
no exactly-once (reasons: ``docs/decisions``, tried on a live broker). Who runs it: `role`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faust
import faust.streams
import mode

from schema.errors import NhipError
from schema.settings import Settings
from stream.fold.worker import MOST_EVENTS, Worker

DAY_S = 86_400.0
App = Any  # faust ships no types
_PLAIN: dict[str, Any] = {"value_serializer": "raw", "key_serializer": "raw"}


def make_app(settings: Settings, build: int, folder: Path) -> App:
    """The app of this build's consumer group; `folder` is this process's own."""
    if getattr(faust.streams, "_CStreamIterator", None) is None:
        raise NhipError(
            "expected faust with its compiled stream, got the Python one, which acknowledges what "
            "a rebalance skipped; install the wheel and unset NO_CYTHON"
        )
    return faust.App(
        settings.names.fold_group(build),
        broker=_brokers(settings.kafka_bootstrap_servers),
        store="memory://",
        datadir=str(folder),
        autodiscover=False,
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        table_standby_replicas=0,
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=1_048_576,
        broker_commit_interval=1.0,
        broker_commit_every=5_000,
        broker_session_timeout=10.0,
        broker_heartbeat_interval=3.0,
        broker_rebalance_timeout=30.0,
        broker_request_timeout=30.0,
        broker_max_poll_interval=DAY_S,
        producer_request_timeout=60.0,
        stream_wait_empty=False,
        stream_buffer_maxsize=MOST_EVENTS,
        agent_supervisor=mode.CrashingSupervisor,
        worker_redirect_stdouts=False,
        value_serializer="raw",
        key_serializer="raw",
    )


def add_agent(app: App, topic: str, worker: Worker) -> None:
    """Let `worker` fold the topic: one agent, one at a time."""
    channel = app.topic(topic, key_type=bytes, value_type=bytes, **_PLAIN)

    async def fold(stream: Any) -> None:
        await worker.fold(stream)

    app.agent(channel, name="fold", concurrency=1)(fold)


def _brokers(bootstrap_servers: str) -> str:
    return ";".join(f"kafka://{server.strip()}" for server in bootstrap_servers.split(","))
