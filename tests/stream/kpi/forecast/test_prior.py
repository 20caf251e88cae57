"""Shrinking to the class: pace, work left, the lead's record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.kpi.forecast.evidence import Evidence
from stream.kpi.forecast.parameters import PARAMETERS
from stream.kpi.forecast.prior import record_odds, shrunk_pace, weight_of, work_left


def test_no_report_is_the_planned_pace_and_many_are_their_own() -> None:
    assert shrunk_pace(0.5, 0, 40, 5) == pytest.approx(1 / 40)
    assert shrunk_pace(0.5, 5, 40, 5) == pytest.approx((0.5 + 1 / 40) / 2)
    assert shrunk_pace(0.5, 10_000_000, 40, 5) == pytest.approx(0.5, rel=1e-4)


def test_standing_still_still_moves_a_little() -> None:
    assert 0 < shrunk_pace(0.0, 12, 40, 5) < 1 / 40


def test_what_is_left_includes_what_nobody_sees() -> None:
    assert work_left(1.0, 0.0, 0.02) == pytest.approx(0.02)
    assert work_left(0.0, 0.0, 0.02) == 1.0
    assert work_left(0.5, 0.1, 0.0) == pytest.approx(0.4)
    assert work_left(0.5, 9.0, 0.0) == pytest.approx(0.15)  # however long ago: 30 % of it


def test_the_usual_record_says_nothing() -> None:
    usual = PARAMETERS.usual_missed
    assert record_odds(0, 0, PARAMETERS) == 0.0
    assert record_odds(int(100 * (1 - usual)), int(100 * usual), PARAMETERS) == pytest.approx(0.0)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_each_missed_date_counts_against_and_each_kept_one_for(kept: int, missed: int) -> None:
    odds = record_odds(kept, missed, PARAMETERS)
    assert record_odds(kept + 1, missed, PARAMETERS) < odds
    assert record_odds(kept, missed + 1, PARAMETERS) > odds


def test_evidence_counts_less_the_older_and_least_in_silence() -> None:
    own = PARAMETERS
    new = Evidence(left=9.0, overdue=0, ahead=0, planned=20.0, progress=0.2, pace=0.0, paced=1,
                   told=1, age=0, silent=False)  # fmt: skip
    assert weight_of(new, own) == 1.0
    assert weight_of(replace(new, age=int(own.fade)), own) == pytest.approx(0.5, abs=0.02)
    assert weight_of(replace(new, silent=True), own) == own.silence
    assert weight_of(replace(new, told=0), own) == own.unheard
    assert weight_of(replace(new, told=0, silent=True), own) == min(own.unheard, own.silence)
