from __future__ import annotations

from stream.core.entry import Entry
from stream.core.outcome import Outcome
from stream.fold.recent import Recent
from tests.builders import assigned, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import parcel, reported


def outcome() -> Outcome:
    """An assignment and two updates, folded."""
    log = MemoryLog(world())
    return log.fold(
        [reported(assigned(), unit="vn.15"), reported(progress(0.1), progress(0.2, days=2))]
    )


def folded(given: Outcome) -> list[Entry]:
    """The updates of an outcome, the oldest first."""
    return [row.judged.entry for row in given.updates]


def test_what_was_folded_is_known_when_it_comes_again() -> None:
    recent, done = Recent(), outcome()
    recent.remember(done)
    again = folded(done)[-1]
    assert recent.among(0, [parcel(reported(again.update, progress(0.9)))]) == [again.id]


def test_what_another_partition_has_is_left_to_others() -> None:
    recent, done = Recent(), outcome()
    recent.remember(done)
    assert recent.among(1, [parcel(reported(folded(done)[-1].update))]) == []


def test_the_newest_are_known_and_those_long_past_forgotten() -> None:
    recent, first, newer = Recent(most=6), outcome(), outcome()
    recent.remember(first)
    given = [one.update for one in (*folded(first), *folded(newer))]
    assert recent.among(0, [parcel(reported(*given))]) == [one.id for one in folded(first)]
    recent.remember(newer)
    assert recent.among(0, [parcel(reported(*given))]) == [one.id for one in folded(newer)]


def test_a_replaced_update_is_known_too() -> None:
    recent, done = Recent(), outcome()
    done.replaced = [done.updates.pop()]
    recent.remember(done)
    entry = done.replaced[0].judged.entry
    assert recent.among(0, [parcel(reported(entry.update))]) == [entry.id]


def test_all_is_forgotten_when_partitions_move() -> None:
    recent, done = Recent(), outcome()
    recent.remember(done)
    recent.clear()
    assert recent.among(0, [parcel(reported(folded(done)[0].update))]) == []
