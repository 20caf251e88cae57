"""The time left as a distribution: chances and quantiles are each other's inverse."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.kpi.forecast.passage import LONGEST, Passage

PASSAGES = st.builds(
    Passage,
    left=st.floats(0.5, 400),
    late=st.floats(0.001, 0.999),
    early=st.floats(1, 5),
    eve=st.floats(0, 0.9),
    scale=st.floats(0.5, 90),
    shape=st.floats(0.5, 2),
)
TEN = Passage(left=10.0, late=0.4, early=2.0, eve=0.5, scale=20.0, shape=1.0)


@given(PASSAGES, st.floats(0.01, 0.99))
def test_after_its_days_the_rest_of_the_chance_is_left(one: Passage, chance: float) -> None:
    days = one.days_at(chance)
    if days < LONGEST:
        assert one.open_after(days) <= 1 - chance + 1e-6
        assert one.open_after(days * 0.999) >= 1 - chance - 0.02


@given(PASSAGES, st.floats(0, 500), st.floats(0, 500))
def test_after_more_days_it_is_never_more_likely_open(
    one: Passage, days: float, more: float
) -> None:
    assert 0.0 <= one.open_after(days + more) <= one.open_after(days) <= 1.0


@given(PASSAGES, st.floats(0.01, 0.98))
def test_quantiles_are_in_order(one: Passage, chance: float) -> None:
    assert 0.0 <= one.days_at(chance) <= one.days_at(chance + 0.01) <= LONGEST


@given(PASSAGES)
def test_it_has_not_ended_yet_and_is_late_with_the_given_chance(one: Passage) -> None:
    assert one.open_after(0.0) == 1.0
    assert one.open_after(one.left) == pytest.approx(one.late)


def test_by_hand_in_time() -> None:
    """0.6 of all in time, half of it on the due day: 0.3 lies before it, a quarter of that by 5."""
    assert TEN.open_after(5.0) == pytest.approx(1 - 0.3 / 4)
    assert TEN.days_at(0.3 / 4) == pytest.approx(5.0)
    assert TEN.days_at(0.31) == TEN.days_at(0.6) == 10.0


def test_by_hand_late() -> None:
    """Of 0.4 late a half ends within 20 log 2 days after it: 0.8 of all."""
    assert TEN.days_at(0.8) == pytest.approx(10 + 20 * log(2))
    assert TEN.open_after(10 + 20 * log(2)) == pytest.approx(0.2)
    assert replace(TEN, shape=2.0).days_at(0.8) == pytest.approx(10 + 20 * log(2) ** 2)


def test_past_the_due_date_only_lateness_is_left() -> None:
    late = replace(TEN, left=0.0, late=1.0)
    assert late.days_at(0.5) == pytest.approx(20 * log(2))
    assert late.open_after(0.0) == 1.0


def test_all_of_it_on_the_due_day() -> None:
    assert replace(TEN, eve=1.0).days_at(0.01) == 10.0


def test_nothing_goes_beyond_twenty_years() -> None:
    assert replace(TEN, scale=1e9).days_at(0.99) == LONGEST
