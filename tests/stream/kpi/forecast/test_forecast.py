"""The forecast of a task: domain 9, Q90, Q96; its properties over anything that may be asked."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.kpi.forecast.evidence import Evidence
from stream.kpi.forecast.forecast import forecast, passage_of
from stream.kpi.forecast.lateness import of_class
from stream.kpi.forecast.parameters import PARAMETERS
from stream.kpi.forecast.prior import record_odds
from stream.kpi.forecast.record import Ground, Point, Signals
from tests.stream.kpi.forecast.asked import CALENDAR, DUE, START, Asked, questions, weekly

STEADY = weekly(4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48)
TODAY = date(2026, 6, 1)


@settings(max_examples=200)
@given(questions())
def test_quantiles_are_in_order_and_none_is_past(asked: Asked) -> None:
    said = asked.answer()
    assert asked.today <= said.finish_p10 <= said.finish_p50 <= said.finish_p90


@settings(max_examples=200)
@given(questions())
def test_only_what_has_happened_is_certain(asked: Asked) -> None:
    said = asked.answer()
    if asked.today > asked.due:
        assert said.p_late == 10_000
    else:
        assert 1 <= said.p_late <= 9_999


@settings(max_examples=400)
@given(questions(), st.integers(1, 400))
def test_lateness_does_not_fall_when_the_due_date_comes_nearer(asked: Asked, days: int) -> None:
    later = replace(asked, due=asked.due + timedelta(days=days))
    assert asked.answer().p_late >= later.answer().p_late


@settings(max_examples=150)
@given(questions())
def test_the_same_question_has_the_same_answer_in_whatever_order(asked: Asked) -> None:
    days = {point.day: point for point in asked.history}
    assert asked.answer() == asked.answer()
    assert asked.answer() == replace(asked, history=tuple(reversed(days.values()))).answer()


@settings(max_examples=150)
@given(questions())
def test_the_middle_is_late_if_and_only_if_lateness_is_likely(asked: Asked) -> None:
    said = asked.answer()
    left = CALENDAR.between(asked.today - timedelta(days=1), asked.due)
    if left >= 1 and abs(said.p_late - 5_000) > 1:
        assert (said.finish_p50 > asked.due) == (said.p_late > 5_000)


@settings(max_examples=150)
@given(questions(), st.integers(1, 60))
def test_a_report_of_another_day_is_not_looked_at_before_it(asked: Asked, days: int) -> None:
    more = (*asked.history, Point(asked.today + timedelta(days=days), 9_000))
    assert asked.answer() == replace(asked, history=more).answer()


@pytest.mark.parametrize(("done_on", "p_late"), [(DUE, 0), (DUE + timedelta(days=1), 10_000)])
def test_what_is_claimed_is_certain(done_on: date, p_late: int) -> None:
    said = Asked(history=STEADY, signals=Signals(done_on=done_on)).answer()
    assert (said.finish_p10, said.finish_p50, said.finish_p90) == (done_on,) * 3
    assert said.p_late == p_late
    assert said.basis.ground is Ground.DONE


def test_it_says_from_which_reports_it_speaks() -> None:
    basis = Asked(history=STEADY, today=TODAY).answer().basis
    assert basis.ground is Ground.REPORTS
    assert (basis.reports, basis.first, basis.last) == (12, date(2026, 3, 9), date(2026, 5, 25))


def test_nobody_reported_yet_then_the_class_speaks() -> None:
    said = Asked(today=START).answer()
    assert said.basis.ground is Ground.PRIOR
    assert (said.basis.reports, said.basis.first, said.basis.last) == (0, None, None)
    assert said.finish_p50 < DUE < said.finish_p90


def test_before_the_start_the_whole_plan_is_still_to_do() -> None:
    early, later = (Asked(today=START - timedelta(days=days)).answer() for days in (60, 1))
    assert early.basis.ground is Ground.PRIOR
    assert START < early.finish_p10
    assert abs(early.p_late - later.p_late) < 300


def test_one_report_is_a_pace_since_the_start() -> None:
    slow, fast = (Asked(history=weekly(said)).answer() for said in (1, 60))
    assert slow.p_late > fast.p_late
    assert fast.basis.reports == 1


def test_reports_of_one_day_are_one_report_and_the_last_word_counts() -> None:
    day = date(2026, 5, 25)
    several = (Point(day, 1_000), Point(day, 9_000), Point(day, 4_000))
    assert Asked(history=several).answer() == Asked(history=several[-1:]).answer()


def test_a_report_of_the_very_first_day_gives_no_pace() -> None:
    said = Asked(history=(Point(START - timedelta(days=3), 2_000),), today=START).answer()
    assert said.basis.ground is Ground.REPORTS
    assert said.p_late < Asked(today=START).answer().p_late


def test_standing_still_and_going_back_are_worse_than_going_on() -> None:
    rising, still, falling = (
        Asked(history=weekly(*said)).answer()
        for said in ((10, 20, 30, 40), (40, 40, 40, 40), (70, 60, 50, 40))
    )
    assert rising.p_late <= still.p_late == falling.p_late


def test_all_of_it_said_but_not_claimed_is_not_done_but_hardly_late() -> None:
    done = Asked(history=weekly(20, 60, 100, first=date(2026, 5, 11))).answer()
    assert TODAY <= done.finish_p10
    assert 1 <= done.p_late < 1_000
    assert done.p_late < Asked(history=STEADY).answer().p_late


def test_a_question_without_an_answer_makes_it_later_and_more_so_each_day() -> None:
    none, new, old = (
        Asked(history=STEADY, signals=Signals(waiting_days=days)).answer() for days in (None, 0, 90)
    )
    assert none.p_late < new.p_late < old.p_late
    assert none.finish_p50 < new.finish_p50 < old.finish_p50


def test_a_lead_that_misses_its_dates_is_expected_to() -> None:
    good, unknown, bad = (
        Asked(history=STEADY, signals=Signals(kept=kept, missed=missed)).answer()
        for kept, missed in ((40, 0), (0, 0), (20, 20))
    )
    assert good.p_late < unknown.p_late < bad.p_late


@pytest.mark.parametrize(("kept", "missed", "p_late"), [(10**9, 0, 1), (0, 10**9, 9_999)])
def test_however_good_or_bad_the_lead_what_is_open_is_not_certain(
    kept: int, missed: int, p_late: int
) -> None:
    said = Asked(history=STEADY, signals=Signals(kept=kept, missed=missed)).answer()
    assert said.p_late == p_late


def test_of_a_task_nobody_spoke_of_silence_is_told() -> None:
    silent = Asked(today=START + timedelta(days=61)).answer().basis
    assert (silent.ground, silent.reports) == (Ground.SILENT, 0)


def test_silence_begins_after_two_slots_and_is_not_extrapolated() -> None:
    last = STEADY[-1].day
    heard, silent = (
        Asked(history=STEADY, today=last + timedelta(days=days)).answer() for days in (60, 61)
    )
    assert heard.basis.ground is Ground.REPORTS
    assert silent.basis.ground is Ground.SILENT
    slow = tuple(Point(point.day, point.progress // 4 + 3_600) for point in STEADY)
    other = Asked(history=slow, today=last + timedelta(days=61)).answer()
    assert other.finish_p50 == silent.finish_p50  # same last word, another pace


@pytest.mark.parametrize("history", [weekly(5, 5, 6, 8, 10), weekly(30, 60, 90, 95)])
def test_silence_moves_towards_the_class(history: tuple[Point, ...]) -> None:
    """Far behind or far ahead: silent, the task is judged more as its class is."""
    today = history[-1].day + timedelta(days=61)
    silent = Asked(history=history, today=today).answer()
    heard = Asked(history=history, today=today, signals=Signals(max_age_days=99)).answer()
    class_ = exp(of_class(Signals(), PARAMETERS))
    alone = 10_000 * class_ / (1 + class_)
    assert silent.basis.ground is Ground.SILENT
    assert abs(silent.p_late - alone) < abs(heard.p_late - alone)


def test_evidence_that_counts_for_nothing_leaves_the_class() -> None:
    blind = replace(PARAMETERS, trust=0.0)
    for said in ((), weekly(1, 2), weekly(40, 90)):
        answer = forecast(said, START, DUE, TODAY, Signals(), CALENDAR, blind)
        assert answer.p_late == round(10_000 / (1 + exp(-blind.lean)))


def test_any_report_breaks_silence() -> None:
    late = date(2026, 8, 10)
    asked = Asked(history=STEADY, today=late, signals=Signals(heard=late - timedelta(days=2)))
    assert asked.answer().basis.ground is Ground.REPORTS


def test_overdue_is_late_and_each_day_takes_the_end_further_away() -> None:
    first, month = (
        Asked(history=STEADY, today=DUE + timedelta(days=days), signals=Signals(max_age_days=99))
        .answer() for days in (1, 30)
    )  # fmt: skip
    assert first.p_late == month.p_late == 10_000
    assert month.finish_p50 - (DUE + timedelta(days=30)) > first.finish_p50 - DUE


def test_a_due_day_off_still_has_a_moment() -> None:
    sunday, last = date(2026, 8, 30), Point(date(2026, 8, 28), 3_000)
    said = Asked(history=(*STEADY[:6], last), today=sunday, due=sunday).answer()
    assert 5_000 < said.p_late < 10_000
    assert said.finish_p50 > sunday


def test_other_constants_give_another_forecast() -> None:
    firm = replace(PARAMETERS, hold=2.0)
    said = forecast(weekly(2, 4), START, DUE, TODAY, Signals(), CALENDAR, firm)
    assert said.p_late > Asked(history=weekly(2, 4)).answer().p_late


def test_the_days_after_the_due_date_by_hand() -> None:
    """Two days late, reported the very day before: 30 needed of a plan of 40, a question waits.

    4 + 0.5 · 30 + 0.25 · 2 + 20 = 39.5, for a lead that misses as often as is usual.
    """
    own = replace(
        PARAMETERS, class_weight=5.0, grace=0.0, hidden=0.0, after=4.0, after_need=0.5,
        after_overdue=0.25, after_answer=20.0, after_record=1.0, fade=10.0,
    )  # fmt: skip
    late = Evidence(left=0.0, overdue=2, ahead=0, planned=40.0, progress=0.25, pace=0.025, paced=3,
                    told=3, age=0, silent=False)  # fmt: skip
    waits = Signals(waiting_days=1)
    assert passage_of(late, waits, own).scale == pytest.approx(39.5)
    assert passage_of(late, Signals(), own).scale == pytest.approx(19.5)
    old = replace(late, age=10, pace=0.0)  # half of what stands still needs, half of the plan
    need = 0.75 / (5 / 40 / 8)
    assert passage_of(old, Signals(), own).scale == pytest.approx(4.5 + 0.5 * (need + 40) / 2)
    bad = Signals(kept=0, missed=10)
    odds = record_odds(0, 10, own)
    assert passage_of(late, bad, own).scale == pytest.approx(19.5 * exp(odds))
    assert passage_of(late, bad, own).late == 1.0


def test_what_is_overdue_spreads_by_a_shape_of_its_own() -> None:
    own = replace(PARAMETERS, after_shape=0.5, overdue_shape=2.0)
    late = Evidence(left=0.0, overdue=2, ahead=0, planned=40.0, progress=0.25, pace=0.025, paced=3,
                    told=3, age=0, silent=False)  # fmt: skip
    assert passage_of(late, Signals(), own).shape == 2.0
    assert passage_of(replace(late, left=0.5, overdue=0), Signals(), own).shape == 0.5


def test_the_example_of_the_method_page() -> None:
    """docs/method-forecast.md, "By hand"."""
    said = Asked(
        history=(Point(date(2026, 6, 12), 3_000),),
        start=date(2026, 6, 1),
        due=date(2026, 6, 26),
        today=date(2026, 6, 15),
    ).answer()
    assert said.p_late == 2_526
    assert said.finish_p10 == date(2026, 6, 19)
    assert said.finish_p50 == date(2026, 6, 26)
    assert said.finish_p90 == date(2026, 7, 9)
