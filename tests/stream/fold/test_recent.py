from __future__ import annotations

from stream.core.duplicates import stored_form
from stream.core.outcome import Outcome, UpdateRow
from stream.fold.recent import Recent
from tests.builders import assigned, at, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import parcel, reported


def outcome() -> Outcome:
    """An assignment and two updates, folded."""
    log = MemoryLog(world())
    return log.fold(
        [reported(assigned(), unit="vn.15"), reported(progress(0.1), progress(0.2, days=2))]
    )


def test_what_was_folded_is_known_when_it_comes_again() -> None:
    recent, folded = Recent(), outcome()
    recent.remember(folded)
    again = folded.updates[-1].judged.entry
    found = recent.among(0, [parcel(reported(again.update, progress(0.9)))])
    assert found == {again.id: stored_form(again)}


def test_what_another_partition_has_is_left_to_others() -> None:
    recent, folded = Recent(), outcome()
    recent.remember(folded)
    again = folded.updates[-1].judged.entry
    assert recent.among(1, [parcel(reported(again.update))]) == {}


def test_the_oldest_are_forgotten_first() -> None:
    recent, folded = Recent(most=2), outcome()
    recent.remember(folded)
    updates = [row.judged.entry.update for row in folded.updates]
    found = recent.among(0, [parcel(reported(*updates))])
    assert list(found) == [update.id for update in updates[1:]]


def test_a_replaced_update_is_known_as_it_stands_now() -> None:
    recent, folded = Recent(), outcome()
    recent.remember(folded)
    row = folded.updates[-1]
    entry = row.judged.entry
    import msgspec

    earlier = msgspec.structs.replace(entry, received_at=at(-1))
    judged = msgspec.structs.replace(row.judged, entry=earlier)
    folded.updates.clear()
    folded.replaced = [UpdateRow(judged=judged, judged_at=row.judged_at)]
    recent.remember(folded)
    found = recent.among(0, [parcel(reported(entry.update))])
    assert found[entry.id].received_at == at(-1)


def test_all_is_forgotten_when_partitions_move() -> None:
    recent, folded = Recent(), outcome()
    recent.remember(folded)
    recent.clear()
    assert recent.among(0, [parcel(reported(folded.updates[0].judged.entry.update))]) == {}
