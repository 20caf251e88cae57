"""Sizes reproduce the published partitions."""

from __future__ import annotations

import pytest

from schema.states import PARTITION, State
from stream.sample.sizes import SIZES, Size


@pytest.mark.parametrize("size", SIZES.values(), ids=str)
def test_states_are_a_partition_of_the_whole(size: Size) -> None:
    assert set(size.states) == set(PARTITION)
    assert sum(size.states.values()) == size.total
    assert all(number > 0 for number in size.states.values()), "every state occurs"


@pytest.mark.parametrize(
    ("name", "done", "within", "overdue", "recurring"),
    [("S", 601, 404, 104, 178), ("M", 4_591, 3_086, 794, 1_360)],
)
def test_published_grouping(
    name: str, done: int, within: int, overdue: int, recurring: int
) -> None:
    states = SIZES[name].states
    assert states[State.DONE_ON_TIME] + states[State.DONE_LATE] == done
    assert within == sum(
        states[state]
        for state in (State.IN_TIME, State.DUE_SOON, State.NOT_STARTED, State.AWAITING)
    )
    assert (states[State.OVERDUE], states[State.RECURRING]) == (overdue, recurring)


@pytest.mark.parametrize("name", ["S", "M"])
def test_three_provinces_hold_about_forty_percent_of_what_is_overdue(name: str) -> None:
    size = SIZES[name]
    assert 0.4 <= sum(size.laggards) / size.states[State.OVERDUE] < 0.42
    assert sum(size.laggards[:2]) / size.states[State.OVERDUE] < 0.4
