"""Signs of tasks: screens.md §5, Q91, Q96."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schema.states import Sign, State
from stream.kpi.standing import sign_of, silent_from
from tests.stream.kpi.test_planning import task

START = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("state", "sign"),
    [
        (State.OVERDUE, Sign.OVERDUE),
        (State.DONE_LATE, Sign.ON_TRACK),
        (State.AWAITING, Sign.ON_TRACK),
        (State.NOT_STARTED, Sign.ON_TRACK),
        (State.RECURRING, Sign.ON_TRACK),
        (State.SUSPENDED, Sign.NONE),
        (State.UNKNOWN, Sign.NONE),
    ],
)
def test_the_state_decides_the_sign(state: State, sign: Sign) -> None:
    assert sign_of(state, silent=True) is sign


def test_two_ages_without_a_report_are_silence() -> None:
    heard = task(told_on=date(2026, 6, 10).toordinal())
    first = date(2026, 6, 10) + timedelta(days=61)
    assert silent_from(heard) == first.toordinal()


def test_a_silent_task_is_silent_and_at_risk_when_it_is_due_soon() -> None:
    assert sign_of(State.IN_TIME, silent=False) is Sign.ON_TRACK
    assert sign_of(State.IN_TIME, silent=True) is Sign.SILENT
    assert sign_of(State.DUE_SOON, silent=True) is Sign.AT_RISK


@pytest.mark.parametrize("state", [State.IN_TIME, State.DUE_SOON])
@pytest.mark.parametrize(
    ("p_late", "sign"),
    [
        (None, Sign.ON_TRACK),
        (4_999, Sign.ON_TRACK),
        (5_000, Sign.AT_RISK),
        (7_999, Sign.AT_RISK),
        (8_000, Sign.BEHIND),
        (10_000, Sign.BEHIND),
    ],
)
def test_a_forecast_tells_before_the_due_date(state: State, p_late: int | None, sign: Sign) -> None:
    assert sign_of(state, silent=False, p_late=p_late) is sign


def test_silence_beside_a_forecast() -> None:
    """Out of sight is told first; what is due soon and silent is at risk at least."""
    assert sign_of(State.IN_TIME, silent=True, p_late=9_000) is Sign.SILENT
    assert sign_of(State.DUE_SOON, silent=True, p_late=4_000) is Sign.AT_RISK
    assert sign_of(State.DUE_SOON, silent=True, p_late=9_000) is Sign.BEHIND


@pytest.mark.parametrize(
    "state", [State.OVERDUE, State.AWAITING, State.NOT_STARTED, State.DONE_LATE, State.CANCELLED]
)
def test_a_forecast_speaks_of_what_is_under_way_alone(state: State) -> None:
    assert sign_of(state, silent=False, p_late=9_000) is sign_of(state, silent=False)


def test_silence_counts_from_the_start_when_nobody_reported() -> None:
    assert silent_from(task()) == (START + timedelta(days=61)).toordinal()
