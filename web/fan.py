"""uvicorn's WebSocket protocol with one more verb: `push` a prepared frame.

A viewer's cost is one `transport.write` of bytes made once for all. What is relied on inside
uvicorn (`writable`, `close_sent`, `disconnected`, `conn`, `handle_connect` …) is pinned by
tests/web/test_fan.py; on another server the endpoint finds no fan in its state and falls back to
`web.plain`.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.frames import CloseCode
from websockets.frames import Frame as WireFrame
from websockets.http11 import Request

from web.frames import Frame

STATE_KEY = "fan"  # where the endpoint finds its socket: scope["state"][STATE_KEY]
MOST_PIECES = 16  # frames of one message
SEND_BUFFER = 65_536  # bytes; without it the kernel hides 2 MB of stale patches
_BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True, client_no_context_takeover=True
)


class Fan(WebSocketsSansIOProtocol):
    """One viewer's socket: skips frames while its buffer is full, then asks to be caught up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn.available_extensions = [_DEFLATE]
        self._deflated = False
        self._lagging = False
        self._when_writable: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Bound the kernel's share of the queue, so that back-pressure is felt early."""
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def data_received(self, data: bytes) -> None:
        """Refuse a handshake that cannot be read; uvicorn would leave its socket open."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            self.transport.write(_BAD_REQUEST)
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        """Let the endpoint find this socket in `scope["state"]`."""
        self.app_state = {**self.app_state, STATE_KEY: self}
        super().handle_connect(event)
        self._deflated = any(map(_shares_bytes, self.conn.extensions))

    def handle_ping(self) -> None:
        """Answer; while the client does not even read the answers before, there is no other."""
        pong = b"".join(self.conn.data_to_send())
        if self.writable.is_set():
            self.transport.write(pong)

    def handle_cont(self, event: WireFrame) -> None:
        """Join a message sent in pieces; empty ones would cost us and never reach its limit."""
        if self.close_sent:
            return
        if len(self.frames) < MOST_PIECES:
            super().handle_cont(event)
            return
        self.conn.send_close(CloseCode.MESSAGE_TOO_BIG, f"expected at most {MOST_PIECES} pieces")
        self.handle_parser_exception()

    def send_receive_event_to_app(self) -> None:
        """Hand a message over; text that is none ends the socket, not with a traceback a frame."""
        if self.curr_msg_data_type == "text" and not _is_text(b"".join(self.frames)):
            self.conn.send_close(CloseCode.INVALID_DATA, "expected UTF-8")
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()

    def when_writable(self, catch_up: Callable[[], None]) -> None:
        """Call `catch_up` once after frames were skipped and the socket takes bytes again."""
        self._when_writable = catch_up

    def push(self, frame: Frame) -> bool:
        """Write `frame`; False: skipped, this viewer is behind until it is caught up."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        if not self.writable.is_set():
            self._lagging = True
            return False
        self.transport.write(frame.deflated if self._deflated else frame.plain)
        return True

    def resume_writing(self) -> None:
        """The buffer has drained: have the viewer caught up, outside this callback."""
        super().resume_writing()
        if self._lagging and self._when_writable is not None:
            self._lagging = False
            self.loop.call_soon(self._when_writable)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the hub."""
        self._when_writable = None
        super().connection_lost(exc)


def _is_text(message: bytes) -> bool:
    try:
        message.decode()
    except UnicodeDecodeError:
        return False
    return True


def _shares_bytes(extension: object) -> bool:
    """True if the client reads frames deflated with the full window and no shared context."""
    return (
        isinstance(extension, PerMessageDeflate)
        and extension.local_no_context_takeover
        and extension.local_max_window_bits == 15
    )
