from __future__ import annotations

from stream.core.leaf import LeafKey
from stream.core.partition import Overlay, Partition, install, newest_of
from tests.builders import COMMUNE, MONDAY, PROVINCE, assigned, at, on, progress, report, world
from tests.memory_log import MemoryLog

CODE = f"{COMMUNE}.t0001"


def folded() -> Partition:
    """A partition with one task."""
    log = MemoryLog(world())
    log.fold([report(assigned(CODE), unit=PROVINCE)])
    return log.partition


def leaf(partition: Partition) -> LeafKey:
    """Its only leaf."""
    (found,) = partition.totals
    return found


def test_a_day_begins_at_local_midnight() -> None:
    assert Partition(number=0).today is None
    overlay = Overlay.over(Partition(number=0))
    overlay.begin_clock(at(hours=20))
    assert overlay.today == on(1), "09:00 and 20 hours is the next local day"
    overlay.begin_clock(at())
    assert overlay.today == on(1), "a clock that is there stays"
    assert folded().today == MONDAY


def test_an_overlay_hides_its_base_and_changes_nothing_of_it() -> None:
    base = folded()
    overlay, before = Overlay.over(base), dict(base.totals)
    assert overlay.task(CODE) is base.tasks[CODE]
    assert overlay.total(leaf(base)) == base.totals[leaf(base)]
    overlay.totals[leaf(base)] = other = base.totals[leaf(base)] + 1
    overlay.closed[leaf(base)] = other
    overlay.next_offset += 5
    assert overlay.total(leaf(base)) == overlay.closed_value(leaf(base)) == other
    overlay.totals[leaf(base)] = 0
    assert overlay.total(leaf(base)) == 0, "an empty leaf does not show its base"
    assert base.totals == before and base.next_offset == overlay.next_offset - 5


def test_installed_it_is_the_partition() -> None:
    base = folded()
    overlay = Overlay.over(base)
    overlay.totals[leaf(base)] = other = base.totals[leaf(base)] + 1
    overlay.next_offset, overlay.clock, overlay.outbox_next = 9, at(3), 4
    assert install(overlay) is base
    assert base.totals[leaf(base)] == other
    assert (base.next_offset, base.clock, base.outbox_next) == (9, at(3), 4)


def test_one_that_says_it_is_of_the_future_spoils_no_guess() -> None:
    """Else nothing would be newer than all that is known, and every update be looked up."""
    log = MemoryLog(world())
    far = report(progress(0.9, 9_999), reported_at=at(3), received_at=at(3))
    log.each([report(assigned(CODE), unit=PROVINCE), report(progress(0.3, 2)), far])
    assert log.partition.newest == at(2)
    assert newest_of(log.partition.tasks.values()) == at(3)
    assert newest_of([]) < at(-9_999)
