"""Attainment by hand: Q53–55, domain 12, mission §4.5."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.attain import (
    Rule,
    attainment,
    ceiling,
    enacted,
    floor,
    hold,
    reached,
    rule_for,
    standing_of_rank,
)
from schema.catalogue import Direction

F = Fraction


def on_path(y: int, b: int, t: int) -> Fraction | None:
    return attainment(Rule.PATH, F(y), F(1000), F(b), F(t))


def test_up_half_way_to_where_it_should_be() -> None:
    assert on_path(42, 26, 58) == F(1, 2)


def test_down_flips_both_signs_and_reaches_zero() -> None:
    assert on_path(30, 60, 0) == F(1, 2)
    assert on_path(0, 60, 0) == 1


def test_raw_goes_below_the_baseline_and_above_the_path() -> None:
    assert on_path(20, 26, 58) == F(-6, 32)
    assert on_path(90, 26, 58) == 2


def test_a_path_that_asks_for_nothing_yet_gives_null() -> None:
    assert on_path(30, 26, 26) is None


def test_no_baseline_gives_null() -> None:
    assert attainment(Rule.PATH, F(5), F(9), None, None) is None
    assert attainment(Rule.PATH, F(5), F(9), None, F(3)) is None
    assert attainment(Rule.PATH, F(5), F(9), F(1), None) is None, "nor does no path"


def test_a_floor_and_a_ceiling_need_no_path() -> None:
    assert attainment(Rule.FLOOR, F(5), F(10), None, None) == F(1, 2)
    assert attainment(Rule.CEILING, F(20), F(10), None, None) == F(1, 2)
    assert attainment(Rule.CEILING, F(5), F(10), None, None) == 1


@pytest.mark.parametrize(
    ("direction", "b", "g", "rule"),
    [
        ("up", 26, 90, Rule.PATH),
        ("up", 95, 90, Rule.FLOOR),
        ("down", 60, 0, Rule.PATH),
        ("down", 5, 10, Rule.CEILING),
        ("up", 62, 62, Rule.HOLD),
        ("hold", 1, 2, Rule.HOLD),
        ("floor", None, 7, Rule.FLOOR),
        ("ceiling", None, 7, Rule.CEILING),
        ("up", None, 7, Rule.PATH),
    ],
)
def test_which_rule_holds(direction: Direction, b: int | None, g: int, rule: Rule) -> None:
    assert rule_for(direction, None if b is None else F(b), F(g)) is rule


@pytest.mark.parametrize(
    ("y", "g", "a"),
    [
        (100, 100, F(1)),
        (95, 100, F(1)),
        (105, 100, F(1)),
        (92, 100, F(2, 5)),
        (90, 100, F(0)),
        (80, 100, F(0)),
        (0, 0, F(1)),
        (1, 0, F(0)),
    ],
)
def test_maintain_within_five_percent(y: int, g: int, a: Fraction) -> None:
    assert hold(F(y), F(g)) == a


def test_maintain_with_an_absolute_tolerance() -> None:
    assert hold(F(3), F(0), F(2)) == F(1, 2)


def test_maintain_does_not_wait_for_its_path() -> None:
    assert attainment(Rule.HOLD, F(62), F(62), F(62), F(62)) == 1


@pytest.mark.parametrize(
    ("y", "g", "a"),
    [
        (8, 7, 1),
        (7, 7, 1),
        (5, 10, "1/2"),
        (-5, 10, 0),
        (-1, 0, 0),
        (0, 0, 1),
        (-3, -3, 1),
        ("1/2", 1, "1/2"),
    ],
)
def test_floor(y: str | int, g: str | int, a: str | int) -> None:
    assert floor(F(y), F(g)) == F(a)


@pytest.mark.parametrize(
    ("y", "g", "a"),
    [
        (0, 7, 1),
        (7, 7, 1),
        (20, 10, "1/2"),
        (1, 0, 0),
        (5, -10, 0),
        (0, 0, 1),
        (-3, -3, 1),
        (0, -1, 0),
        (1, "1/2", "1/2"),
    ],
)
def test_ceiling(y: str | int, g: str | int, a: str | int) -> None:
    assert ceiling(F(y), F(g)) == F(a)


def test_a_law_against_its_date() -> None:
    by = date(2025, 12, 31)
    assert enacted(F(1), by, date(2025, 1, 1)) == enacted(F(1), by, date(2027, 1, 1)) == 1
    assert enacted(F(0), by, by) is None
    assert enacted(F(0), by, date(2026, 1, 1)) == 0


def test_ranks_by_their_own_edition() -> None:
    assert standing_of_rank(F(1), 139) == 1
    assert standing_of_rank(F(139), 139) == 0
    assert standing_of_rank(F(44), 139) == F(95, 138)
    assert (standing_of_rank(F(1), 2), standing_of_rank(F(2), 2)) == (F(1), F(0))
    assert standing_of_rank(F(1), 1) is standing_of_rank(F(3), None) is None


@pytest.mark.parametrize(
    ("rule", "y", "g", "down", "met"),
    [
        (Rule.PATH, 90, 90, False, True),
        (Rule.PATH, 89, 90, False, False),
        (Rule.PATH, 0, 0, True, True),
        (Rule.PATH, 1, 0, True, False),
        (Rule.HOLD, 96, 100, False, True),
        (Rule.HOLD, 90, 100, True, False),
        (Rule.FLOOR, 8, 7, True, True),
        (Rule.CEILING, 8, 7, False, False),
    ],
)
def test_when_a_target_is_met(rule: Rule, y: int, g: int, down: bool, met: bool) -> None:
    assert reached(rule, F(y), F(g), down=down) is met


@given(
    b=st.fractions(-100, 100),
    t=st.fractions(-100, 100),
    y=st.fractions(-100, 100),
    more=st.fractions(0, 50),
)
def test_better_is_never_worth_less(b: Fraction, t: Fraction, y: Fraction, more: Fraction) -> None:
    better = y + more if t > b else y - more
    one = attainment(Rule.PATH, y, t, b, t)
    two = attainment(Rule.PATH, better, t, b, t)
    assert (one is None) == (two is None) == (t == b)
    assert one is None or two is None or one <= two


@given(y=st.fractions(-100, 200), g=st.fractions(-100, 100))
def test_bounded_rules_stay_in_zero_to_one(y: Fraction, g: Fraction) -> None:
    for rule in (hold, floor, ceiling):
        assert 0 <= rule(y, g) <= 1
