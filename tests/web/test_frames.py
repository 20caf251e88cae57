"""A prepared frame is what a WebSocket client reads, plain and deflated."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame as Wire
from websockets.frames import Opcode
from websockets.streams import StreamReader

from web import frames
from web.frames import Frame


def read(data: bytes, *, deflate: bool) -> Wire:
    """What the `websockets` client makes of these bytes."""
    reader = StreamReader()
    reader.feed_data(data)
    extension = PerMessageDeflate(
        remote_no_context_takeover=True,
        local_no_context_takeover=True,
        remote_max_window_bits=15,
        local_max_window_bits=15,
    )
    parsing = Wire.parse(reader.read_exact, mask=False, extensions=[extension] if deflate else [])
    try:
        next(parsing)
    except StopIteration as done:
        frame: Wire = done.value
        return frame
    raise AssertionError("the frame is not complete")


@given(st.text(max_size=3000))
def test_a_client_reads_what_was_written(text: str) -> None:
    frame = Frame(text.encode())
    for data, deflated in ((frame.plain, False), (frame.plain, True), (frame.deflated, True)):
        seen = read(data, deflate=deflated)
        assert (seen.opcode, bytes(seen.data).decode()) == (Opcode.TEXT, text)


def test_long_messages_have_long_headers() -> None:
    for length in (0, 125, 126, 65_535, 65_536, 200_000):
        frame = Frame(b"x" * length)
        assert bytes(read(frame.plain, deflate=False).data) == frame.payload
        assert bytes(read(frame.deflated, deflate=True).data) == frame.payload


def test_a_short_message_is_not_deflated() -> None:
    frame = frames.heartbeat(3, "2026-11-22T01:00:00+00:00", 1.0)
    assert frame.deflated is frame.plain


def test_a_repetitive_message_shrinks() -> None:
    frame = frames.patch(1, 1.0, [], {f"map/vn.{i}/value": (0.5, "50,0%", "") for i in range(34)})
    assert len(frame.deflated) < len(frame.plain) / 3


def test_envelopes() -> None:
    figure = {"planning/total": (1287, "1.287", "")}
    assert json.loads(frames.snapshot("b.1", 4, {"roots": []}, figure).payload) == {
        "t": "s",
        "e": "b.1",
        "s": 4,
        "d": {"roots": []},
        "f": {"planning/total": [1287, "1.287", ""]},
    }
    assert json.loads(frames.patch(5, 1.5, [{"kind": "x"}], figure).payload) == {
        "t": "p",
        "s": 5,
        "ts": 1.5,
        "p": {"events": [{"kind": "x"}]},
        "f": {"planning/total": [1287, "1.287", ""]},
    }
    beat = json.loads(frames.heartbeat(5, "2026-11-22T01:00:00+00:00", 2.0).payload)
    assert beat == {"t": "h", "s": 5, "at": "2026-11-22T01:00:00+00:00", "ts": 2.0}


def test_text_is_the_message() -> None:
    assert Frame("Đà Nẵng".encode()).text == "Đà Nẵng"
