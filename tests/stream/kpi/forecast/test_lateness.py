"""How likely a task is late: the class, what moves it, what does not."""

from __future__ import annotations

from math import log

import pytest
from msgspec.structs import replace

from stream.kpi.forecast.evidence import Evidence
from stream.kpi.forecast.lateness import days_needed, of_class, p_late
from stream.kpi.forecast.parameters import PARAMETERS
from stream.kpi.forecast.record import Signals

ROUND = replace(
    PARAMETERS, class_weight=5.0, grace=1.0, hidden=0.0, lean=-1.0, record=1.0, hold=1.0,
    unbegun=0.5, answer=2.0, answer_wait=0.5, fade=20.0, unheard=0.25, silence=0.1, trust=0.5,
)  # fmt: skip
HALF = Evidence(
    left=20.0, overdue=0, ahead=0, planned=39.0, progress=0.5, pace=0.025, paced=5, told=5, age=0,
    silent=False,
)  # fmt: skip


def odds(seen: Evidence, signals: Signals) -> float:
    late = p_late(seen, signals, ROUND)
    return log(late / (1.0 - late))


def test_by_hand_as_planned() -> None:
    """Pace and plan agree, 1/40 a day: 20 days needed of 21; half of the work is left."""
    assert days_needed(HALF, ROUND) == pytest.approx(20.0)
    assert odds(HALF, Signals()) == pytest.approx(-1.0 + 0.5 * (log(20 / 21) - 0.5 * 0.5))


def test_silence_has_no_pace_of_its_own() -> None:
    """At 1/10 a day for two days more: 0.4 at (5/10 + 5/40)/10; silent: 0.5 as planned, 1/40."""
    fast = replace(HALF, pace=0.1, age=2)
    assert days_needed(fast, ROUND) == pytest.approx(6.4)
    assert days_needed(replace(fast, silent=True), ROUND) == pytest.approx(20.0)


def test_an_old_report_counts_for_less_and_silence_for_least() -> None:
    behind = replace(HALF, progress=0.1, pace=0.005)
    old, silent = replace(behind, age=20), replace(behind, age=50, silent=True)
    assert -1.0 < odds(silent, Signals()) < odds(old, Signals()) < odds(behind, Signals())


def test_nobody_has_reported_then_hardly_anything_moves_the_class() -> None:
    never = replace(HALF, progress=0.0, pace=0.0, paced=0, told=0, left=1.0)
    assert odds(never, Signals()) == pytest.approx(-1.0 + 0.5 * 0.25 * (log(40 / 2) - 0.5))


@pytest.mark.parametrize(("days", "more"), [(0, 0.0), (7, log(2)), (49, log(8)), (-3, 0.0)])
def test_a_question_that_waits(days: int, more: float) -> None:
    waits = odds(HALF, Signals(waiting_days=days)) - odds(HALF, Signals())
    assert waits == pytest.approx(0.5 * (2.0 + 0.5 * more))


def test_the_record_of_the_lead_is_the_class_and_is_never_shrunk() -> None:
    bad = Signals(kept=5, missed=5)
    assert of_class(Signals(), ROUND) == -1.0
    assert odds(HALF, bad) - odds(HALF, Signals()) == pytest.approx(of_class(bad, ROUND) + 1.0)


def test_before_the_start_the_days_until_it_are_needed_too() -> None:
    early = replace(HALF, ahead=7, progress=0.0, pace=0.0, paced=0, told=0)
    assert days_needed(early, ROUND) == pytest.approx(47.0)
