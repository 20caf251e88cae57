"""A line that can be cut: a TCP proxy in a thread of its own, between the system and an engine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from tests.acceptance.aside import Aside


class Line:
    """Passes bytes on; `stall` holds them back, `slow` delays them, `cut` breaks all."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._aside = Aside()
        self._flows = asyncio.Event()
        self._refuses = False
        self._delay_s = 0.0
        self._open: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self.port = 0

    def __enter__(self) -> Self:
        """Listen on a free port."""
        self._aside.say(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._aside.say(self._close())
        self._aside.end()

    def stall(self) -> None:
        """From now on nothing arrives at the other end, and nobody is told."""
        self._aside.say(self._set(flows=False, refuses=False))

    def cut(self) -> None:
        """Every connection breaks, and none is made."""
        self._aside.say(self._set(flows=True, refuses=True))

    def slow(self, seconds: float) -> None:
        """Every piece arrives that much later."""
        self._delay_s = seconds

    def heal(self) -> None:
        """All flows again."""
        self._delay_s = 0.0
        self._aside.say(self._set(flows=True, refuses=False))

    async def _listen(self) -> None:
        self._flows.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        await self._set(flows=True, refuses=True)
        await asyncio.gather(*self._serving)

    async def _set(self, *, flows: bool, refuses: bool) -> None:
        self._refuses = refuses
        (self._flows.set if flows else self._flows.clear)()
        if refuses:
            for writer in self._open:
                writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            writer.transport.abort()
            return
        task = asyncio.create_task(self._connect(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there, back = await asyncio.open_connection(self._host, self._port)
            both = {writer, back}
            self._open |= both
            await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
            self._open -= both
        writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await asyncio.sleep(self._delay_s)
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        writer.close()


@contextmanager
def line_to(url: str) -> Iterator[tuple[str, Line]]:
    """The same address by way of a line of ours."""
    there = urlsplit(url)
    with Line(there.hostname or "127.0.0.1", there.port or 0) as line:
        login = f"{there.username}:{there.password}@" if there.username else ""
        yield urlunsplit(there._replace(netloc=f"{login}127.0.0.1:{line.port}")), line
