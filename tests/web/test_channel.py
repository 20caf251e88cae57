"""Snapshot and stream meet without a gap, whoever comes when and reads how fast."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.web.fakes import ListWire, ManualClock, viewer
from web import frames
from web.channel import Channel
from web.frames import Frame
from web.ring import Ring
from web.viewer import PATIENCE, TOO_SLOW


class Counter:
    """A view whose whole state is how often it was moved."""

    epoch = "build.1"
    as_of = "2026-11-22T01:00:00+00:00"

    def __init__(self, capacity: int = 256) -> None:
        self.ring = Ring(capacity)

    def newcomer(self) -> list[Frame]:
        return [frames.snapshot(self.epoch, self.ring.seq, None, {})]

    def move(self) -> Frame:
        frame = frames.patch(self.ring.seq + 1, 0.0, [], {})
        self.ring.append(frame, 0.0)
        return frame


class Browser:
    """Applies frames as the page does; a patch that does not fit is an error."""

    def __init__(self) -> None:
        self.wire = ListWire()
        self.viewer = viewer(self.wire)
        self.seq: int | None = None

    def read(self) -> None:
        for message in self.wire.messages:
            self._apply(message)
        self.wire.frames.clear()

    def _apply(self, message: dict[str, Any]) -> None:
        if message["t"] == "s":
            self.seq = message["s"]
        elif message["t"] == "p":
            assert self.seq is not None and message["s"] == self.seq + 1, "gap"
            self.seq = message["s"]


STEPS = st.lists(
    st.one_of(
        st.just(("move", 0)),
        st.tuples(st.sampled_from(["join", "fill", "drain", "read"]), st.integers(0, 3)),
    ),
    max_size=60,
)


@given(STEPS, st.sampled_from([2, 256]))
def test_everybody_ends_at_the_newest_without_a_gap(
    steps: list[tuple[str, int]], capacity: int
) -> None:
    view = Counter(capacity)
    channel = Channel(view, ManualClock())
    browsers = [Browser() for _ in range(4)]
    joined = set()
    for act, who in steps:
        browser = browsers[who]
        if act == "move":
            channel.broadcast(view.move())
        elif act == "join" and who not in joined:
            joined.add(who)
            channel.join(browser.viewer, "", 0)
        elif act == "fill":
            browser.wire.full = True
        elif act == "drain" and who in joined:
            browser.wire.drain()
        elif act == "read":
            browser.read()
    for who in joined:
        browsers[who].wire.drain()
        browsers[who].read()
        assert browsers[who].seq == view.ring.seq


def test_one_who_comes_back_gets_only_what_it_missed() -> None:
    view = Counter()
    channel = Channel(view, ManualClock())
    for _ in range(5):
        channel.broadcast(view.move())
    wire = ListWire()
    channel.join(viewer(wire), "build.1", 3)
    assert [(each["t"], each["s"]) for each in wire.messages] == [("p", 4), ("p", 5)]


def test_another_epoch_gets_a_snapshot() -> None:
    view = Counter()
    channel = Channel(view, ManualClock())
    channel.broadcast(view.move())
    wire = ListWire()
    channel.join(viewer(wire), "build.2", 1)
    assert [(each["t"], each["s"]) for each in wire.messages] == [("s", 1)]


def test_who_left_gets_nothing() -> None:
    view = Counter()
    channel = Channel(view, ManualClock())
    wire = ListWire()
    gone = viewer(wire)
    channel.join(gone, "", 0)
    channel.leave(gone)
    channel.broadcast(view.move())
    assert len(wire.frames) == 1


def test_the_heartbeat_closes_who_is_too_slow() -> None:
    view, clock = Counter(), ManualClock()
    channel = Channel(view, clock)
    wire, closed = ListWire(), list[tuple[int, str]]()
    channel.join(viewer(wire, closed), "", 0)
    wire.full = True
    channel.broadcast(view.move())
    channel.heartbeat()
    assert closed == []
    clock.at += PATIENCE + 1
    channel.heartbeat()
    assert [code for code, _ in closed] == [TOO_SLOW]
    assert channel.viewers == set()


def test_the_heartbeat_tells_where_we_are() -> None:
    view = Counter()
    channel = Channel(view, ManualClock(7.0))
    wire = ListWire()
    channel.join(viewer(wire), "", 0)
    channel.broadcast(view.move())
    channel.heartbeat()
    assert json.loads(wire.frames[-1].payload) == {"t": "h", "s": 1, "at": view.as_of, "ts": 7.0}
