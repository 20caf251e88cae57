"""A request that is too slow or whose head is too long is refused; what uvicorn does is left."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from web import patience
from web.patience import LONGEST_HEAD, Patient

HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"
SHORT = 0.1
RESET = b"reset"


class Site:
    """One endpoint that reads its body, and notes who went before it had."""

    def __init__(self) -> None:
        self.left = asyncio.Event()

    async def read(self, request: Request) -> Response:
        try:
            return PlainTextResponse(f"{len(await request.body())} bytes")
        except ClientDisconnect:
            self.left.set()
            raise

    async def hurry(self, request: Request) -> Response:
        return PlainTextResponse("read nothing", headers={"connection": "close"})


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Site, int]]:
    site = Site()
    routes = [
        Route("/", site.read, methods=["GET", "POST"]),
        Route("/hurry", site.hurry, methods=["POST"]),
    ]
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(
            Starlette(routes=routes), http=Patient, log_level="critical", lifespan="off"
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield site, listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task


async def answer(port: int, *pieces: bytes) -> bytes:
    """Everything the server says to these pieces until it closes; RESET if it hangs up on us."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionError:
        return RESET
    finally:
        writer.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_S", SHORT)
    monkeypatch.setattr(patience, "BODY_S", SHORT)


def test_the_internals_we_rely_on() -> None:
    for name in ("on_message_begin", "on_headers_complete", "on_message_complete"):
        assert callable(getattr(HttpToolsProtocol, name))
    assert callable(HttpToolsProtocol.handle_websocket_upgrade)


async def test_a_whole_request_is_answered() -> None:
    async with serving() as (_, port):
        said = await answer(port, HEAD + b"Content-Length: 3\r\nConnection: close\r\n\r\n", b"abc")
    assert said.startswith(b"HTTP/1.1 200 OK") and said.endswith(b"3 bytes")


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("begun", [b"", b"G", b"\r\n", HEAD], ids=["nothing", "G", "CRLF", "head"])
async def test_a_head_that_does_not_end_is_given_up(begun: bytes) -> None:
    async with serving() as (_, port):
        assert (await answer(port, begun)).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("hasty")
async def test_a_body_that_does_not_end_is_given_up_and_its_reader_told() -> None:
    async with serving() as (site, port):
        said = await answer(port, HEAD + b"Content-Length: 3\r\n\r\n", b"a")
        assert said.startswith(b"HTTP/1.1 408 ")
        await asyncio.wait_for(site.left.wait(), 10)


@pytest.mark.usefixtures("hasty")
async def test_bytes_between_requests_keep_no_connection() -> None:
    request = HEAD + b"Content-Length: 0\r\n\r\n"
    async with serving() as (_, port):
        said = await answer(port, request, b"\r\n", b"\r\n")
    assert said.startswith(b"HTTP/1.1 200 OK") and said.endswith(b"0 bytes")


@pytest.mark.usefixtures("hasty")
async def test_a_second_request_has_no_more_time_than_the_first() -> None:
    request = HEAD + b"Content-Length: 0\r\n\r\n"
    async with serving() as (_, port):
        said = await answer(port, request, HEAD)
    assert said.startswith(b"HTTP/1.1 200 OK") and b"HTTP/1.1 408 " in said


@pytest.mark.parametrize("piece", [b"X: " + b"a" * LONGEST_HEAD, b"X: a\r\n" * 10_000])
async def test_a_head_that_is_too_long_is_refused(piece: bytes) -> None:
    async with serving() as (_, port):
        said = await answer(port, HEAD, *[piece] * 16)
    assert said == RESET or said.startswith(b"HTTP/1.1 431 ")


async def test_a_long_body_is_no_long_head() -> None:
    body = b"x" * (2 * LONGEST_HEAD)
    head = HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode()
    last = HEAD + b"Content-Length: 0\r\nConnection: close\r\n\r\n"
    async with serving() as (_, port):
        said = await answer(port, head + body, last)
    assert f"{len(body)} bytes".encode() in said and said.endswith(b"0 bytes")


async def test_an_answer_given_before_the_body_stands() -> None:
    async with serving() as (_, port):
        said = await answer(
            port, b"POST /hurry HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", b"a"
        )
    assert said.startswith(b"HTTP/1.1 200 OK") and said.endswith(b"read nothing")
