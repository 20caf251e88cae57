"""The order of faults: the same for a seed, each kind before any comes again, about in time."""

from __future__ import annotations

import random

import pytest

from tests.faults.fault import Fault
from tests.faults.plan import BESIDE_S, drawn, for_at_least, in_time, rounds, some
from tests.faults.stage import Stage


def nothing(stage: Stage) -> None:
    """No trouble at all."""


QUICK = [Fault(str(number), f"row {number % 5}", nothing) for number in range(10)]
LONG = Fault("long", "row 9", nothing, lasts_s=1_000)


def test_the_same_for_a_seed() -> None:
    assert drawn(QUICK, 7, 600) == drawn(QUICK, 7, 600)
    assert drawn(QUICK, 7, 600) != drawn(QUICK, 8, 600)


def test_each_kind_comes_before_any_comes_again() -> None:
    chosen = drawn(QUICK, 1, 25 * (1 + BESIDE_S))
    assert len(chosen) == 25
    assert {fault.name for fault in chosen[:10]} == {fault.name for fault in QUICK}
    assert {fault.name for fault in chosen[10:20]} == {fault.name for fault in QUICK}


def test_what_no_longer_fits_is_left_out() -> None:
    assert LONG not in drawn([*QUICK, LONG], 1, 900)
    assert LONG in drawn([*QUICK, LONG], 1, 5_000)


@pytest.mark.parametrize(("over", "played"), [(5, 10), (13, 12), (100, 20)])
def test_a_slow_machine_leaves_out_repetitions_only(
    over: int, played: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(range(100))
    monkeypatch.setattr("tests.faults.plan.monotonic", lambda: next(times))
    assert list(in_time([*QUICK, *QUICK], over)) == [*QUICK, *QUICK][:played]


def test_a_handful_is_of_different_rows() -> None:
    chosen = some(QUICK, 3, 4)
    assert len({fault.row for fault in chosen}) == 4
    assert chosen == some(QUICK, 3, 4) != some(QUICK, 4, 4)


def test_rounds_lose_none() -> None:
    told = [list(one) for one in rounds(QUICK, 4)]
    assert [len(one) for one in told] == [4, 4, 2]
    assert [fault for one in told for fault in one] == QUICK


def test_a_slice_lasts_as_long_as_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(100))
    monkeypatch.setattr("tests.faults.plan.monotonic", lambda: next(times))
    chosen = list(for_at_least(5, QUICK, random.Random(1)))
    assert chosen[:10] == QUICK
    assert len(chosen) == 14 and set(chosen[10:]) <= set(QUICK)
