"""What claims to come from the future is no message of ours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schema.errors import BadMessage
from schema.wire import CanarySent, CatalogueIs, ClockTo
from stream.core.present import CLOCK_AHEAD, REPORT_AHEAD, check_present
from tests.builders import MORNING, progress, report

A_MOMENT = timedelta(milliseconds=1)


@pytest.mark.parametrize("ahead", [timedelta(days=-9_000), timedelta(0), CLOCK_AHEAD])
def test_a_clock_that_has_come_moves_time(ahead: timedelta) -> None:
    check_present(ClockTo(to=MORNING + ahead), MORNING)


@pytest.mark.parametrize("ahead", [CLOCK_AHEAD + A_MOMENT, timedelta(days=23_000)])
def test_a_clock_ahead_of_the_log_is_refused(ahead: timedelta) -> None:
    with pytest.raises(BadMessage, match=r"\$\.clock\.to: expected at most 1:00:00 after the log"):
        check_present(ClockTo(to=MORNING + ahead), MORNING)


@pytest.mark.parametrize("ahead", [timedelta(days=-400), REPORT_AHEAD])
def test_a_report_received_about_now_or_long_ago_is_taken(ahead: timedelta) -> None:
    check_present(report(progress(0.5), received_at=MORNING + ahead), MORNING)


def test_a_report_received_in_the_future_is_refused() -> None:
    late = MORNING + REPORT_AHEAD + A_MOMENT
    with pytest.raises(BadMessage, match=r"\$\.received_at: .*set the clock of the machine"):
        check_present(report(progress(0.5), received_at=late), MORNING)


def test_a_canary_from_the_future_is_refused() -> None:
    check_present(CanarySent(sent_at=MORNING + CLOCK_AHEAD), MORNING)
    with pytest.raises(BadMessage, match=r"\$\.canary\.sent_at: expected at most 1:00:00"):
        check_present(CanarySent(sent_at=MORNING + CLOCK_AHEAD + A_MOMENT), MORNING)


def test_what_tells_no_time_is_left_alone() -> None:
    check_present(CatalogueIs(version=1), MORNING)
