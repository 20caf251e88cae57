"""A message prepared once for every socket: JSON text, its WebSocket header, its deflated twin.

Frames from a server are not masked, so the same bytes serve all viewers. The neighbour `view`
makes them; the neighbour `fan` writes them. Pure: nothing here opens a socket.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import orjson

TEXT, TEXT_DEFLATED = 0x81, 0xC1  # FIN + text; the same with RSV1 (RFC 7692)
WORTH_DEFLATING = 256  # bytes; below this the saving is smaller than one TCP segment
_LEVEL = 6

Figure = tuple[float | int | str | None, str, str]
"""What a figure shows: value, text, state word ("" when there is nothing to explain)."""
Figures = Mapping[str, Figure]
"""Figures by JSON pointer into the page's twin, without the leading slash."""


def header(opcode: int, length: int) -> bytes:
    """The header of an unmasked frame of `length` bytes (RFC 6455 §5.2)."""
    if length < 126:
        return bytes((opcode, length))
    if length < 65_536:
        return bytes((opcode, 126)) + length.to_bytes(2, "big")
    return bytes((opcode, 127)) + length.to_bytes(8, "big")


def deflate(payload: bytes) -> bytes:
    """One message as permessage-deflate without context takeover wants it (RFC 7692 §7.2.1)."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return (packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]


class Frame:
    """One text message, ready for the wire, plain and (made when first asked for) deflated."""

    __slots__ = ("_deflated", "payload", "plain")

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.plain = header(TEXT, len(payload)) + payload
        self._deflated: bytes | None = None

    @property
    def deflated(self) -> bytes:
        """For sockets that negotiated deflate: compressed once, whoever asks."""
        if self._deflated is None:
            self._deflated = self._pack()
        return self._deflated

    def _pack(self) -> bytes:
        if len(self.payload) < WORTH_DEFLATING:
            return self.plain  # RSV1 unset: legal after negotiation, each message chooses
        packed = deflate(self.payload)
        return header(TEXT_DEFLATED, len(packed)) + packed

    @property
    def text(self) -> str:
        """The message itself, for servers that only know `send_text`."""
        return self.payload.decode()

    def __len__(self) -> int:
        return len(self.payload)


def snapshot(epoch: str, seq: int, document: Any, figures: Figures) -> Frame:
    """Everything a fresh page needs: `document` is Bokeh's own `to_json`."""
    return Frame(
        orjson.dumps(
            {"t": "s", "e": epoch, "s": seq, "d": document, "f": dict(figures)},
            option=orjson.OPT_SERIALIZE_NUMPY,
        )
    )


def patch(
    seq: int,
    stamp: float,
    events: list[Any],
    figures: Figures,
    offsets: Mapping[str, int] | None = None,
) -> Frame:
    """Step `seq` from `seq - 1`; `stamp` is the Unix time at which it was encoded.

    `offsets` are the partitions of the log that moved, each with the offset the figures now stand
    on: who sent a report (the 202 says where it lies) sees when it is on the glass.
    """
    body = {"t": "p", "s": seq, "ts": stamp, "p": {"events": events}, "f": dict(figures)}
    if offsets:
        body["o"] = dict(offsets)
    return Frame(orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY))


def heartbeat(seq: int, as_of: str, stamp: float) -> Frame:
    """Still here: what a viewer should have seen (`seq`) and how old the figures are (`as_of`)."""
    return Frame(orjson.dumps({"t": "h", "s": seq, "at": as_of, "ts": stamp}))
