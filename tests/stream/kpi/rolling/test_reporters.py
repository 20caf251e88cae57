"""Distinct units are united, not summed (Q82)."""

from __future__ import annotations

from datetime import timedelta

from stream.kpi.rolling.bands import SPANS, WINDOWS
from stream.kpi.rolling.reporters import IN_SPANS, Reporters
from tests.stream.kpi.places import TODAY, ago, cut

D7, D7_BEFORE = 2, 3


def test_a_unit_counts_once_however_often_it_reports() -> None:
    reporters = Reporters(cut(), TODAY)
    for day in (0, 1, 5, 8):
        reporters.put("vn.01.00001", ago(day), 2)
    reporters.put("vn.01", ago(2), 1)
    reporters.put("tw.a", ago(9), 1)
    assert reporters.reports("vn", WINDOWS["d7"].now) == 7
    assert (reporters.units("vn", D7), reporters.units("vn", D7_BEFORE)) == (2, 2)
    assert (reporters.communes("vn", D7), reporters.communes("vn.01", D7)) == (1, 1)
    assert reporters.units("vn.02", D7) == 0


def test_a_report_that_is_none_any_more_takes_its_unit_with_it() -> None:
    reporters = Reporters(cut(), TODAY)
    reporters.put("vn.01.00001", ago(0), 1)
    reporters.put("vn.01.00001", ago(0), 0)
    assert reporters.units("vn", 0) == reporters.reports("vn", SPANS[0]) == 0


def test_time_alone_takes_a_unit_out_of_a_window() -> None:
    reporters = Reporters(cut(), TODAY)
    reporters.put("vn.01.00001", ago(6), 1)
    assert reporters.communes("vn", D7) == 1
    reporters.begin_day(TODAY + timedelta(days=1))
    assert (reporters.communes("vn", D7), reporters.communes("vn", D7_BEFORE)) == (0, 1)


def test_what_groups_of_bodies_say_is_a_report_but_no_reporting_unit() -> None:
    reporters = Reporters(cut(), TODAY)
    assert reporters.put("tw", ago(0), 1) == ("tw", "vn")
    assert (reporters.reports("vn", (0,)), reporters.units("vn", 0)) == (1, 0)


def test_a_report_of_long_ago_moves_no_scope() -> None:
    assert Reporters(cut(), TODAY).put("vn.01", ago(200), 1) == ()


def test_windows_in_which_there_is_something() -> None:
    assert IN_SPANS[1 << 3] == (*(False, False, False, True), *(True, False, True, False))
    assert IN_SPANS[0] == (False,) * len(SPANS)
