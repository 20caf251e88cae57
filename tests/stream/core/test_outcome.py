from __future__ import annotations

from stream.core.outcome import Outcome, Stored
from stream.core.partition import Overlay, Partition
from tests.builders import COMMUNE, PROVINCE, TASK, assigned, progress, report, world
from tests.memory_log import MemoryLog


def test_nothing_is_to_be_written_unless_something_happened() -> None:
    outcome = Outcome(overlay=Overlay.over(Partition(number=3)))
    written = {name: getattr(outcome, name) for name in Outcome.__slots__ if name != "overlay"}
    assert not any(written.values()) and len(written) >= 13


def test_one_report_is_a_row_of_each_kind_it_touches() -> None:
    log = MemoryLog(world())
    given = log.fold([report(assigned(), unit=PROVINCE)])
    assert [change.key for change in given.standings] == [COMMUNE]
    assert (len(given.reports), len(given.updates), set(given.tasks)) == (1, 1, {TASK})
    moved = log.fold([report(progress(0.5))])
    assert moved.standings == [] and moved.difficulties == {}
    assert [bins.updates for bins in moved.arrivals.values()] == [1]
    assert set(moved.totals) == set(given.totals)


def test_nothing_is_stored_without_its_envelope() -> None:
    """An empty one would stand before every other, and nobody would see why."""
    assert Stored.__struct_defaults__ == ()
