"""Batches are counted, failed ones too; the slowest is forgotten after two minutes at most."""

from __future__ import annotations

import pytest

from stream.fold.stopwatch import Stopwatch


class Time:
    """Seconds that stand still until moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def batch(watch: Stopwatch, time: Time, seconds: float) -> None:
    with watch.running():
        time.now += seconds


def test_batches_are_counted_with_their_seconds() -> None:
    time = Time()
    watch = Stopwatch(time)
    assert (watch.batches, watch.seconds, watch.slowest) == (0, 0, 0)
    for seconds in (0.5, 0.25):
        batch(watch, time, seconds)
    assert (watch.batches, watch.seconds, watch.slowest) == (2, 0.75, 0.5)


def test_one_that_fails_counts() -> None:
    time = Time()
    watch = Stopwatch(time)
    with pytest.raises(OSError, match="gone"), watch.running():
        time.now += 3
        raise OSError("gone")
    assert (watch.batches, watch.slowest) == (1, 3)


def test_the_slowest_is_that_of_the_last_minute_or_two() -> None:
    time = Time()
    watch = Stopwatch(time)
    batch(watch, time, 2.0)
    time.now += 50
    batch(watch, time, 1.0)
    assert watch.slowest == 2.0
    time.now += 30
    batch(watch, time, 0.5)
    assert watch.slowest == 2.0, "it ended in the minute before"
    time.now += 61
    assert watch.slowest == 0.5
    time.now += 200
    assert watch.slowest == 0
