"""A receiver of webhooks on this machine that checks every signature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from standardwebhooks.webhooks import Webhook

SECRET = "whsec_bmhpcC10ZXN0LXNlY3JldC1vbmx5LWZvci10ZXN0cw=="


class Message(Struct, frozen=True, kw_only=True):
    """A message received, its signature found good."""

    id: str
    path: str
    headers: dict[str, str]
    body: Any


class Sink:
    """Listens inside ``async with``; `answer` decides what it says, `hang` that it says nothing."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.answer: Callable[[Message], bytes] = lambda message: response(204)
        self.hang = False
        self.came = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Sink:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *reason: object) -> None:
        """Stop listening, hang up."""
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.close()

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            message = await _read(reader)
            self.received.append(message)
            self.came.set()
            if self.hang:
                await reader.read()
            else:
                writer.write(self.answer(message))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the sender was killed, as some tests wish
        finally:
            self._writers.discard(writer)
            writer.close()


def response(status: int, *, headers: str = "", body: bytes = b"") -> bytes:
    """An answer of HTTP/1.1; `headers` ends each of its lines with CRLF."""
    head = f"HTTP/1.1 {status} x\r\ncontent-length: {len(body)}\r\n{headers}\r\n"
    return head.encode() + body


async def _read(reader: asyncio.StreamReader) -> Message:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    pairs = (line.split(": ", 1) for line in lines if line)
    headers = {name.lower(): value for name, value in pairs}
    body = await reader.readexactly(int(headers["content-length"]))
    return Message(
        id=headers["webhook-id"],
        path=first.split(" ")[1],
        headers=headers,
        body=Webhook(SECRET).verify(body, headers),
    )
