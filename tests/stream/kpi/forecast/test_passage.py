"""The time left as a distribution: chances and quantiles are each other's inverse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.kpi.forecast.passage import LONGEST, Passage

PASSAGES = st.builds(
    Passage,
    horizon=st.floats(7.5, 400),
    grace=st.just(7.0),
    middle=st.floats(-3, 3),
    spread=st.floats(0.1, 1),
    past=st.floats(1, 3),
)


@given(PASSAGES, st.floats(0.01, 0.99))
def test_after_its_days_the_rest_of_the_chance_is_left(one: Passage, chance: float) -> None:
    days = one.days_at(chance)
    if 0 < days < LONGEST:
        assert one.open_after(days) == pytest.approx(1 - chance, abs=1e-6)


@given(PASSAGES, st.floats(0, 500), st.floats(0, 500))
def test_after_more_days_it_is_never_more_likely_open(
    one: Passage, days: float, more: float
) -> None:
    assert 0.0 <= one.open_after(days + more) <= one.open_after(days) <= 1.0


@given(PASSAGES)
def test_it_has_not_ended_yet(one: Passage) -> None:
    assert one.open_after(0.0) == 1.0
    assert one.days_at(0.001) >= 0.0


def test_the_middle_of_zero_is_the_horizon() -> None:
    far = Passage(horizon=500.0, grace=1.0, middle=0.0, spread=0.1, past=2.0)
    assert far.days_at(0.5) == pytest.approx(499.0)


def test_by_hand() -> None:
    """D = 9, c = 1, scale 1: open after 9 days 1/2, after none 1 - 1/11 = 10/11."""
    one = Passage(horizon=10.0, grace=1.0, middle=0.0, spread=1.0, past=1.0)
    assert one.open_after(9.0) == pytest.approx((1 / 2) / (10 / 11))
    assert one.days_at(1 - 0.55) == pytest.approx(9.0)


def test_past_the_horizon_time_counts_slower() -> None:
    plain = Passage(horizon=50.0, grace=5.0, middle=0.0, spread=0.3, past=1.0)
    slow = Passage(horizon=50.0, grace=5.0, middle=0.0, spread=0.3, past=2.0)
    assert slow.open_after(40.0) == plain.open_after(40.0)
    assert slow.open_after(90.0) > plain.open_after(90.0)
    assert slow.days_at(0.9) > plain.days_at(0.9)


@pytest.mark.parametrize("middle", [-900.0, 900.0])
def test_nothing_goes_beyond_twenty_years_or_breaks(middle: float) -> None:
    one = Passage(horizon=400.0, grace=7.0, middle=middle, spread=0.5, past=3.0)
    assert 0.0 <= one.days_at(0.9) <= LONGEST
    assert 0.0 <= one.open_after(10.0) <= 1.0
