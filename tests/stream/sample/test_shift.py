"""The catalogue moved to day 0."""

from __future__ import annotations

from datetime import date, timedelta

from stream.sample.shift import REAL_DAY, shifted
from tests.stream.sample.small import catalogue

DAY0 = date(2026, 11, 22)


def test_values_are_as_far_from_day_0_as_they_really_are() -> None:
    moved = shifted(catalogue(), DAY0).indicator_by_code["C01"]
    [base], [target] = moved.baselines, moved.targets
    assert base.on == date(2025, 6, 30) + (DAY0 - REAL_DAY)
    assert target.on - DAY0 == date(2025, 12, 31) - REAL_DAY == timedelta(days=92)


def test_the_real_date_stays_in_the_source() -> None:
    [base] = shifted(catalogue(), DAY0).indicator_by_code["C01"].baselines
    assert base.source == "001 (30/06/2025)"


def test_plans_move_too_and_units_do_not() -> None:
    moved = shifted(catalogue(), DAY0)
    plan = moved.programme_by_code["nq57"].plans[1]
    assert plan.start <= DAY0 <= plan.end
    assert moved.units == catalogue().units


def test_nothing_moves_on_the_real_day() -> None:
    still = shifted(catalogue(), REAL_DAY).indicator_by_code["C01"]
    assert still.targets[0].on == catalogue().indicator_by_code["C01"].targets[0].on
