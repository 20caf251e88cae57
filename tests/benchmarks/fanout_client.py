"""The load of the fan-out benchmark: many WebSocket clients in one process, as cheap as can be.

Each reads frames, finds the stamp in a patch and notes how old it is. Prints ``joined`` when all
are in; for each line of input, a number of seconds, prints what it saw in that time, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import cast

import uvloop

AT_ONCE = 100  # handshakes under way
REQUEST = (
    "GET /live?board=vn HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n"
)


class Viewer(asyncio.Protocol):
    """One client; ages of patches go into the shared list."""

    def __init__(self, ages: list[float], joined: asyncio.Future[None], request: bytes) -> None:
        self._ages = ages
        self._joined = joined
        self._request = request
        self._data = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self._joined.done():
            head, end, rest = self._data.partition(b"\r\n\r\n")
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._joined.set_result(None)
            self._data = rest
        while self._take():
            pass

    def _take(self) -> bool:
        """Take one frame off the data; False when it is not whole."""
        data = self._data
        if len(data) < 2:
            return False
        size, start = data[1], 2
        if size == 126:
            size, start = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(data[2:10], "big"), 10
        if len(data) < start + size:
            return False
        self._hear(data[0], data[start : start + size])
        self._data = data[start + size :]
        return True

    def _hear(self, opcode: int, payload: bytes) -> None:
        if opcode == 0x89 and self._transport is not None:
            self._transport.write(bytes((0x8A, 0x80 | len(payload), 0, 0, 0, 0)) + payload)
        elif payload.startswith(b'{"t":"p"'):
            at = payload.index(b'"ts":') + 5
            self._ages.append(time.time() - float(payload[at : payload.index(b",", at)]))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._joined.done():
            self._joined.set_exception(exc or ConnectionError("closed before it joined"))


async def join(port: int, count: int, ages: list[float]) -> None:
    """Open `count` sockets, some at a time."""
    loop = asyncio.get_running_loop()
    request = REQUEST.format(port=port).encode()
    gate = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with gate:
            joined: asyncio.Future[None] = loop.create_future()
            await loop.create_connection(lambda: Viewer(ages, joined, request), "127.0.0.1", port)
            await joined

    await asyncio.gather(*(one() for _ in range(count)))


async def main(port: int, count: int) -> None:
    """Join, then tell on request."""
    ages: list[float] = []
    await join(port, count, ages)
    sys.stdout.write("joined\n")
    sys.stdout.flush()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        ages.clear()
        await asyncio.sleep(float(line))
        sys.stdout.write(json.dumps(_summary(sorted(ages))) + "\n")
        sys.stdout.flush()


def _summary(seen: list[float]) -> dict[str, float]:
    if not seen:
        return {"messages": 0, "p50_ms": 0.0, "p99_ms": 0.0}
    half, most = (1_000 * seen[int(share * (len(seen) - 1))] for share in (0.5, 0.99))
    return {"messages": len(seen), "p50_ms": half, "p99_ms": most}


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2])))
