"""Plans by hand (Q46, Q50) and against the text of the formula, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from schema.earned.plan import Milestone, Plan, corners, course
from tests.schema.anything import calm
from tests.schema.earned.leaves import AXIS, june, plan, plans, rounded, told


def by_day(of: Plan) -> dict[int, int]:
    """Share by day of June, 1/10,000."""
    return {of.start.day + n: int(share) for n, share in enumerate(course(of, AXIS))}


def test_without_milestones_it_is_linear_in_working_days() -> None:
    """Q46: Mon 1/6 to Mon 8/6 are five working days; a weekend adds nothing."""
    assert by_day(plan(1, 8)) == {
        1: 0, 2: 2_000, 3: 4_000, 4: 6_000, 5: 8_000, 6: 8_000, 7: 8_000, 8: 10_000,
    }  # fmt: skip


def test_it_goes_through_its_milestones() -> None:
    """Q46: 0.3 by Fri 5/6 (4 days), the rest by Mon 15/6 (6 more days)."""
    shares = by_day(plan(1, 15, (300, 5), (700, None)))
    assert [shares[day] for day in (1, 3, 5, 7)] == [0, 1_500, 3_000, 3_000]
    assert [shares[day] for day in (8, 9, 15)] == [4_167, 5_333, 10_000]


def test_dates_of_milestones_are_clipped_into_the_task() -> None:
    """Q46: before the start counts from the start, past due_0 by due_0."""
    early = Plan(june(8), june(10), 1, (Milestone(1, june(1)), Milestone(1, june(30))))
    assert by_day(early) == {8: 5_000, 9: 7_500, 10: 10_000}


def test_equal_days_are_a_jump_on_that_day() -> None:
    """Q46: two milestones of a quarter each on Wed 3/6: it rises to the first and jumps."""
    shares = by_day(plan(1, 5, (1, 3), (1, 3), (2, None)))
    assert shares == {1: 0, 2: 1_250, 3: 5_000, 4: 7_500, 5: 10_000}
    jump = by_day(plan(1, 5, (1, 1), (1, None)))
    assert jump == {1: 5_000, 2: 6_250, 3: 7_500, 4: 8_750, 5: 10_000}


def test_milestones_without_a_date_are_a_jump_on_due_0() -> None:
    """Q46: 0.3 on Mon 8/6; of the two without a date the first is risen to, the second jumped."""
    shares = by_day(plan(1, 15, (3, 8), (3, None), (4, None)))
    assert [shares[day] for day in (1, 8, 12, 15)] == [0, 3_000, 5_400, 10_000]


def test_where_only_days_off_lie_between_it_jumps_on_the_later_day() -> None:
    """Q46, Q50: milestones on Fri 5/6 and Sun 7/6."""
    shares = by_day(plan(1, 9, (1, 5), (1, 7), (2, None)))
    assert [shares[day] for day in (4, 5, 6, 7, 8, 9)] == [
        1_875, 2_500, 2_500, 5_000, 7_500, 10_000,
    ]  # fmt: skip


@pytest.mark.parametrize(("start", "due"), [(3, 3), (6, 7)])
def test_no_duration_is_a_step(start: int, due: int) -> None:
    """Q50: start = due_0, or only days off between: 0 before due_0, 1 from it."""
    shares = by_day(plan(start, due))
    assert shares.pop(due) == 10_000
    assert set(shares.values()) <= {0}


def test_milestones_without_weights_are_equal() -> None:
    assert by_day(plan(1, 3, (0, 2), (0, None)))[2] == 5_000


def test_shares_are_rounded_half_up() -> None:
    """1/16 = 0.0625 stays; 1/32 of it needs a half: 312.5 becomes 313."""
    assert by_day(plan(1, 2, (1, 1), (31, None)))[1] == 313


def test_weights_beyond_the_machine_word_stay_exact() -> None:
    huge = Plan(june(1), date(2096, 6, 1), 1, (Milestone(10**12, None), Milestone(1, june(2))))
    shares = course(huge, AXIS)
    assert (shares.dtype.name, shares[0], shares[-1]) == ("int64", 0, 10_000)
    for n in (365, 9_999, 25_000):
        assert int(shares[n]) == rounded(told(huge, june(1) + timedelta(days=n)))


def test_a_hair_below_a_half_is_rounded_down() -> None:
    """A share of 0.499… ten-thousandths, the difference in the eighteenth digit."""
    assert by_day(plan(1, 5, (10**17 - 1, 2), (2 * 10**21 - 10**17 + 1, None)))[2] == 0
    assert by_day(plan(1, 5, (10**17, 2), (2 * 10**21 - 10**17, None)))[2] == 1


def test_the_last_corner_has_reached_the_whole() -> None:
    assert [corner.reached for corner in corners(plan(1, 9))] == [0, 1]
    assert [corner.reached for corner in corners(plan(1, 9, (3, 2), (4, None)))] == [0, 3, 7, 7]
    assert [corner.reached for corner in corners(plan(1, 9, (0, 2), (0, None)))] == [0, 1, 2, 2]


@calm
@given(plans())
def test_every_day_is_as_the_text_tells(of: Plan) -> None:
    shares = course(of, AXIS)
    assert len(shares) == (of.due_0 - of.start).days + 1
    for n, share in enumerate(shares):
        assert int(share) == rounded(told(of, of.start + timedelta(days=n)))


@calm
@given(plans())
def test_it_never_falls_and_ends_with_all(of: Plan) -> None:
    shares = course(of, AXIS).tolist()
    assert shares == sorted(shares)
    assert (shares[0] >= 0, shares[-1]) == (True, 10_000)
