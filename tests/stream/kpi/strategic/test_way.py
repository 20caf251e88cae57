"""The path of readings on the scale of its target."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from schema.attain import Rule
from stream.kpi.strategic.chance import Aim, Told, chance
from stream.kpi.strategic.goal import Goal, Start, same
from stream.kpi.strategic.path import Point
from stream.kpi.strategic.way import NO_DATA, Value, chance_of, level, of_sum, scale_of, values
from tests.stream.kpi.strategic.say import DECEMBER, JUNE, TODAY, held, indicator, parts, reading

F = Fraction
STOCK, FLOW = indicator(kind="stock"), indicator(kind="flow")
RANK = indicator(kind="rank", members=34)
MAY, JULY, AUGUST = date(2025, 5, 31), date(2025, 7, 31), date(2025, 8, 31)
WAY = Goal(value=F(90), by=DECEMBER, ahead=((Point(DECEMBER, F(90)),),))
START = Start(point=Point(JUNE, F(26)))


def told(*shares: float) -> list[Value]:
    """A value a month from July on."""
    days = (JULY, AUGUST, TODAY)
    return [(day, F(str(value))) for day, value in zip(days, shares, strict=False)]


def test_a_stock_is_its_readings_one_a_day_in_order() -> None:
    known = held(reading(7, AUGUST), reading(5, JULY), reading(9, TODAY))
    assert values(STOCK, known, None, AUGUST) == [(JULY, F(5)), (AUGUST, F(7))]


def test_a_ratio_is_its_parts() -> None:
    assert values(indicator(), held(parts(1, 3, JULY)), None, TODAY) == [(JULY, F(100, 3))]


def test_a_flow_is_the_sum_of_the_periods_after_the_baseline() -> None:
    months = [reading(n, date(2025, n, 28), period=f"2025-{n:02}") for n in (6, 7, 8)]
    found = values(FLOW, held(*months), JUNE, TODAY)
    assert found == [(date(2025, 7, 28), F(7)), (date(2025, 8, 28), F(15))]


def test_a_day_of_a_flow_on_the_day_of_the_baseline_is_in_it() -> None:
    days = held(reading(7, JUNE), reading(5, JULY))
    assert values(FLOW, days, JUNE, TODAY) == [(JULY, F(5))]


def test_a_flow_without_a_baseline_begins_after_its_first_period() -> None:
    months = [reading(n, date(2025, n, 28), period=f"2025-{n:02}") for n in (7, 8, 9)]
    assert [value for _, value in values(FLOW, held(*months), None, TODAY)] == [F(8), F(17)]


def test_a_reading_stands_for_the_end_of_its_period_but_for_no_later_day() -> None:
    early = reading(3, date(2025, 8, 10), period="2025-08")
    late = reading(4, date(2025, 9, 10), period="2025-07")
    assert [on for on, _ in values(STOCK, held(early), None, TODAY)] == [date(2025, 8, 10)]
    assert [on for on, _ in values(STOCK, held(late), None, TODAY)] == [JULY]


def test_a_rank_is_a_share_of_its_own_field() -> None:
    known = held(reading(34, JULY), reading(1, AUGUST, n=10))
    assert values(RANK, known, None, TODAY) == [(JULY, F(0)), (AUGUST, F(1))]
    assert scale_of(RANK, 11)(F(6)) == F(1, 2)
    assert scale_of(STOCK, None)(F(6)) == 6


def test_a_sum_begins_when_all_have_reported_and_has_a_point_a_week() -> None:
    monday = date(2025, 9, 1)
    days = [monday + timedelta(days=n) for n in (0, 2, 4, 7)]
    one = [(days[0], F(1)), (days[2], F(3))]
    other = [(days[1], F(10)), (days[3], F(20))]
    assert of_sum([one, other]) == [(days[2], F(13)), (days[3], F(23))]
    assert of_sum([one, []]) == of_sum([]) == []


def test_levels_by_hand() -> None:
    points, aim = level(Rule.FLOOR, told(80, 90), F(100), DECEMBER) or ([], None)
    assert [one.share for one in points] == pytest.approx([0.8, 0.9])
    assert [one.on for one in points] == [JULY, AUGUST]
    assert aim == Aim(by=DECEMBER, days=365.0, rest=0.0, unit=0.05, width=None)
    turned = level(Rule.CEILING, told(80, 90), F(100), DECEMBER)
    assert turned is not None
    assert [one.share for one in turned[0]] == pytest.approx([1.2, 1.1])
    kept = level(Rule.HOLD, told(80), F(100), DECEMBER)
    assert kept is not None and kept[1].width == 0.05
    assert level(Rule.HOLD, told(80), F(0), DECEMBER) is None


def test_a_known_baseline_is_a_point_and_a_provisional_one_is_a_reading_already() -> None:
    guess = Start(point=Point(JULY, F(30)), provisional=True)
    assert chance_of(told(34, 42), Rule.PATH, [START], WAY, same).p is not None
    assert chance_of(told(30, 42), Rule.PATH, [guess], WAY, same).state == "too_few"


@pytest.mark.parametrize("rule", [Rule.FLOOR, Rule.CEILING, Rule.HOLD])
def test_the_chance_of_a_level_is_that_of_its_distances(rule: Rule) -> None:
    known = told(80, 85, 91)
    points, aim = level(rule, known, F(90), DECEMBER) or ([], None)
    found = chance_of(known, rule, [], WAY, same)
    assert aim is not None and found.p == chance(points, aim) and found.p is not None


def test_a_baseline_is_a_point_only_before_the_first_reading() -> None:
    """On its day, after it, or taken from a reading it is none: two readings are too few."""
    for begin in (
        Start(point=Point(JULY, F(26))),
        Start(point=Point(AUGUST, F(26))),
        Start(point=Point(JUNE, F(26)), provisional=True),
    ):
        assert chance_of(told(34, 42), Rule.PATH, [begin], WAY, same).state == "too_few"


def test_the_plan_of_a_day_is_a_day_long() -> None:
    """From 26 on 30/12 to 90 on 31/12, all of it still to go; shares of 64 by hand."""
    begin = Start(point=Point(DECEMBER - timedelta(days=1), F(26)))
    shares = [F(value - 26, 64) for value in (34, 42, 60)]
    by_hand = [Told(on, float(s)) for (on, _), s in zip(told(0, 0, 0), shares, strict=True)]
    aim = Aim(by=DECEMBER, days=1.0, rest=1.0)
    found = chance_of(told(34, 42, 60), Rule.PATH, [begin], WAY, same)
    assert found.p == chance(by_hand, aim) != chance(by_hand, Aim(by=DECEMBER, days=2.0, rest=1.0))


def test_downwards_is_upwards_turned_over() -> None:
    down = Goal(value=F(-90), by=DECEMBER, ahead=((Point(DECEMBER, F(-90)),),))
    begin = Start(point=Point(JUNE, F(-26)))
    turned = [(on, -value) for on, value in told(34, 42, 60)]
    up = chance_of(told(34, 42, 60), Rule.PATH, [START], WAY, same)
    assert chance_of(turned, Rule.PATH, [begin], down, same) == up


def test_a_plan_that_leaves_most_to_the_end_forgives_a_slow_beginning() -> None:
    late = (Point(date(2025, 11, 30), F(30)), Point(DECEMBER, F(90)))
    end = Goal(value=F(90), by=DECEMBER, ahead=(late,))
    slow = told(27, 28, 29)
    planned = chance_of(slow, Rule.PATH, [START], end, same).p
    even = chance_of(slow, Rule.PATH, [START], WAY, same).p
    assert planned is not None and even is not None and planned > even


@pytest.mark.parametrize(
    ("rule", "starts", "goal"),
    [
        (Rule.PATH, [None], WAY),
        (Rule.PATH, [], WAY),
        (Rule.PATH, [START, START], WAY),
        (Rule.PATH, [Start(point=Point(JUNE, F(90)))], WAY),
        (Rule.HOLD, [START], Goal(value=F(0), by=DECEMBER, ahead=WAY.ahead)),
    ],
)
def test_without_a_way_or_a_size_there_is_none(
    rule: Rule, starts: list[Start | None], goal: Goal
) -> None:
    assert chance_of(told(34, 42, 60), rule, starts, goal, same) == NO_DATA
    assert chance_of([], rule, [START], WAY, same) == NO_DATA
