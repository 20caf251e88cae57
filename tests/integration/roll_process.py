"""The roll as a process of its own, and a way to the database that a test can shut."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from deploy.places import REPO
from schema.settings import Settings
from tests.integration.roll_rig import rows
from tests.integration.waiting import PATIENCE_S, until


class Process:
    """``python -m stream roll`` as a process of its own."""

    def __init__(self, settings: Settings, **environ: str) -> None:
        self._settings, self._environ = settings, environ
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until its heartbeat says that it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "stream", "roll", cwd=REPO, env={**os.environ, **self._environ}
        )
        await until(lambda: bool(self.heartbeat().get("ready")), "a ready roll")

    def heartbeat(self) -> dict[str, Any]:
        """What it says of itself; empty before it spoke."""
        assert self._process is not None
        query = "select ready, detail from process where role = 'roll' and pid = %s"
        found = rows(self._settings, query, self._process.pid)
        return {"ready": found[0][0], **found[0][1]} if found else {}

    @property
    def leads(self) -> bool:
        """Whether it says that it leads."""
        return bool(self.heartbeat().get("leader"))

    async def end(self, number: signal.Signals, within: float = 10) -> int:
        """Send the signal and wait for the end; its exit status."""
        assert self._process is not None
        self._process.send_signal(number)
        async with asyncio.timeout(within):
            return await self._process.wait()

    async def kill_if_alive(self) -> None:
        """For the end of a test."""
        if self._process is not None and self._process.returncode is None:
            await self.end(signal.SIGKILL)


async def ended(settings: Settings) -> tuple[int, str]:
    """Exit status and standard error of a roll that cannot start."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "stream", "roll", cwd=REPO, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE_S):
        _, said = await process.communicate()
    return process.returncode or 0, said.decode()


class Gate:
    """A way to the database that can be shut: a proxy on a port of its own."""

    def __init__(self, url: str) -> None:
        self._to = conninfo_to_dict(url)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._port = 0

    @property
    def url(self) -> str:
        """The database behind the gate."""
        return make_conninfo("", **{**self._to, "host": "127.0.0.1", "port": self._port})

    async def open(self) -> None:
        """Let connections through, on the same port each time."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        """Cut every connection and let none through."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(str(self._to["host"]), self._to["port"])
        self._writers |= {writer, back}
        await asyncio.gather(pump(reader, back), pump(there, writer))
        self._writers -= {writer, back}


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until either side ends."""
    with suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()
