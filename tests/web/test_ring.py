"""The ring gives exactly what was missed, or says that it cannot."""

from __future__ import annotations

from web.frames import Frame
from web.ring import Ring


def filled(count: int, capacity: int = 4) -> Ring:
    ring = Ring(capacity)
    for number in range(1, count + 1):
        ring.append(Frame(b"%d" % number), stamp=float(number))
    return ring


def payloads(frames: list[Frame] | None) -> list[bytes] | None:
    return None if frames is None else [frame.payload for frame in frames]


def test_what_was_missed() -> None:
    ring = filled(6)
    assert payloads(ring.since(4)) == [b"5", b"6"]
    assert payloads(ring.since(2)) == [b"3", b"4", b"5", b"6"]
    assert ring.since(6) == []


def test_what_is_gone_or_never_was() -> None:
    ring = filled(6)
    assert ring.since(1) is None
    assert ring.since(7) is None
    assert ring.since(-1) is None


def test_an_empty_ring_is_at_zero() -> None:
    ring = Ring()
    assert (ring.seq, ring.since(0), ring.since(1)) == (0, [], None)


def test_when_a_frame_was_made() -> None:
    ring = filled(6)
    assert [ring.made_at(seq) for seq in (2, 3, 6, 7)] == [None, 3.0, 6.0, None]
