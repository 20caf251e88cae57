"""The exponentially weighted Theil–Sen slope."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream.kpi.forecast.slope import slope

LINE = [(day, 0.01 * day) for day in range(0, 60, 5)]


def test_a_line_has_its_slope() -> None:
    assert slope(LINE, 20) == pytest.approx(0.01)


def test_one_wrong_report_moves_nothing() -> None:
    wrong = [(x, 0.99 if x == 25 else y) for x, y in LINE]
    assert slope(wrong, 20) == pytest.approx(0.01)


def test_recent_reports_say_more_than_old_ones() -> None:
    bent = [(x, 0.0 if x < 30 else 0.02 * (x - 30)) for x in range(0, 60, 5)]
    quick, slow = slope(bent, 5), slope(bent, 500)
    assert quick is not None and slow is not None
    assert quick == pytest.approx(0.02)
    assert slow < quick


def test_far_pairs_say_more_than_near_ones() -> None:
    """Two near pairs fall, the far ones rise: with equal weights the median would be lower."""
    assert slope([(0, 0.0), (50, 0.5), (51, 0.4), (52, 0.3)], 1_000) == pytest.approx(0.4 / 51)


def test_the_first_value_at_which_half_of_the_weight_is_reached() -> None:
    """Several points of a day and one of the next: slopes of equal weight, none the older."""
    two, three = [(0, 0.0), (0, 1.0), (1, 1.0)], [(0, 0.0), (0, 0.5), (0, 1.0), (1, 1.0)]
    assert (slope(two, inf), slope(three, inf)) == (0.0, 0.5)


def test_only_the_distance_of_days_counts() -> None:
    far = [(day + 10**6, share) for day, share in LINE]
    assert slope(far, 20) == slope(LINE, 20)


@pytest.mark.parametrize("points", [[], [(3, 0.4)], [(3, 0.4), (3, 0.9)]])
def test_without_two_days_there_is_none(points: list[tuple[int, float]]) -> None:
    assert slope(points, 20) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1)), min_size=2, max_size=12))
def test_it_lies_among_the_slopes_of_the_pairs(points: list[tuple[int, float]]) -> None:
    ordered = sorted(points)
    pairs = [(y - v) / (x - u) for x, y in ordered for u, v in ordered if x > u]
    found = slope(ordered, 20)
    assert (found is None) == (not pairs)
    if found is not None:
        assert min(pairs) <= found <= max(pairs)
