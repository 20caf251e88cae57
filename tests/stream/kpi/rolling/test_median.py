"""A median from bins is right to one bin (Q84)."""

from __future__ import annotations

from statistics import median as exact

from hypothesis import given
from hypothesis import strategies as st

from schema.flows import BINS, EDGES, bin_of
from schema.rolling import Lag
from stream.kpi.rolling.median import median


def binned(lags: list[int]) -> list[int]:
    found = [0] * BINS
    for lag in lags:
        found[bin_of(lag)] += 1
    return found


def test_no_lag_has_no_median() -> None:
    assert median([0] * BINS) is None


def test_an_odd_number_has_the_bin_of_the_middle_one() -> None:
    assert median(binned([10, 400, 90_000])) == Lag(3, 300, 600)


def test_an_even_number_has_the_mean_of_the_middle_two() -> None:
    assert median(binned([10, 70, 400, 90_000])) == Lag(4, (60 + 300) // 2, (120 + 600) // 2)
    found = median(binned([10, 70, 400, 90_000]))
    assert found is not None and (type(found.low_s), type(found.high_s)) == (int, int)


def test_the_last_bin_has_no_end() -> None:
    assert median(binned([10**8])) == Lag(1, EDGES[-1], None)
    assert median(binned([60, 10**8])) == Lag(2, (60 + EDGES[-1]) // 2, None)


@given(st.lists(st.integers(0, EDGES[-1] - 1), min_size=1, max_size=60))
def test_the_exact_median_lies_in_it(lags: list[int]) -> None:
    found = median(binned(lags))
    assert found is not None and found.high_s is not None
    assert found.low_s <= exact(lags) < found.high_s


@given(st.lists(st.integers(0, 10**7), max_size=30), st.lists(st.integers(0, 10**7), max_size=30))
def test_bins_merge(one: list[int], other: list[int]) -> None:
    together = [a + b for a, b in zip(binned(one), binned(other), strict=True)]
    assert median(together) == median(binned(one + other))
