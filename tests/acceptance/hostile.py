"""What an attacker needs: reports with anything in them, bytes on a socket, frames, the raw log."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import struct
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx2
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schema.settings import Settings
from tests.acceptance.acts import Body
from tests.acceptance.system import HTTP, System
from tests.builders import random_id

RNG = random.SystemRandom()
UNIT = "vn.15"
TASK = f"{UNIT}.t900001"
ANSWER_S = 20.0
T = TypeVar("T")


def ago(**back: float) -> str:
    """An instant before now, as agencies write it."""
    return (datetime.now(UTC) - timedelta(**back)).isoformat()


def new_id() -> str:
    """A fresh id."""
    return random_id(RNG)


def update(kind: str = "progress", **fields: Any) -> Body:
    """An update of the task of these tests, with whatever else is wanted."""
    more = {"progress": 0.5} if kind == "progress" else {}
    return {
        "id": new_id(),
        "kind": kind,
        "subject": TASK,
        "occurred_at": ago(),
        **more,
        **fields,
    }


def assigned(code: str = TASK, **fields: Any) -> Body:
    """A task is given to its home unit by the nation."""
    given = {
        "lead": code.rpartition(".t")[0],
        "assigned_by": "vn",
        "programme": "nq57",
        "title": "Số hóa hồ sơ",
        "due": "2099-12-31",
    }
    return update("task.assigned", subject=code, **{**given, **fields})


def report(*updates: Body, **fields: Any) -> Body:
    """A report of the unit of these tests."""
    given = {
        "v": 1,
        "id": new_id(),
        "unit": UNIT,
        "actor": "officer-1",
        "channel": "connector",
        "source": "hostile",
        "reported_at": ago(),
        "updates": list(updates) or [update()],
    }
    return {**given, **fields}


def post(system: System, body: Any, *, key: str | None = None, **headers: str) -> httpx2.Response:
    """Submit once; `body` is bytes as they are, anything else as JSON; "" for no key."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    bearer = system.key if key is None else key
    given = {"content-type": "application/json"}
    given |= {"authorization": f"Bearer {bearer}"} if bearer else {}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTP.post(system.base + "/api/reports", content=content, headers={**given, **named})


def spoken(system: System, *pieces: bytes, within: float = ANSWER_S) -> bytes:
    """What the web says to these bytes until it closes; empty when it hangs up on us."""
    with closing(_connected(system, within)) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
            said = b""
            while more := line.recv(65_536):
                said += more
        except ConnectionError:
            return b""
        return said


def held_open(system: System, begun: bytes) -> socket.socket:
    """A connection on which no more will be said."""
    line = _connected(system, ANSWER_S)
    line.sendall(begun)
    return line


def _connected(system: System, within: float) -> socket.socket:
    there = urlsplit(system.base)
    return socket.create_connection((there.hostname or "", there.port or 0), timeout=within)


def frame(opcode: int, payload: bytes, *, first: int = 0x80, length: int | None = None) -> bytes:
    """A masked WebSocket frame; `first` are its upper bits, `length` may lie."""
    size = len(payload) if length is None else length
    if size < 126:
        head = bytes([first | opcode, 0x80 | size])
    elif size < 65_536:
        head = bytes([first | opcode, 0x80 | 126]) + struct.pack("!H", size)
    else:
        head = bytes([first | opcode, 0x80 | 127]) + struct.pack("!Q", size)
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def in_a_thread(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The result of a coroutine, beside whatever loop the browser of these tests runs."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result(60)


def write(
    settings: Settings, messages: Mapping[str, bytes | None], partition: int
) -> dict[str, int]:
    """Write bytes past every door; by name, the offset each got."""

    async def work() -> list[int]:
        async with _producer(settings) as producer:
            topic = settings.names.reports
            sent = [
                await producer.send_and_wait(topic, raw, key=b"k", partition=partition)
                for raw in messages.values()
            ]
            return [int(each.offset) for each in sent]

    return dict(zip(messages, in_a_thread(work), strict=True))


def write_together(settings: Settings, messages: Sequence[tuple[bytes, int]]) -> dict[int, int]:
    """Write (bytes, partition) so that they arrive at once; the ends of these partitions."""

    async def work() -> dict[int, int]:
        async with _producer(settings, linger_ms=200) as producer:
            topic = settings.names.reports
            waiting = [
                await producer.send(topic, raw, key=b"k", partition=partition)
                for raw, partition in messages
            ]
            sent = await asyncio.gather(*waiting)
        return {each.partition: int(each.offset) + 1 for each in sent}

    return in_a_thread(work)


@asynccontextmanager
async def _producer(settings: Settings, **more: Any) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        acks="all",
        max_request_size=2**20,
        **more,
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


def ends(settings: Settings) -> dict[int, int]:
    """The end of every partition of the log."""

    async def work() -> dict[int, int]:
        consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers)
        await consumer.start()
        try:
            topic = settings.names.reports
            places = [TopicPartition(topic, number) for number in range(settings.partitions)]
            found = await consumer.end_offsets(places)
            return {place.partition: int(end) for place, end in found.items()}
        finally:
            await consumer.stop()

    return in_a_thread(work)
