"""Q52, Q54, Q56: where an indicator began and where it is to be."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from stream.kpi.strategic.goal import asked, goal, scaled_start, start, sum_goals, sum_starts
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

STOCK = indicator(kind="stock", measure="trạm")


def test_a_baseline_of_zero_is_a_baseline() -> None:
    begin = start(STOCK, held(reading(5), base=0), TODAY)
    assert begin is not None and (begin.point.value, begin.provisional) == (Fraction(0), False)


def test_without_one_the_first_reading_in_order_stands_in_and_is_flagged() -> None:
    begin = start(STOCK, held(reading(9, TODAY), reading(5, JUNE)), TODAY)
    assert begin is not None and begin.provisional
    assert begin.point[:2] == (JUNE, Fraction(5))


def test_a_flow_begins_with_the_end_of_its_first_period_a_stock_when_it_was_told() -> None:
    june = held(reading(7, date(2025, 7, 1), period="2025-06"))
    flow, stock = start(indicator(kind="flow"), june, TODAY), start(STOCK, june, TODAY)
    assert flow is not None and flow.point.on == JUNE
    assert stock is not None and stock.point.on == date(2025, 7, 1)


def test_a_first_reading_that_tells_no_value_is_no_start() -> None:
    assert start(STOCK, held(reading(None)), TODAY) is None


def test_ratio_and_boolean_take_none() -> None:
    assert start(indicator(), held(parts(1, 2)), TODAY) is None
    assert start(indicator(kind="bool"), held(reading(0)), TODAY) is None


def test_the_target_ahead_else_the_last_one() -> None:
    both = held(goal=[target(50, TODAY), target(90)])
    for day, value in [(TODAY, 50), (TODAY + timedelta(days=1), 90), (date(2030, 1, 1), 90)]:
        found = goal(both, day)
        assert found is not None and found.value == value


def test_an_earlier_target_is_a_point_on_the_way() -> None:
    both = held(goal=[target(50, TODAY), target(90)], base=26)
    aim, begin = goal(both, DECEMBER), start(STOCK, both, TODAY)
    assert aim is not None and asked([begin], aim, TODAY) == 50


def test_sums_need_every_unit() -> None:
    one, other = held(goal=target(10), base=1), held(goal=target(20, date(2026, 3, 1)), base=2)
    aim = sum_goals([goal(one, TODAY), goal(other, TODAY)])
    begin = sum_starts([start(STOCK, one, TODAY), start(STOCK, other, TODAY)])
    assert aim is not None and (aim.value, aim.by) == (Fraction(30), date(2026, 3, 1))
    assert begin is not None and begin.point[:2] == (JUNE, Fraction(3))
    assert not begin.provisional
    guessed = sum_starts([begin, start(STOCK, held(reading(5, TODAY)), TODAY)])
    assert guessed is not None and guessed.provisional and guessed.point.on == TODAY
    assert sum_goals([goal(one, TODAY), None]) is None
    assert sum_starts([None, begin]) is None


def test_paths_of_units_add_up() -> None:
    units = [held(goal=target(90), base=26), held(goal=target(9), base=1)]
    aim = sum_goals([goal(one, TODAY) for one in units])
    assert aim is not None
    found = asked([start(STOCK, one, TODAY) for one in units], aim, JUNE + timedelta(days=92))
    assert found == 58 + 5


def test_a_missing_baseline_gives_no_path() -> None:
    aim = goal(held(goal=target(90)), TODAY)
    assert aim is not None and asked([None], aim, TODAY) is None
    assert asked([], aim, TODAY) is None


def test_nothing_is_no_sum() -> None:
    assert sum_starts([]) is None
    assert sum_goals([]) is None
    assert goal(held(), TODAY) is None


def test_a_rank_without_the_size_of_its_field_has_no_share_of_it() -> None:
    rank = indicator(kind="rank")
    begin = start(rank, held(reading(44, JUNE)), TODAY)
    assert begin is not None and scaled_start(rank, begin) is None
    sized = start(rank, held(reading(44, JUNE, n=139)), TODAY)
    scaled = scaled_start(rank, sized)
    assert scaled is not None and scaled.point.value == Fraction(95, 138)
    assert scaled_start(STOCK, begin) is begin and scaled_start(rank, None) is None
