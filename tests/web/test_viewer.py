"""A viewer never gets a patch on top of a gap, and is given up only after its patience."""

from __future__ import annotations

from tests.web.fakes import ListWire, viewer
from web.frames import Frame
from web.viewer import NOTHING, PATIENCE


def frame(number: int) -> Frame:
    return Frame(b"%d" % number)


def test_a_full_socket_skips_until_caught_up() -> None:
    wire = ListWire()
    slow = viewer(wire)
    assert slow.give(frame(1), 1, 0.0)
    wire.full = True
    assert not slow.give(frame(2), 2, 0.0)
    wire.full = False
    assert not slow.give(frame(3), 3, 0.0), "no patch on top of a gap"
    assert slow.missed_after == 1
    slow.give_all([frame(2), frame(3)], after=1, seq=3, now=0.0)
    assert [each.payload for each in wire.frames] == [b"1", b"2", b"3"]
    assert slow.missed_after is None


def test_catching_up_may_stop_half_way() -> None:
    class Narrow(ListWire):
        def push(self, frame: Frame) -> bool:
            self.full = len(self.frames) >= 2
            return super().push(frame)

    wire = Narrow()
    slow = viewer(wire)
    frames = [frame(5), frame(6), frame(7), frame(8)]
    slow.give_all(frames, after=4, seq=8, now=0.0)
    assert [each.payload for each in wire.frames] == [b"5", b"6"]
    assert slow.missed_after == 6


def test_a_refused_snapshot_leaves_it_with_nothing() -> None:
    wire = ListWire()
    wire.full = True
    slow = viewer(wire)
    slow.give_all([frame(8)], after=NOTHING, seq=8, now=0.0)
    assert slow.missed_after == NOTHING


def test_behind_for_too_long() -> None:
    wire = ListWire()
    slow = viewer(wire)
    wire.full = True
    slow.give(frame(1), 1, 100.0)
    assert not slow.too_slow(1, 100.0 + PATIENCE)
    assert slow.too_slow(1, 101.0 + PATIENCE)


def test_one_that_stopped_acknowledging_is_too_slow() -> None:
    mute = viewer(ListWire())
    mute.ack(3)
    assert not mute.too_slow(3, 0.0)
    assert not mute.too_slow(9, 10.0), "it owes something since now"
    assert not mute.too_slow(9, 10.0 + PATIENCE)
    assert mute.too_slow(9, 11.0 + PATIENCE)


def test_one_that_lags_but_moves_is_kept() -> None:
    busy = viewer(ListWire())
    for step in range(20):
        busy.ack(step)
        assert not busy.too_slow(step + 3, step * 10.0)


def test_one_that_never_acknowledged_is_judged_by_its_buffer() -> None:
    assert not viewer(ListWire()).too_slow(500, 1e9)


def test_a_heartbeat_does_not_reach_one_that_is_behind() -> None:
    wire = ListWire()
    slow = viewer(wire)
    wire.full = True
    slow.give(frame(1), 1, 0.0)
    wire.full = False
    slow.nudge(frame(0))
    assert wire.frames == []
