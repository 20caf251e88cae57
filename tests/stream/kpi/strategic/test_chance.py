"""P(hit) of a path of readings: by hand, and what holds of any path."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.kpi.strategic.chance import CONSTANTS, MOST, WHOLE, Aim, Told, chance
from tests.calibration import indicators, seeds

BEGIN, BY = date(2025, 6, 30), date(2025, 12, 31)
HALF = BEGIN + timedelta(days=92)
PLAN = Aim(by=BY, days=184.0, rest=0.5)
SLOW = [Told(BEGIN, 0.0), Told(BEGIN + timedelta(days=46), 0.125), Told(HALF, 0.25)]
KEPT = Aim(by=BY, days=365.0, rest=0.0, unit=0.05)


def line(share: float, points: int = 12) -> list[Told]:
    """Even readings up to the half of the time, the last at `share` of the way."""
    gap = 92 // (points - 1)
    return [
        Told(HALF - timedelta(days=gap * back), share * (1 - back / (points - 1)))
        for back in range(points - 1, -1, -1)
    ]


@st.composite
def paths(draw: st.DrawFn) -> list[Told]:
    days = draw(st.lists(st.integers(0, 180), min_size=3, max_size=15, unique=True))
    shares = draw(st.lists(st.floats(-1, 2), min_size=len(days), max_size=len(days)))
    return [
        Told(BEGIN + timedelta(days=day), share)
        for day, share in zip(sorted(days), shares, strict=True)
    ]


AIMS = st.builds(
    Aim,
    by=st.just(BY),
    days=st.floats(1, 900),
    rest=st.floats(0, 1),
    unit=st.floats(0.01, 1),
    width=st.none() | st.floats(0.01, 0.2),
)


def test_by_hand() -> None:
    """docs/method-strategic.md: a quarter of the way at half of the time."""
    assert chance(SLOW, PLAN) == 3_168


@pytest.mark.parametrize("points", [0, 1, 2])
def test_fewer_than_three_days_say_nothing(points: int) -> None:
    assert chance(SLOW[:points], PLAN) is None


@given(paths(), AIMS)
def test_it_is_never_certain_and_always_the_same(told: list[Told], aim: Aim) -> None:
    p = chance(told, aim)
    assert p is not None and 1 <= p <= WHOLE - 1
    assert p == chance(list(told), aim)


@given(paths(), st.floats(1, 900), st.floats(0, 1))
def test_a_whole_path_further_on_is_not_less_likely_to_hit(
    told: list[Told], days: float, more: float
) -> None:
    aim = Aim(by=BY, days=days, rest=0.5)
    further = [Told(one.on, one.share + more) for one in told]
    before, after = chance(told, aim), chance(further, aim)
    assert before is not None and after is not None
    assert after >= before - 1  # floats of a shifted path differ in the last digit


@given(paths(), st.floats(0, 1), st.floats(0, 1))
def test_a_plan_that_goes_further_from_here_is_expected_to(
    told: list[Told], rest: float, more: float
) -> None:
    """The class is the plan: a plan that leaves much to the end is not held against the path."""
    still = Aim(by=BY, days=184.0, rest=rest)
    own = replace(CONSTANTS, scatter_weight=1e9)  # what it scatters counts alike for both
    one, two = chance(told, still, own), chance(told, replace(still, rest=rest + more), own)
    assert one is not None and two is not None and two >= one


def test_more_of_the_way_is_likelier() -> None:
    found = [chance(line(share), PLAN) or 0 for share in (0.1, 0.3, 0.5, 0.7, 0.9, 1.1)]
    assert found == sorted(found)
    assert found[0] < 2_000 < 4_500 < found[2] < 5_500 < 8_000 < found[-1]


def test_an_hour_before_the_end_only_what_is_there_counts() -> None:
    eve = [Told(BY - timedelta(days=day), 0.9) for day in (60, 30, 1)]
    reached = [Told(one.on, 1.1) for one in eve]
    last = replace(PLAN, rest=0.01)
    low, high = chance(eve, last), chance(reached, last)
    assert low is not None and high is not None
    assert low < 1_000 and high > 9_000


def test_on_the_day_itself_the_plan_asks_for_no_pace() -> None:
    """Pace 2/7 of the slope; 0.05 beyond the target at a scale of 0.024801 is 0.88249."""
    last = [Told(BY - timedelta(days=60), 0.4), Told(BY - timedelta(days=30), 0.7), Told(BY, 1.0)]
    assert chance(last, replace(PLAN, rest=0.0)) == WHOLE // 2
    beyond = [Told(one.on, one.share + 0.05) for one in last]
    assert chance(beyond, replace(PLAN, rest=0.0)) == 8_825


def test_only_the_last_dozen_counts() -> None:
    early = [Told(BEGIN - timedelta(days=300 + n), 5.0) for n in range(9, 0, -1)]
    assert chance(early + line(0.4), PLAN) == chance(line(0.4), PLAN)
    assert len(line(0.4)) == MOST


def test_one_wrong_reading_moves_little() -> None:
    right = line(0.5)
    wrong = [one._replace(share=0.0) if n == 6 else one for n, one in enumerate(right)]
    one, other = chance(right, PLAN), chance(wrong, PLAN)
    assert one is not None and other is not None and abs(one - other) < 400


def test_a_level_is_kept_on_both_sides_or_on_one() -> None:
    there = [Told(BEGIN + timedelta(days=day), 1.0 + 0.01) for day in (0, 30, 60, 90)]
    beyond = [Told(one.on, 1.3) for one in there]
    floor, hold = chance(there, KEPT), chance(there, replace(KEPT, width=0.05))
    assert floor is not None and hold is not None and floor > 5_000
    assert chance(beyond, KEPT) == WHOLE - 1
    assert chance(beyond, replace(KEPT, width=0.05)) == 1


def test_a_level_by_hand() -> None:
    """1.02 all along, 92 days ahead of 365: scale 0.011118; 0.99816 up to 1.05, less 0.0631."""
    there = [one._replace(share=1.02) for one in SLOW]
    assert chance(there, replace(KEPT, width=0.05)) == 9_351
    assert chance(there, KEPT) == 8_580


@pytest.mark.parametrize("process", [*indicators.TUNED, *indicators.STRANGE])
def test_it_beats_the_base_rate_and_red_is_mostly_missed(process: str) -> None:
    """On seeds nothing was found on; a slice of what `make calibrate` prints."""
    found = indicators.answered(indicators.questions(seeds.CHECKED, process, 60))
    met = indicators.hit_share(found)
    assert 0.35 < met < 0.65 and len(found) > 300
    assert indicators.brier(found) < met * (1 - met) - 0.005
    assert indicators.hit_share(indicators.unlikely(found)) < 0.27


@pytest.mark.parametrize("process", [*indicators.TUNED, *indicators.STRANGE])
def test_a_seed_asks_the_same_and_another_other_things(process: str) -> None:
    first = list(indicators.questions((1,), process, 3))
    assert first == list(indicators.questions((1,), process, 3))
    assert first != list(indicators.questions((2,), process, 3))
