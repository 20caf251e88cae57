from __future__ import annotations

from typing import Any

import pytest

from stream.core.partition import Partition
from stream.fold.desk import Desk
from stream.fold.failures import CAREFUL_FOR
from stream.fold.load import Letter, Loaded
from stream.fold.recent import Recent
from stream.fold.relay import Relay
from stream.fold.store import Folded
from stream.fold.transaction import Committed
from tests.builders import assigned, at, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import parcel, reported

Made = tuple[Desk, Relay, Recent]


@pytest.fixture
def made() -> Made:
    pen: Any = None
    relay, recent = Relay(pen, "standings"), Recent()
    return Desk(relay, recent), relay, recent


def loaded(offset: int = 5, *, failures: int = 0, unsent: tuple[Letter, ...] = ()) -> Loaded:
    partition = Partition(number=3, next_offset=offset)
    return Loaded(partition=partition, unsent=unsent, failures=failures)


def folded(*messages: Any) -> Folded:
    """What a fold of these messages on partition 3 leaves."""
    outcome = MemoryLog(world()).fold(list(messages))
    outcome.overlay.base = Partition(number=3)
    outcome.overlay.next_offset = len(messages)
    outcome.overlay.outbox_next = len(outcome.standings)
    return Folded(partition=3, outcome=outcome)


def committed(*one: Folded, reloaded: tuple[Loaded, ...] = ()) -> Committed:
    return Committed(folded=one, loaded=reloaded)


def test_what_is_loaded_is_held_and_its_outbox_relayed(made: Made) -> None:
    desk, relay, _ = made
    desk.load(loaded(unsent=(Letter(n=4, key=b"k", payload=b"p"),)))
    assert desk.held[3].next_offset == 5 and relay.backlog == 1


def test_something_newer_is_not_overwritten(made: Made) -> None:
    desk, _, _ = made
    desk.load(loaded(9))
    desk.load(loaded(5))
    assert desk.held[3].next_offset == 9


def test_what_is_committed_is_installed(made: Made) -> None:
    desk, relay, recent = made
    one = folded(reported(assigned(), unit="vn.15"), reported(progress(0.1)))
    desk.install(committed(one))
    assert desk.held[3].next_offset == 2 and len(desk.held[3].tasks) == 1
    assert relay.backlog == 1, "its change of standing waits to be sent"
    update = one.outcome.updates[0].judged.entry.update
    assert recent.among(3, [parcel(reported(update))])


def test_how_far_a_partition_is_and_when_it_last_heard(made: Made) -> None:
    desk, _, _ = made
    desk.install(committed(folded(reported(assigned(), unit="vn.15", received_at=at(2)))))
    hands = desk.hands[3]
    assert hands.next_offset == 1 and hands.newest == at(2)


def test_what_another_worker_had_moved_replaces_what_was_held(made: Made) -> None:
    desk, _, _ = made
    desk.load(loaded(9))
    desk.install(committed(reloaded=(loaded(5),)))
    assert desk.held[3].next_offset == 5, "SQL decides"


def test_care_is_due_after_two_failures_and_ends(made: Made) -> None:
    desk, _, _ = made
    desk.load(loaded(failures=1))
    assert desk.careful == frozenset()
    desk.forget([3])
    desk.load(loaded(failures=2))
    assert desk.careful == {3}
    for _ in range(CAREFUL_FOR // 2):
        desk.install(committed(folded(reported(assigned()), reported(progress(0.1)))))
    assert desk.careful == frozenset()


def test_after_a_failure_the_state_is_forgotten_but_not_the_care(made: Made) -> None:
    desk, _, _ = made
    desk.load(loaded(failures=2))
    desk.forget([3])
    assert desk.held == {} and desk.careful == {3}


def test_a_partition_that_leaves_takes_everything_along(made: Made) -> None:
    desk, relay, recent = made
    desk.load(loaded(failures=2, unsent=(Letter(n=4, key=b"k", payload=b"p"),)))
    one = folded(reported(assigned(), unit="vn.15"))
    desk.install(committed(one))
    desk.leave([3])
    assert desk.held == {} and desk.careful == frozenset() and relay.backlog == 0
    update = one.outcome.updates[0].judged.entry.update
    assert not recent.among(3, [parcel(reported(update))])
