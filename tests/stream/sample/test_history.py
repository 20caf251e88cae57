"""The history as a log: order, places, midnights; after the real fold the published partition."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from schema.clock import day_start
from schema.place import home_of, partition_of
from schema.report import LogReport
from schema.states import State
from schema.wire import ClockTo, decode_log, encode
from stream.sample.history import country, history
from stream.sample.sizes import S
from tests.stream.sample.small import DAY0, NOON, catalogue, folded, messages, tasks

PARTITIONS = 8


@pytest.mark.parametrize("day0", [DAY0, date(2026, 2, 25)], ids=str)
def test_day_0_reproduces_the_published_partition_after_the_real_fold(day0: date) -> None:
    placed = folded(day0).partition.tasks.values()
    states = Counter(task.state for task in placed if task.state is not State.UNKNOWN)
    assert states == Counter({**S.states, **S.withdrawn})
    assert states[State.DONE_ON_TIME] + states[State.DONE_LATE] == 601
    assert states[State.OVERDUE] == 104


def test_each_task_stands_as_it_was_dealt() -> None:
    placed = folded().partition.tasks
    assert {task.code: placed[task.code].state for task in tasks()} == {
        task.code: task.state for task in tasks()
    }


def test_reports_of_day_0_move_nothing() -> None:
    """So the partition is the published one whatever the hour of seeding."""
    start = day_start(DAY0)
    today = [e for e in messages(DAY0, start + timedelta(days=1)) if e.at >= start and e.key]
    kinds = {type(u).__name__ for e in today for u in getattr(e.message, "updates", ())}
    assert kinds <= {"Progress", "SlotNil", "EvidenceAdded", "Completed", "Verified"}
    for entry in today:
        for update in getattr(entry.message, "updates", ()):
            if type(update).__name__ in ("Completed", "Verified"):
                assert update.period, "of a recurring task"


def test_each_partition_is_in_the_order_of_time() -> None:
    last: dict[int, object] = {}
    for entry in messages(DAY0, NOON, PARTITIONS):
        assert last.get(entry.partition, entry.at) <= entry.at  # type: ignore[operator]
        last[entry.partition] = entry.at


def test_reports_lie_in_the_partition_of_their_home() -> None:
    for entry in messages(DAY0, NOON, PARTITIONS):
        if isinstance(entry.message, LogReport):
            assert entry.key is not None
            assert entry.partition == partition_of(entry.key, PARTITIONS)
            report = entry.message
            assert {home_of(update, report.unit) for update in report.updates} == {entry.key}


def test_every_midnight_of_the_past_is_there_for_every_partition() -> None:
    clocks = [e for e in messages(DAY0, NOON, PARTITIONS) if isinstance(e.message, ClockTo)]
    assert Counter(e.partition for e in clocks) == dict.fromkeys(range(PARTITIONS), 91)
    first, last = clocks[0].message, clocks[-1].message
    assert isinstance(first, ClockTo) and isinstance(last, ClockTo)
    assert first.to == day_start(DAY0 - timedelta(days=90))
    assert last.to == day_start(DAY0)


def test_every_message_is_one_that_the_log_takes() -> None:
    for entry in Random(1).sample(messages(), 500):
        assert decode_log(encode(entry.message)) == entry.message


def test_the_same_arguments_give_the_same_messages_and_now_only_cuts() -> None:
    sooner = NOON - timedelta(days=3)
    again = tuple(history(S, catalogue(), day0=DAY0, now=sooner, partitions=1))
    assert again == messages()[: len(again)]
    assert all(entry.at > sooner for entry in messages()[len(again) :])


def test_another_seed_is_another_country() -> None:
    other = country(S, catalogue(), DAY0, seed=1)
    assert Counter(task.state for task in other) == Counter(task.state for task in tasks())
    assert [task.title for task in other] != [task.title for task in tasks()]
