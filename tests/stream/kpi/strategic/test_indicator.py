"""One indicator in one scope on one day, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from stream.kpi.strategic.attain import Rule
from stream.kpi.strategic.band import Band
from stream.kpi.strategic.indicator import Stand, judge
from tests.stream.kpi.strategic.say import (
    DECEMBER,
    JUNE,
    TODAY,
    held,
    indicator,
    parts,
    reading,
    target,
)

F = Fraction
STOCK = indicator(kind="stock", measure="trạm")
MIDDAY = JUNE + timedelta(days=92)
"""Half way between the baseline and the target."""


def test_5g() -> None:
    found = judge(indicator(), held(parts(42, 100), goal=target(90), base=26), (), MIDDAY)
    assert (found.value, found.asked, found.attainment) == (F(42), F(58), F(1, 2))
    assert found.band is Band.RED and not found.missed and found.state == ""


def test_5g_at_the_middle_of_2025_needs_10_7_points_a_month() -> None:
    found = judge(indicator(), held(parts(26, 100, JUNE), goal=target(90), base=26), (), JUNE)
    assert found.pace == F(32, 3)
    assert (found.attainment, found.state) == (None, "not_yet_due")


def test_the_value_is_held_against_the_path_of_today() -> None:
    """y is compared with T(today), not with T at the reading's day (Q52)."""
    early = held(parts(42, 100, JUNE + timedelta(days=46)), goal=target(90), base=26)
    assert judge(indicator(), early, (), MIDDAY).attainment == F(1, 2)


def test_past_its_day_and_not_met() -> None:
    found = judge(indicator(), held(parts(80, 100), goal=target(90), base=26), (), date(2026, 1, 1))
    assert found.missed and found.pace is None
    assert found.attainment == F(54, 64)


def test_a_first_reading_is_a_provisional_baseline_with_null_on_its_day() -> None:
    only = held(reading(40, TODAY), goal=target(0))
    down = indicator(kind="stock", measure="thôn", direction="down")
    at_first = judge(down, only, (), TODAY)
    assert at_first.baseline is not None and at_first.baseline.provisional
    assert (at_first.attainment, at_first.state) == (None, "not_yet_due")
    assert judge(down, only, (), TODAY + timedelta(days=1)).attainment == 0


def test_a_ratio_without_baseline_has_a_pace_but_no_attainment() -> None:
    found = judge(indicator(), held(parts(40, 100), goal=target(80)), (), TODAY)
    assert (found.attainment, found.state) == (None, "no_data")
    assert found.pace == F(40, 1) / 3


def test_no_target_is_no_data() -> None:
    found = judge(STOCK, held(reading(4), base=1), (), TODAY)
    assert (found.value, found.state, found.band) == (F(4), "no_data", Band.GREY)


def test_never_reported_is_no_data() -> None:
    assert judge(STOCK, held(goal=target(9), base=1), (), TODAY) == Stand(
        code="C01",
        state="no_data",
        baseline=judge(STOCK, held(base=1), (), TODAY).baseline,
        goal=judge(STOCK, held(goal=target(9)), (), TODAY).goal,
    )


def test_up_with_a_baseline_past_its_target_is_a_floor_and_flagged() -> None:
    found = judge(STOCK, held(reading(85), goal=target(90), base=95), (), TODAY)
    assert found.rule is Rule.FLOOR and found.flagged
    assert found.attainment == F(85, 90)


def test_hdi_stays_above_its_floor() -> None:
    floor = indicator(direction="floor", measure="index")
    found = judge(floor, held(reading(0.75), goal=target(0.7)), (), TODAY)
    assert (found.attainment, found.met, found.pace) == (F(1), True, F(0))


def test_a_rank_by_its_own_edition() -> None:
    """From 44 of 139 to 40 of 139; 42 of 133 half a year later, half way on the path."""
    gii = indicator(kind="rank", measure="hạng", members=139)
    found = judge(gii, held(reading(42, TODAY, n=133), goal=target(40), base=44), (), MIDDAY)
    base, end = F(95, 138), F(93, 132)
    assert found.attainment == (F(91, 132) - base) / ((end - base) / 2)
    assert found.asked == 133 - (base + end) / 2 * 132
    assert found.pace is not None and found.pace < 0


def test_a_rank_without_its_n_is_no_data() -> None:
    found = judge(indicator(kind="rank"), held(reading(3), goal=target(1), base=5), (), TODAY)
    assert (found.attainment, found.state) == (None, "no_data")


def test_a_law_is_null_through_its_day_then_zero_then_one() -> None:
    law = indicator(kind="bool", measure="có/chưa")
    waits = held(reading(0), goal=target(1))
    assert judge(law, waits, (), DECEMBER).state == "not_yet_due"
    late = judge(law, waits, (), DECEMBER + timedelta(days=1))
    assert (late.attainment, late.missed, late.pace) == (F(0), True, None)
    assert judge(law, held(reading(1), goal=target(1)), (), TODAY).attainment == 1


def test_too_old_is_null_and_stale_is_grey_but_still_in_the_index() -> None:
    once = held(parts(42, 100, JUNE), goal=target(90), base=26)
    stale = judge(indicator(), once, (), JUNE + timedelta(days=130))
    assert stale.attainment is not None and stale.band is Band.GREY
    assert judge(indicator(), once, (), JUNE + timedelta(days=241)).attainment is None


def test_units_add_up_where_the_scope_has_nothing_of_its_own() -> None:
    one = held(reading(10), goal=target(20), base=0)
    other = held(reading(30), goal=target(100), base=0)
    found = judge(STOCK, held(), [one, other], MIDDAY)
    assert (found.value, found.asked, found.attainment) == (F(40), F(60), F(2, 3))


def test_a_unit_that_never_reported_shows_in_the_coverage() -> None:
    one = held(reading(10), goal=target(20), base=0)
    found = judge(STOCK, held(), [one, held(goal=target(100), base=0), held()], MIDDAY)
    assert found.measured is not None and found.measured.coverage == F(1, 3)
    assert (found.attainment, found.band) == (F(1), Band.GREY)


def test_a_scopes_own_reading_stands_before_the_sum() -> None:
    found = judge(STOCK, held(reading(7)), [held(reading(1))], TODAY)
    assert found.value == 7


def test_the_target_of_a_ratio_is_only_its_own() -> None:
    units = [held(parts(1, 2), goal=target(90), base=0)]
    found = judge(indicator(), held(base=0), units, TODAY)
    assert (found.value, found.goal, found.state) == (F(50), None, "no_data")


@given(values=st.lists(st.integers(0, 100), min_size=1, max_size=6), days=st.integers(1, 300))
def test_children_roll_up_to_the_parent(values: list[int], days: int) -> None:
    day = JUNE + timedelta(days=days)
    units = [held(reading(value, JUNE), goal=target(100), base=0) for value in values]
    found = judge(indicator(kind="stock", max_age=3650), held(), units, day)
    alone = [judge(indicator(kind="stock", max_age=3650), unit, (), day) for unit in units]
    assert found.value == sum(one.value or 0 for one in alone)
    assert found.asked == sum(one.asked or 0 for one in alone)


@given(value=st.none() | st.integers(0, 200), days=st.integers(0, 400))
def test_null_iff_nothing_known_or_nothing_asked(value: int | None, days: int) -> None:
    day = JUNE + timedelta(days=days)
    mine = held(*([reading(value, JUNE)] if value is not None else []), goal=target(90), base=26)
    found = judge(STOCK, mine, (), day)
    known = value is not None and days <= 240
    assert (found.attainment is not None) == (known and days > 0)
    assert (found.state == "") == (found.attainment is not None)
