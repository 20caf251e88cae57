"""uvicorn's HTTP protocol with an end to its patience: how long and how large a head may be.

Left alone it waits for ever for the end of a request and keeps every header it is given, so that
whoever sends a byte now and then holds sockets, places in the gate and memory. What is relied on
inside uvicorn is pinned by tests/web/test_patience.py.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_S = 10.0  # seconds from the connection, or the first byte, to the end of the head
BODY_S = 30.0  # seconds from there to the end of the body
LONGEST_HEAD = 64 * 1024  # bytes
_TOO_SLOW = b"408 Request Timeout"
_TOO_LONG = b"431 Request Header Fields Too Large"


class Patient(HttpToolsProtocol):
    """One connection; nothing of ours runs for it before its head is complete."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None
        self._begun = 0  # requests so far
        self._in_head = False
        self._head = 0  # bytes of the head so far, but for the piece it began in

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A first request is expected."""
        super().connection_made(transport)
        self._expect(HEAD_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is expected any more."""
        self._expect(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what is nothing but head; time what is no request."""
        before = (self._begun, self._in_head)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and before == (self._begun, True):
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self._refuse(_TOO_LONG)
        elif self._deadline is None and self.cycle is not None and self.cycle.response_complete:
            self._expect(HEAD_S)

    def handle_websocket_upgrade(self) -> None:
        """The socket has another protocol from here on."""
        self._in_head = False
        self._expect(None)
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._begun += 1
        self._in_head, self._head = True, 0
        self._expect(HEAD_S)

    def on_headers_complete(self) -> None:
        """Its head is here."""
        super().on_headers_complete()
        self._in_head = False
        self._expect(BODY_S)

    def on_message_complete(self) -> None:
        """All of it is here; how long the answer takes is ours."""
        super().on_message_complete()
        self._expect(None)

    def _expect(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        late = None if seconds is None else self.loop.call_later(seconds, self._too_late)
        self._deadline = late

    def _too_late(self) -> None:
        self._deadline = None
        self._refuse(_TOO_SLOW)

    def _refuse(self, status: bytes) -> None:
        """Say why, unless this request was answered already; then close."""
        if self.transport.is_closing():
            return
        if not self._answered():
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
        self.transport.close()

    def _answered(self) -> bool:
        """Whether an answer is out, or on its way, to what was sent last."""
        if self.cycle is None or not self.cycle.response_started:
            return False
        return not (self._in_head and self.cycle.response_complete)
