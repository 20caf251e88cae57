"""What `web.fan` relies on inside uvicorn, and that its prepared frames reach real clients."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from inspect import signature
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from web.fan import MOST_PIECES, SEND_BUFFER, STATE_KEY, Fan
from web.frames import Frame

LONG = Frame(("Đà Nẵng " * 200).encode())
SHORT = Frame(b"short")


class Site:
    """One endpoint that notes its fans and waits."""

    def __init__(self) -> None:
        self.fans: list[Fan] = []
        self.arrived = asyncio.Event()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def live(self, ws: WebSocket) -> None:
        await ws.accept()
        self.fans.append(ws.scope["state"][STATE_KEY])
        self.arrived.set()
        while (message := dict(await ws.receive()))["type"] != "websocket.disconnect":
            self.heard.put_nowait(message)


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Site, str]]:
    site = Site()
    app = Starlette(routes=[WebSocketRoute("/live", site.live)])
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(
            uvicorn.Config(app, ws=Fan, log_level="critical", lifespan="off", loop="asyncio")
        )
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield site, f"ws://127.0.0.1:{listener.getsockname()[1]}/live"
        finally:
            server.should_exit = True
            await task


def test_the_internals_we_rely_on() -> None:
    assert list(signature(WebSocketsSansIOProtocol.__init__).parameters)[1:] == [
        "config",
        "server_state",
        "app_state",
        "_loop",
    ]
    for method in (
        *("handle_connect", "handle_ping", "handle_cont", "handle_parser_exception"),
        "send_receive_event_to_app",
        *("resume_writing", "pause_writing", "connection_lost"),
    ):
        assert callable(getattr(WebSocketsSansIOProtocol, method))


async def test_frames_reach_a_client_deflated_and_plain() -> None:
    async with serving() as (site, url):
        for compression in ("deflate", None):
            site.arrived.clear()
            async with connect(url, compression=compression) as client:
                await site.arrived.wait()
                fan = site.fans[-1]
                assert fan.push(LONG) and fan.push(SHORT)
                assert await client.recv() == LONG.text
                assert await client.recv() == SHORT.text
                assert fan._deflated == (compression == "deflate")


async def test_a_client_with_a_smaller_window_gets_plain_frames() -> None:
    small = ClientPerMessageDeflateFactory(server_max_window_bits=10)
    async with serving() as (site, url):
        async with connect(url, compression=None, extensions=[small]) as client:
            await site.arrived.wait()
            fan = site.fans[-1]
            assert fan.conn.extensions and not fan._deflated
            assert fan.push(LONG)
            assert await client.recv() == LONG.text


async def test_the_kernel_holds_little() -> None:
    async with serving() as (site, url), connect(url):
        await site.arrived.wait()
        raw = site.fans[-1].transport.get_extra_info("socket")
        held = raw.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        assert held <= 2 * SEND_BUFFER  # Linux reports twice what was asked


async def test_a_stalled_client_is_skipped_and_then_asked_for() -> None:
    async with serving() as (site, url), connect(url, max_queue=1, compression=None) as client:
        await site.arrived.wait()
        fan, asked = site.fans[-1], asyncio.Event()
        fan.when_writable(asked.set)
        big = Frame(b"x" * 50_000)
        taken = 0
        while fan.push(big):
            taken += 1
            assert taken < 400, "the client reads nothing: expected back-pressure by now"
            await asyncio.to_thread(int)  # let the transport write
        reader = asyncio.create_task(_read(client, taken))
        await asyncio.wait_for(asked.wait(), timeout=20)
        await asyncio.wait_for(reader, timeout=20)
        assert fan.push(SHORT)
        assert await client.recv() == SHORT.text


async def _read(client: Any, count: int) -> None:
    for _ in range(count):
        await client.recv()


async def test_a_closed_socket_takes_nothing() -> None:
    async with serving() as (site, url):
        async with connect(url) as client:
            await site.arrived.wait()
            fan = site.fans[-1]
            await client.close()
        assert not fan.push(SHORT)


async def test_a_handshake_that_cannot_be_read_is_refused() -> None:
    async with serving() as (_, url):
        port = urlsplit(url).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET /live?{'x' * 20_000} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
        writer.write(f"{head}Upgrade: websocket\r\n\r\n".encode())
        async with asyncio.timeout(10):
            assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
        writer.close()


async def test_a_message_in_very_many_pieces_is_refused() -> None:
    async with serving() as (_, url), connect(url) as client:
        await client.send(["a"] * MOST_PIECES)
        with pytest.raises(ConnectionClosedError) as closed:
            await client.send([""] * 10_000)
            await client.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009


async def test_text_that_is_none_is_refused_quietly(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (_, url), connect(url) as client:
        with pytest.raises(ConnectionClosedError) as closed:
            await client.send(b"\xff\xfe", text=True)
            await client.recv()
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1007
    assert not caplog.records


async def test_pings_are_answered_while_the_answers_are_read() -> None:
    async with serving() as (site, url), connect(url) as client:
        await site.arrived.wait()
        fan = site.fans[-1]
        line = fan.transport = Mock(wraps=fan.transport)
        fan.writable.clear()
        await client.ping("unanswered")
        await client.send("the ping is there")
        await site.heard.get()
        fan.writable.set()
        await asyncio.wait_for(await client.ping("last"), 10)
        assert line.write.call_count == 1
