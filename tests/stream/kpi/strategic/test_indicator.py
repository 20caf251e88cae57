"""One indicator in one scope on one day, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from schema.attain import Rule
from stream.kpi.strategic.band import Band
from stream.kpi.strategic.facts import Held
from stream.kpi.strategic.indicator import Stand, judge
from stream.kpi.strategic.path import Point
from stream.kpi.strategic.way import NO_DATA, Chance
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


def test_on_its_day_it_is_not_missed_yet() -> None:
    late = held(parts(80, 100, DECEMBER), goal=target(90), base=26)
    assert not judge(indicator(), late, (), DECEMBER).missed
    assert judge(indicator(), late, (), DECEMBER + timedelta(days=1)).missed


def test_when_it_is_met_hangs_on_its_rule_and_direction() -> None:
    down = indicator(kind="stock", measure="thôn", direction="down")
    keep = indicator(kind="stock", measure="trạm", direction="hold")
    for one, value, met in [
        (down, 10, True), (down, 11, False), (keep, 9.5, True), (keep, 9, False),
        (STOCK, 10, True), (STOCK, 9, False),
    ]:  # fmt: skip
        base = 60 if one is down else 0
        assert judge(one, held(reading(value), goal=target(10), base=base), (), TODAY).met is met


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


def test_a_rank_whose_first_edition_has_no_size_has_no_path() -> None:
    two = held(reading(50, JUNE), reading(42, TODAY, n=133), goal=target(40))
    found = judge(indicator(kind="rank"), two, (), TODAY)
    assert (found.attainment, found.asked, found.state) == (None, None, "no_data")


def test_a_law_is_null_through_its_day_then_zero_then_one() -> None:
    law = indicator(kind="bool", measure="có/chưa")
    waits = held(reading(0), goal=target(1))
    assert judge(law, waits, (), DECEMBER).state == "not_yet_due"
    late = judge(law, waits, (), DECEMBER + timedelta(days=1))
    assert (late.attainment, late.missed, late.pace) == (F(0), True, None)
    there = judge(law, held(reading(1), goal=target(1)), (), TODAY)
    assert (there.attainment, there.met, there.rule) == (F(1), True, Rule.PATH)
    before = judge(law, waits, (), TODAY)
    assert (before.pace, before.met, before.missed) == (None, False, False)
    assert late.chance == there.chance == NO_DATA


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


def test_a_scopes_own_baseline_stands_before_the_sum() -> None:
    units = [held(reading(50), base=20), held(reading(30), base=20)]
    found = judge(STOCK, held(goal=target(110), base=10), units, MIDDAY)
    assert found.baseline is not None and found.baseline.point.value == 10
    assert (found.asked, found.attainment) == (F(60), F(7, 5))


def test_the_baseline_of_a_ratio_is_only_its_own() -> None:
    found = judge(indicator(), held(goal=target(90)), [held(parts(1, 2), base=0)], TODAY)
    assert (found.value, found.baseline, found.attainment) == (F(50), None, None)


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


FIVE_G = held(parts(34, 100, date(2025, 8, 15)), parts(42, 100), goal=target(90), base=26)


def test_how_likely_5g_hits_by_hand() -> None:
    """docs/method-strategic.md: a quarter of the way at half of the time, 31.68 %."""
    assert judge(indicator(), FIVE_G, (), MIDDAY).chance == Chance(3_168)


def test_the_day_itself_and_after_it_nothing_is_due() -> None:
    for day in (DECEMBER, DECEMBER + timedelta(days=1)):
        assert judge(indicator(max_age=365), FIVE_G, (), day).chance.state == "nothing_due"


def test_a_baseline_and_one_reading_are_too_few() -> None:
    found = judge(indicator(), held(parts(34, 100), goal=target(90), base=26), (), TODAY)
    assert found.chance == Chance(None, "too_few")


def test_what_is_not_known_has_no_chance() -> None:
    law = indicator(kind="bool", measure="")
    for kind, facts in ((law, held(reading(0), goal=target(1))), (STOCK, held(reading(4), base=1))):
        assert judge(kind, facts, (), TODAY).chance == NO_DATA


def test_unlikely_to_hit_is_red_however_well_it_stood() -> None:
    """Nine tenths of the path in September, and since then it has fallen."""
    months = [(date(2025, 7, 31), 60), (date(2025, 8, 31), 70), (date(2025, 9, 30), 75),
              (date(2025, 10, 31), 64), (date(2025, 11, 30), 52)]  # fmt: skip
    plan = target(90, trajectory=((date(2025, 11, 30), Decimal(53)),))
    falls = held(*(parts(n, 100, on) for on, n in months), goal=plan, base=26)
    found = judge(indicator(), falls, (), date(2025, 11, 30))
    assert found.attainment is not None and found.attainment > F(95, 100)
    assert found.chance.p is not None and found.chance.p < 2_000
    assert found.band is Band.RED


def test_a_sum_of_units_has_the_chance_of_their_sum() -> None:
    days = [JUNE + timedelta(days=30 * n) for n in (1, 2, 3)]
    unit = held(*(reading(26 + 10 * n, day) for n, day in enumerate(days, 1)), goal=target(90),
                base=26)  # fmt: skip
    alone = judge(STOCK, unit, (), TODAY)
    both = judge(STOCK, held(), (unit, unit), TODAY)
    assert both.measured is not None and both.measured.rolled
    assert both.chance == alone.chance and alone.chance.p is not None


def flows(*monthly: int, since: date = JUNE) -> Held:
    """A unit's flow from July on, with its baseline of nothing."""
    told = (
        reading(n, date(2025, month, 28), period=f"2025-{month:02}")
        for month, n in enumerate(monthly, since.month + 1)
    )
    return Held(readings=tuple(told), targets=(target(90),), baseline=Point(since, F(0)))


