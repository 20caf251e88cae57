"""A canary is late by a whole period, the next goes where none was for longest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from web.returns import Late, Returns

T0 = datetime(2026, 11, 22, 1, tzinfo=UTC)
EVERY = timedelta(seconds=30)
PARTITIONS = 4


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def returns() -> Returns:
    return Returns(EVERY, T0)


def test_a_way_is_measured_once() -> None:
    made = returns()
    assert made.take({0: after(1)}, after(1.25)) == [timedelta(seconds=0.25)]
    assert made.take({0: after(1)}, after(5)) == []
    assert made.take({0: after(1), 1: after(31)}, after(32)) == [timedelta(seconds=1)]
    assert made.took == timedelta(seconds=1)


def test_what_was_sent_before_we_looked_is_no_measure() -> None:
    made = returns()
    assert made.take({0: after(-5)}, after(1)) == []
    assert (made.took, made.newest) == (None, after(-5))


def test_a_clock_ahead_of_ours_makes_no_way_shorter_than_none() -> None:
    assert returns().take({0: after(3)}, after(2)) == [timedelta(0)]


def test_one_from_the_future_is_not_believed() -> None:
    made = returns()
    assert made.take({0: after(3_600)}, after(1)) == []
    assert made.newest == T0


@pytest.mark.parametrize(("seconds", "due"), [(29.9, False), (30, True)])
def test_one_is_due_a_period_after_the_newest_that_came_back(seconds: float, due: bool) -> None:
    made = returns()
    assert made.is_due(T0)
    made.take({2: T0}, T0)
    assert made.is_due(after(seconds)) is due


def test_what_we_sent_counts_before_it_comes_back() -> None:
    made = returns()
    made.sent(0, T0)
    assert not made.is_due(after(29)) and made.is_due(after(30))


def test_every_partition_in_its_turn() -> None:
    made, visited = returns(), []
    for n in range(2 * PARTITIONS):
        visited.append(made.next(PARTITIONS))
        made.sent(visited[-1], after(30 * n))
    assert visited == [0, 1, 2, 3, 0, 1, 2, 3]


def test_another_gateway_goes_on_with_the_turn() -> None:
    made = returns()
    made.take({0: after(-90), 1: after(-60), 2: after(-120), 3: after(-30)}, T0)
    assert made.next(PARTITIONS) == 2


@pytest.mark.parametrize(("seconds", "late"), [(60, False), (60.1, True)])
def test_none_at_all_came_back(seconds: float, late: bool) -> None:
    made = returns()
    made.take({1: after(-900)}, T0)
    found = made.late(after(seconds), PARTITIONS)
    assert found == (Late(since=T0, partitions=()) if late else None), "a start gives time"


@pytest.mark.parametrize(("seconds", "late"), [(300, False), (300.1, True)])
def test_a_new_system_has_more_time(seconds: float, late: bool) -> None:
    found = returns().late(after(seconds), PARTITIONS)
    assert found == (Late(since=T0, partitions=()) if late else None)


def test_one_partition_stands_still_while_the_others_move() -> None:
    made, patience = returns(), (PARTITIONS + 1) * 30
    for n in range(1, 20):
        if n % PARTITIONS != 3:
            made.take({n % PARTITIONS: after(30 * n)}, after(30 * n))
        expected = Late(since=T0, partitions=(3,)) if 30 * n > patience else None
        assert made.late(after(30 * n), PARTITIONS) == expected
    made.take({3: after(575)}, after(575))
    assert made.late(after(575), PARTITIONS) is None


def test_what_a_clock_noted_that_was_ahead_is_forgotten() -> None:
    made = Returns(EVERY, after(3600))
    made.take({0: after(3590), 1: after(3)}, after(3600))
    made.sent(2, after(3601))
    made.put_right(after(5))
    assert made.newest == after(3)
    assert made.is_due(after(34)) and made.next(PARTITIONS) == 0
    assert made.late(after(66), PARTITIONS) == Late(since=after(5), partitions=())


def test_a_right_clock_forgets_nothing() -> None:
    made = returns()
    made.take({0: after(31)}, after(2))
    made.put_right(after(2))
    assert made.newest == after(31), "another gateway's clock may be a little ahead"
