"""Who holds how many tasks in which state."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

from schema.states import State
from stream.sample import seats as module
from stream.sample.seats import FAULTLESS, LAGGARDS, SILENT_BODY, SINGLE, Seat, loads, seats
from stream.sample.sizes import SIZES, M
from tests.stream.sample.small import tree


@cache
def dealt(name: str) -> list[Seat]:
    return seats(SIZES[name], tree(), Random(57))


def overdue(name: str) -> Counter[str]:
    return Counter(seat.top for seat in dealt(name) if seat.state is State.OVERDUE)


@pytest.mark.parametrize("name", ["S", "M"])
def test_totals_are_exact(name: str) -> None:
    size = SIZES[name]
    assert Counter(seat.state for seat in dealt(name)) == Counter({**size.states, **size.withdrawn})


@pytest.mark.parametrize("name", ["S", "M"])
def test_the_three_laggards_come_first_by_far(name: str) -> None:
    [*first, fourth] = overdue(name).most_common(4)
    assert {top for top, _ in first} == set(LAGGARDS)
    assert fourth[1] < first[2][1] * 0.7


@pytest.mark.parametrize("name", ["S", "M"])
def test_one_province_has_none_overdue_and_167_of_167_on_time(name: str) -> None:
    states = Counter(seat.state for seat in dealt(name) if seat.top == FAULTLESS)
    assert states[State.DONE_ON_TIME] == 167
    assert states[State.OVERDUE] == states[State.DONE_LATE] == 0


def test_what_is_overdue_is_spread_over_most_provinces_and_some_bodies() -> None:
    tops = overdue("M")
    assert sum(top.startswith("vn.") for top in tops) == 29
    assert sum(top.startswith("tw.") for top in tops) == 14


@pytest.mark.parametrize("name", ["S", "M"])
def test_one_body_has_a_single_task_and_one_is_silent(name: str) -> None:
    held = Counter(seat.unit.code for seat in dealt(name))
    assert held[SINGLE] == 1
    assert all(seat.silent for seat in dealt(name) if seat.unit.code == SILENT_BODY)


def test_the_medium_country_is_spread_as_the_design_says() -> None:
    numbers = loads(M, tree(), Random(57))
    kinds: Counter[str] = Counter()
    for code, number in numbers.items():
        kinds[tree().units[code].kind] += number
    assert kinds == {"central_body": 1_200, "province": 2_040, "commune": 6_591}
    assert {numbers[code] for code in numbers if code.count(".") == 2} == {1, 2}
    assert numbers["vn.01"] == 60


def test_organisations_lead_nothing() -> None:
    assert not [seat for seat in dealt("S") if seat.unit.code.startswith("dn")]


def test_silent_units_have_only_open_tasks() -> None:
    open_states = module._OPEN
    silent = [seat for seat in dealt("M") if seat.silent]
    assert len({seat.unit.code for seat in silent}) == M.silent + 1
    assert {seat.state for seat in silent} <= open_states


def test_the_same_lot_deals_the_same() -> None:
    again = seats(SIZES["S"], tree(), Random(57))
    assert [(s.unit.code, s.state) for s in again] == [(s.unit.code, s.state) for s in dealt("S")]
