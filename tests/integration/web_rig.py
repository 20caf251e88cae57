"""What the tests of the web on real engines share: a process, lines to cut, the voice of roll."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import httpx2
import msgspec
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect

from deploy.places import REPO
from schema import demo_key
from schema.database import connect as database
from schema.kpi import KpiState, encode
from schema.settings import Settings
from tests.web.fakes import state

PATIENCE_S = 30.0


class Web:
    """One web process under test."""

    def __init__(self, port: int, key: str, process: asyncio.subprocess.Process) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.key = key
        self.process = process
        self.http = httpx2.AsyncClient(base_url=self.url, timeout=PATIENCE_S)

    async def post(self, body: object, **headers: str) -> httpx2.Response:
        """POST reports with the demo key; `body` is sent as it is when it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        return await self.http.post("/api/reports", content=content, headers=given | headers)

    def live(self, query: str) -> connect:
        """A viewer's socket."""
        return connect(f"ws://127.0.0.1:{self.port}/live?{query}")

    async def until(self, path: str, status: int) -> httpx2.Response:
        """Ask until the answer has this status."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                with suppress(httpx2.TransportError):
                    answer = await self.http.get(path)
                    if answer.status_code == status:
                        return answer
                await asyncio.sleep(PAUSE_S)


PAUSE_S = 0.05


@asynccontextmanager
async def web(settings: Settings, environ: dict[str, str], **more: str) -> AsyncIterator[Web]:
    """A web process that answers, ended with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    key = demo_key.path(settings).read_text().strip()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "web", cwd=REPO, env={**environ, "PORT": str(port), **more}
    )
    made = Web(port, key, process)
    try:
        await made.until("/healthz", 200)
        yield made
    finally:
        await made.http.aclose()
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), PATIENCE_S)


async def taking_reports(site: Web) -> None:
    """The process has found Kafka and the catalogue."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if (await site.post(report())).status_code == 202:
                return
            await asyncio.sleep(PAUSE_S)


async def frame(client: ClientConnection, kind: str, within: float = PATIENCE_S) -> dict[str, Any]:
    """The next frame of this kind."""
    async with asyncio.timeout(within):
        while True:
            found: dict[str, Any] = json.loads(await client.recv())
            if found["t"] == kind:
                return found


async def shows(client: ClientConnection, pointer: str, value: object, within: float) -> None:
    """Wait until a patch says that the figure has this value."""
    async with asyncio.timeout(within):
        while True:
            patch = await frame(client, "p", within)
            if pointer in patch["f"] and patch["f"][pointer][0] == value:
                return


def report(unit: str = "vn.15", subject: str = "vn.15.t0001", **fields: Any) -> dict[str, Any]:
    """A report of one update, with fresh ids."""
    now = datetime.now(UTC).isoformat()
    update = {
        "id": str(uuid4()),
        "kind": "progress",
        "subject": subject,
        "occurred_at": now,
        "progress": 0.5,
    }
    return {
        "v": 1,
        "id": str(uuid4()),
        "unit": unit,
        "actor": "officer-1",
        "channel": "connector",
        "source": "test",
        "reported_at": now,
        "updates": [update],
    } | fields


class Roll:
    """Publishes as roll does: the row in SQL, the entry in Redis, or only one of them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.version = 0

    async def publish(self, *, sql: bool = True, redis: bool = True, **counts: int) -> KpiState:
        """A new version of the nation's state."""
        self.version += 1
        now = datetime.now(UTC)
        made = _at(state("vn", version=self.version, **counts), now)
        if sql:
            self._write(made)
        if redis:
            async with Redis.from_url(self._settings.redis_url) as there:
                fields: Any = {"s": encode([made]), "v": self.version}
                await there.xadd(self._settings.names.kpi_stream, fields)
        return made

    def _write(self, made: KpiState) -> None:
        with database(self._settings, build=1) as connection:
            connection.execute(
                "insert into kpi_now values (%s, %s, %s, %s, %s) on conflict (scope, programme)"
                " do update set kpi_version = excluded.kpi_version, state = excluded.state",
                (made.scope, made.programme, made.kpi_version, made.as_of, encode(made).decode()),
            )

    def beat(self) -> None:
        """Roll's heartbeat."""
        with database(self._settings) as connection:
            connection.execute(
                "insert into process values ('roll', 'test', 1, now(), true, '{}')"
                " on conflict (role, instance) do update set at = now()"
            )


def _at(made: KpiState, now: datetime) -> KpiState:
    return msgspec.structs.replace(made, as_of=now)


class Line:
    """A TCP line to an engine that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._open: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self.whole = True
        self.port = 0

    async def __aenter__(self) -> Line:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cut()
        self._server.close()
        for pump in list(self._pumps):
            pump.cancel()

    def cut(self) -> None:
        """Break what is open and refuse what comes."""
        self.whole = False
        for writer in list(self._open):
            writer.transport.abort()

    def mend(self) -> None:
        """Let connections through again."""
        self.whole = True

    def url(self, address: str) -> str:
        """The same address by way of this line."""
        parts = urlsplit(address)
        login, at, _ = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{login}{at}127.0.0.1:{self.port}"))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.whole:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._open |= {writer, far_writer}
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            pump = asyncio.create_task(_pump(source, sink))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            sink.write(data)
            await sink.drain()
    sink.close()


def line_to(address: str) -> Line:
    """A line to the engine of an address."""
    parts = urlsplit(address)
    assert parts.hostname is not None and parts.port is not None
    return Line(parts.hostname, parts.port)