def test_the_chance_of_a_flow_is_that_of_its_sums() -> None:
    """All periods after the baseline count, the first as well."""
    flow = indicator(kind="flow", measure="suất")
    summed = held(
        *(reading(n, date(2025, m, 28)) for m, n in ((7, 7), (8, 15), (9, 24))),
        goal=target(90), base=0,
    )  # fmt: skip
    alone = judge(flow, flows(7, 8, 9), (), TODAY)
    assert alone.chance == judge(STOCK, summed, (), TODAY).chance
    assert alone.chance.p is not None and alone.value == 24
    both = judge(flow, held(), (flows(7, 8, 9), flows(7, 8, 9)), TODAY)
    assert both.chance == alone.chance


def test_each_unit_of_a_sum_counts_from_its_own_baseline() -> None:
    """The first since the end of May, the other since the end of June."""
    flow, may = indicator(kind="flow", measure="suất"), date(2025, 5, 31)
    both = judge(flow, held(), (flows(5, 7, 8, 9, since=may), flows(7, 8, 9)), TODAY)
    stocks = (
        Held(
            readings=tuple(reading(n, date(2025, m, 28)) for m, n in enumerate((5, 12, 20, 29), 6)),
            targets=(target(90),),
            baseline=Point(may, F(0)),
        ),
        held(*(reading(n, date(2025, m, 28)) for m, n in enumerate((7, 15, 24), 7)),
             goal=target(90), base=0),
    )  # fmt: skip
    told = judge(STOCK, held(), stocks, TODAY)
    assert both.value == told.value == 53
    assert both.chance == told.chance and told.chance.p is not None


def test_a_scopes_own_target_is_for_the_sum_of_its_units() -> None:
    days = [JUNE + timedelta(days=30 * n) for n in (1, 2, 3)]
    units = [
        held(*(reading(n * each, day) for n, day in enumerate(days, 1)), base=0) for each in (5, 10)
    ]
    found = judge(STOCK, held(goal=target(90)), units, MIDDAY)
    assert (found.value, found.asked, found.attainment) == (F(45), F(45), F(1))
    assert found.chance.p is not None


def test_a_ratio_added_up_and_a_rank_without_a_field_have_none() -> None:
    province = held(parts(34, 100, JUNE + timedelta(days=40)), parts(42, 100), base=26)
    both = judge(indicator(), held(goal=target(90), base=26), (province, province), TODAY)
    assert both.measured is not None and both.measured.rolled
    assert both.chance == NO_DATA


def test_a_rank_is_judged_on_its_share_of_the_field() -> None:
    rank = indicator(kind="rank", members=34)
    days = [JUNE + timedelta(days=30 * n) for n in (1, 2, 3)]
    rises = held(*(reading(30 - 4 * n, day) for n, day in enumerate(days, 1)), goal=target(10),
                 base=30)  # fmt: skip
    falls = held(*(reading(30 + n, day) for n, day in enumerate(days, 1)), goal=target(10), base=30)
    up, down = (judge(rank, one, (), TODAY).chance.p for one in (rises, falls))
    assert up is not None and down is not None and down < 3_000 < up


@given(st.lists(st.integers(0, 100), min_size=3, max_size=8), st.integers(1, 60))
def test_a_nearer_target_is_not_less_likely_while_the_way_is_not_left(
    percents: list[int], nearer: int
) -> None:
    """With readings that never fall below the baseline."""
    days = [JUNE + timedelta(days=10 * n) for n in range(1, len(percents) + 1)]
    said = [parts(26 + one, 1000, day) for one, day in zip(sorted(percents), days, strict=True)]
    far, near = (
        judge(indicator(), held(*said, goal=target(goal), base=2.6), (), days[-1]).chance.p
        for goal in (90, 90 - nearer)
    )
    assert far is not None and near is not None and near >= far - 1
