"""Writing live reports."""

from __future__ import annotations

from datetime import timedelta

from schema.update import Progress
from stream.sample.diary import Habit
from tests.stream.sample.live import NOW, hand


def test_an_update_occurred_within_the_last_minute() -> None:
    update = hand().update(Progress, NOW, subject="vn.01.t0001", progress=0.5)
    assert timedelta(0) < NOW - update.occurred_at <= timedelta(minutes=1)


def test_a_report_follows_the_habit_of_its_unit() -> None:
    update = hand().update(Progress, NOW, subject="vn.01.t0001", progress=0.5)
    report = hand().report("vn.01", NOW, update)
    assert (report.unit, report.reported_at, report.updates) == ("vn.01", NOW, [update])
    other = hand().report("vn.01", NOW, update, by=Habit("file", "offline", 1))
    assert (other.channel, other.source, other.actor) == ("file", "offline", "officer-1")


def test_the_same_seed_writes_the_same() -> None:
    one, other = hand(), hand()
    assert one.document(NOW) == other.document(NOW)
    assert one.update(Progress, NOW, subject="x", progress=0.5) == other.update(
        Progress, NOW, subject="x", progress=0.5
    )


def test_one_of_none_is_none() -> None:
    assert hand().one([]) is None
    assert hand().one([3]) == 3
