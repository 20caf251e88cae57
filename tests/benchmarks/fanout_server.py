"""A server of the fan-out benchmark: `ours` (the web's transport) or `broadcast` (websockets).

Both send the same 3,000 random digits `rate` times a second to every client, uncompressed, on
uvloop. Prints its port, then serves until its input ends.
"""

from __future__ import annotations

import asyncio
import random
import socket
import sys
import time

import orjson
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.asyncio.server import ServerConnection, broadcast, serve

from web import frames
from web.fan import Fan
from web.frames import Figures, Frame
from web.hub import Hub
from web.inbox import Inboxes
from web.ring import Ring
from web.sockets import Sockets
from web.view import ViewKey

PAYLOAD = 3_000  # bytes


def digits() -> str:
    """Text that does not repeat."""
    return "".join(random.choices("0123456789", k=PAYLOAD))


class Ticker:
    """A view whose every refresh is a patch of random digits."""

    as_of = ""

    def __init__(self, key: ViewKey, epoch: str) -> None:
        self.key = key
        self.epoch = epoch
        self.ring = Ring()

    def newcomer(self) -> list[Frame]:
        return [frames.snapshot(self.epoch, self.ring.seq, None, {})]

    async def refresh(self, stamp: float) -> Frame | None:
        figure: Figures = {"digits": (None, digits(), "")}
        frame = frames.patch(self.ring.seq + 1, stamp, [], figure)
        self.ring.append(frame, stamp)
        return frame


async def make(key: ViewKey, epoch: str) -> Ticker:
    """The view of any key."""
    return Ticker(key, epoch)


async def no_inbox(key: str, epoch: str) -> None:
    """Nobody asks for one here."""


async def ours(listener: socket.socket, rate: float) -> None:
    """The web's sockets, hub and fan, with a view that ticks."""
    hub: Hub[ViewKey, Ticker] = Hub(make, "bench")
    inboxes: Inboxes = Hub(no_inbox, "bench")
    endpoint = Sockets(hub, inboxes, ())  # type: ignore[arg-type]
    config = uvicorn.Config(
        Starlette(routes=[WebSocketRoute("/live", endpoint.live)]),
        ws=Fan,
        ws_per_message_deflate=False,
        log_level="critical",
        lifespan="off",
        access_log=False,
    )
    beat = asyncio.create_task(hub.beat())
    serving = asyncio.create_task(uvicorn.Server(config).serve(sockets=[listener]))
    while not serving.done():
        await asyncio.sleep(1 / rate)
        hub.touch(lambda key: True)
    beat.cancel()


async def peer(listener: socket.socket, rate: float) -> None:
    """`websockets.broadcast()`, as its documentation shows it."""
    clients: set[ServerConnection] = set()

    async def handle(client: ServerConnection) -> None:
        clients.add(client)
        try:
            await client.wait_closed()
        finally:
            clients.discard(client)

    async with serve(handle, sock=listener, compression=None):
        for number in range(1, sys.maxsize):
            await asyncio.sleep(1 / rate)
            content = {"t": "p", "s": number, "ts": time.time(), "p": {"events": []}}
            message = orjson.dumps({**content, "f": {"digits": [None, digits(), ""]}})
            broadcast(clients, message, text=True)


async def main(kind: str, rate: float) -> None:
    """Serve until the input ends."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(4_096)
        listener.setblocking(False)
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        serving = asyncio.create_task((ours if kind == "ours" else peer)(listener, rate))
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        serving.cancel()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], float(sys.argv[2])))
