"""`/live?board=&lang=&e=&s=`, `/live?inbox=&e=&s=`: let a viewer in, to its hub, hear its acks.

A viewer says what it has (`e` epoch, `s` number) and gets the patches after it, or a snapshot. It
may send one thing, ``{"t": "a", "s": <number applied>}``; anything else ends the connection. The
page acknowledges each heartbeat. An epoch is ``build.incarnation``: the page reloads (with jitter)
when the part before the dot is not its own build, and else applies the snapshot in place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from starlette.websockets import WebSocket, WebSocketDisconnect

from schema.database import AWAY
from web.boards import Boards
from web.fan import STATE_KEY, Fan
from web.hub import Full
from web.inbox import Inboxes
from web.lodge import Lodge
from web.plain import PlainWire
from web.security import origin_of, same_site
from web.view import ViewKey
from web.viewer import Viewer

UNKNOWN_SCOPE = 4004
NOT_UNDERSTOOD = 1003
TOO_TALKATIVE = 1008
TRY_LATER = 1013
LONGEST = 200  # characters of a message
MOST_A_BEAT = 100  # messages between two heartbeats' worth of time (5 s)
LANGUAGES = ("vi", "en")
_BEAT_S = 5.0
Leave = Callable[[], None]


class Ack(Struct, forbid_unknown_fields=True):
    """What a page may say: it has applied everything up to `s`."""

    t: Literal["a"]
    s: Annotated[int, Meta(ge=0)]


_ACK = msgspec.json.Decoder(Ack)


class Sockets:
    """The endpoint; `allowed` are further origins that may open sockets."""

    def __init__(self, boards: Boards, inboxes: Inboxes, allowed: tuple[str, ...]) -> None:
        self._boards = boards
        self._inboxes = inboxes
        self._allowed = allowed
        self._lodge = Lodge()

    async def live(self, ws: WebSocket) -> None:
        """Serve one viewer."""
        address = ws.client.host if ws.client else ""
        if not same_site(ws.headers, origin_of(ws), self._allowed):
            await ws.close(TOO_TALKATIVE, "this page is not of this site")
            return
        if not self._lodge.enter(address):
            await ws.close(TRY_LATER, "too many connections from this address")
            return
        try:
            await ws.accept()
            await self._serve(ws)
        finally:
            self._lodge.leave(address)

    async def _serve(self, ws: WebSocket) -> None:
        viewer, pump = _admitted(ws)
        leave: Leave | None = None
        try:
            leave = await self._joined(ws, viewer)
            if leave is not None:
                await _listen(ws, viewer)
        finally:
            if leave is not None:
                leave()
            if pump is not None:
                pump.cancel()

    async def _joined(self, ws: WebSocket, viewer: Viewer) -> Leave | None:
        asked = ws.query_params
        epoch, seq = asked.get("e", ""), _number(asked.get("s", ""))
        try:
            if "inbox" in asked:
                leave = await self._inboxes.join(asked["inbox"], viewer, epoch, seq)
            else:
                key = view_key(asked.get("board", ""), asked.get("lang", ""))
                leave = await self._boards.join(key, viewer, epoch, seq)
        except (Full, *AWAY) as error:
            await ws.close(TRY_LATER, str(error)[:100])
            return None
        if leave is None:
            await ws.close(UNKNOWN_SCOPE, "expected ?board=<scope> or ?inbox=<unit> that exists")
        return leave


def view_key(board: str, lang: str) -> ViewKey:
    """The view an address asks for: ``vn.15@nq57`` in `vi` unless `en` is asked."""
    scope, _, programme = board.partition("@")
    return ViewKey(
        scope=scope, programme=programme, lang=lang if lang in LANGUAGES else LANGUAGES[0]
    )


def _admitted(ws: WebSocket) -> tuple[Viewer, asyncio.Task[None] | None]:
    """The viewer's socket: our own class where the server uses it, else one task that sends."""
    closing: set[asyncio.Task[None]] = set()

    def close(code: int, reason: str) -> None:
        task = asyncio.create_task(_close(ws, code, reason))
        closing.add(task)
        task.add_done_callback(closing.discard)

    fan = ws.scope.get("state", {}).get(STATE_KEY)
    if isinstance(fan, Fan):
        return Viewer(fan, close), None
    wire = PlainWire(ws.send_text)
    return Viewer(wire, close), asyncio.create_task(_pump(wire))


async def _pump(wire: PlainWire) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await wire.run()


async def _close(ws: WebSocket, code: int, reason: str) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await ws.close(code, reason)


async def _listen(ws: WebSocket, viewer: Viewer) -> None:
    """Hear acknowledgements until the viewer goes, or says something else."""
    loop = asyncio.get_running_loop()
    since, heard = loop.time(), 0
    while True:
        message = await ws.receive()
        if message["type"] == "websocket.disconnect":
            return
        heard += 1
        if loop.time() - since > _BEAT_S:
            since, heard = loop.time(), 1
        if heard > MOST_A_BEAT:
            await _close(ws, TOO_TALKATIVE, "expected at most an acknowledgement a patch")
            return
        ack = _ack(message.get("text"))
        if ack is None:
            await _close(ws, NOT_UNDERSTOOD, 'expected {"t":"a","s":<number>}')
            return
        viewer.ack(ack.s)


def _ack(text: str | None) -> Ack | None:
    if text is None or len(text) > LONGEST:
        return None
    try:
        return _ACK.decode(text)
    except msgspec.DecodeError:
        return None


def _number(text: str) -> int:
    """A frame number from an address; what is none means: nothing yet."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
