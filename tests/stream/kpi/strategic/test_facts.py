"""Which readings and targets speak."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from stream.kpi.strategic.facts import first, in_force, latest
from tests.stream.kpi.strategic.say import DECEMBER, TODAY, held, reading, target


def test_the_latest_is_of_the_latest_period_not_the_last_to_come() -> None:
    august = reading(10, TODAY, period="2025-08")
    late = reading(5, TODAY + timedelta(days=5), period="2025-05")
    assert latest([august, late]) is august
    assert first([late, august]) is august
    assert latest([]) is first([]) is None


def test_a_period_without_days_stands_for_the_day_it_occurred() -> None:
    odd = reading(10, TODAY, period="kỳ 3")
    assert (odd.first_day, odd.last_day) == (TODAY, TODAY)


def test_known_on_a_day_means_occurred_and_known() -> None:
    told_late = reading(1, TODAY, known_at=reading(1, TODAY + timedelta(days=3)).known_at)
    assert not told_late.known_on(TODAY)
    assert told_late.known_on(TODAY + timedelta(days=3))


def test_a_units_own_targets_stand_instead_of_those_written() -> None:
    assert in_force([target(80)], [target(90)]) == (target(80),)
    assert in_force([], [target(90)]) == (target(90),)
    assert in_force([]) == ()


def test_the_highest_version_is_in_force_with_all_its_days() -> None:
    old, new = target(80, version=1), target(90, date(2026, 6, 30), version=2)
    sooner = target(50, version=2)
    assert in_force([new, old, sooner]) == (sooner, new)


def test_the_points_of_a_target_end_with_it() -> None:
    way = target(90, trajectory=((TODAY, target(60).value),), shape="step")
    assert [(point.on, point.value, point.step) for point in way.points] == [
        (TODAY, Fraction(60), True),
        (DECEMBER, Fraction(90), True),
    ]


def test_nothing_held_is_empty() -> None:
    assert held().empty
    assert not held(base=0).empty
