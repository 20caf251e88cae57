"""Every province begins somewhere, and it is marked as invented."""

from __future__ import annotations

from datetime import date, timedelta

from stream.sample.baselines import SOURCE, began_at, with_baselines
from stream.sample.fate import FIRST
from tests.stream.sample.small import catalogue

DAY0 = date(2026, 11, 22)
MADE = with_baselines(catalogue(), DAY0)
PROVINCES = [unit.code for unit in MADE.units if unit.kind == "province"]


def test_a_ratio_of_provinces_begins_in_each_of_them() -> None:
    points = {point.unit: point for point in MADE.indicator_by_code["C01"].baselines}
    assert set(PROVINCES) <= points.keys()
    one = points[PROVINCES[0]]
    assert (one.value, one.on, one.source) == (26, DAY0 + timedelta(days=FIRST), SOURCE)


def test_what_is_known_stays() -> None:
    before = catalogue().indicator_by_code["G03"].baselines
    assert MADE.indicator_by_code["G03"].baselines[: len(before)] == before
    assert MADE.indicator_by_code["A01"] == catalogue().indicator_by_code["A01"]


def test_other_kinds_and_what_has_no_target_have_none() -> None:
    for code in ("C03", "D05"):
        assert MADE.indicator_by_code[code] == catalogue().indicator_by_code[code]


def test_it_is_the_value_the_readings_rise_from() -> None:
    assert began_at(MADE.indicator_by_code["D01"]) == 0.55 * 80
    assert began_at(MADE.indicator_by_code["D05"]) is None
