"""Who may open a socket, what it may say, and that both kinds of server serve it alike."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from psycopg import OperationalError
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.web.fakes import FakePool, ManualClock, facts, pulse, state
from web import sockets
from web.boards import Boards, boards
from web.compose.facts import BoardFacts
from web.fan import Fan
from web.inbox import inboxes
from web.latency import Latency
from web.sockets import Sockets, view_key
from web.view import ViewKey


class Site:
    """The endpoint over one board, `vn`."""

    def __init__(self) -> None:
        self.in_time = 1
        self.away = False
        clock = ManualClock()
        self.boards: Boards = boards(self.read, "build", Latency(clock), clock)
        boxes = inboxes(FakePool({}).as_pool(), lambda unit: unit == "vn", "build", clock)
        endpoint = Sockets(self.boards, boxes, ("https://wall.example",))
        self.app = Starlette(routes=[WebSocketRoute("/live", endpoint.live)])

    async def read(self, scope: str, programme: str) -> BoardFacts | None:
        if self.away:
            raise OperationalError("away")
        return facts(state(in_time=self.in_time), pulse()) if scope == "vn" else None

    def move(self) -> None:
        """A state moved."""
        self.in_time += 1
        self.boards.touch(lambda key: True)


@asynccontextmanager
async def served(site: Site, ws: Any) -> AsyncIterator[str]:
    """The address of a real server with this WebSocket protocol."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(
            site.app, ws=ws, log_level="critical", lifespan="off", loop="asyncio"
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"ws://127.0.0.1:{listener.getsockname()[1]}/live"
        finally:
            server.should_exit = True
            await task
            await site.boards.close()


async def message(client: ClientConnection) -> dict[str, Any]:
    """The next frame that is no heartbeat."""
    while True:
        found: dict[str, Any] = json.loads(await asyncio.wait_for(client.recv(), timeout=10))
        if found["t"] != "h":
            return found


@pytest.mark.parametrize("ws", [Fan, "websockets-sansio"], ids=["fan", "plain"])
async def test_snapshot_patch_and_resume(ws: Any) -> None:
    site = Site()
    async with served(site, ws) as url:
        async with connect(f"{url}?board=vn&lang=vi") as client:
            snapshot = await message(client)
            assert (snapshot["t"], snapshot["s"]) == ("s", 0)
            assert snapshot["f"]["planning/states/in_time"] == [1, "1", ""]
            site.move()
            patch = await message(client)
            assert (patch["t"], patch["s"]) == ("p", 1)
            assert patch["f"]["planning/states/in_time"] == [2, "2", ""]
            await client.send('{"t":"a","s":1}')
            site.move()
            assert (await message(client))["s"] == 2
        epoch = snapshot["e"]
        async with connect(f"{url}?board=vn&e={epoch}&s=1") as client:
            missed = await message(client)
            assert (missed["t"], missed["s"]) == ("p", 2), "only what was missed"
        async with connect(f"{url}?board=vn&e=build.other&s=1") as client:
            assert (await message(client))["t"] == "s"


async def closed_with(url: str, **options: Any) -> int:
    """The code a fresh connection is closed with."""
    async with connect(url, **options) as client:
        with pytest.raises(ConnectionClosed) as closing:
            while True:
                await asyncio.wait_for(client.recv(), timeout=10)
    received = closing.value.rcvd
    assert received is not None and received.reason
    return received.code


async def test_what_is_not_there() -> None:
    site = Site()
    async with served(site, Fan) as url:
        assert await closed_with(f"{url}?board=vn.77") == sockets.UNKNOWN_SCOPE
        assert await closed_with(f"{url}?inbox=vn.77") == sockets.UNKNOWN_SCOPE
        assert await closed_with(url) == sockets.UNKNOWN_SCOPE
        site.away = True
        assert await closed_with(f"{url}?board=vn") == sockets.TRY_LATER


@pytest.mark.parametrize(
    "said",
    ["hello", '{"t":"p","p":{"events":[]}}', '{"t":"a","s":-1}', '{"t":"a","s":1,"x":2}', b"\x00"],
)
async def test_a_viewer_may_only_acknowledge(said: str | bytes) -> None:
    site = Site()
    async with served(site, Fan) as url, connect(f"{url}?board=vn") as client:
        await message(client)
        await client.send(said)
        with pytest.raises(ConnectionClosed) as closing:
            await message(client)
        assert closing.value.rcvd is not None
        assert closing.value.rcvd.code == sockets.NOT_UNDERSTOOD
        assert site.boards.viewers == 0


async def test_one_who_talks_too_much_is_shown_out() -> None:
    site = Site()
    async with served(site, Fan) as url, connect(f"{url}?board=vn") as client:
        await message(client)
        for _ in range(sockets.MOST_A_BEAT + 1):
            await client.send('{"t":"a","s":0}')
        with pytest.raises(ConnectionClosed) as closing:
            await message(client)
        assert closing.value.rcvd is not None
        assert closing.value.rcvd.code == sockets.TOO_TALKATIVE


def joined(origin: str | None) -> bool:
    """Whether a page of this origin gets in."""
    headers = {"Origin": origin} if origin else {}
    client = TestClient(Site().app)
    try:
        with client.websocket_connect("/live?board=vn", headers=headers) as ws:
            ws.receive_text()
            return True
    except WebSocketDisconnect:
        return False


def test_origins() -> None:
    assert joined("http://testserver") and joined(None) and joined("https://wall.example")
    assert not joined("https://evil.example") and not joined("null")


def test_addresses_of_views() -> None:
    assert view_key("vn.15@nq57", "en") == ViewKey(scope="vn.15", programme="nq57", lang="en")
    assert view_key("vn", "fr") == ViewKey(scope="vn")
