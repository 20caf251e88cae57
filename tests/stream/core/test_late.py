"""What sorts last and speaks of closed days: quick where the state alone tells, else None."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schema.clock import day_start
from schema.update import Update
from stream.core.entry import Entry, entries
from stream.core.late import looks_back, quick
from stream.core.past import Span
from stream.core.refold import refold
from stream.core.task import TaskState
from tests.builders import (
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    on,
    progress,
    report,
    verified,
    world,
)

SPAN = Span(on(0), on(4))


def told(update: Update, **fields: Any) -> list[Entry]:
    return entries(report(update, unit=PROVINCE, **fields), offline=False)


def state(*updates: Update) -> TaskState:
    found = [entry for update in (assigned(), *updates) for entry in told(update)]
    return refold(TASK, found, world()).state


def test_a_verdict_on_the_last_thing_told_follows_from_the_state() -> None:
    found = quick(state(completed(2)), told(verified(5)), world(), SPAN)
    assert found is not None
    ((_, moved),) = found
    ((_, steps),) = moved.items()
    assert [day for day, _ in steps] == [on(2), on(5)]


def test_with_a_report_between_the_whole_set_must_tell() -> None:
    """The verdict names nothing, so it sorts last though it counts from the claim's day."""
    assert quick(state(completed(2), progress(0.3, 3)), told(verified(5)), world(), SPAN) is None


def test_with_a_completion_that_counts_later_the_whole_set_must_tell() -> None:
    claim = told(completed(1), reported_at=at(8), received_at=at(8))
    found = refold(TASK, [*told(assigned()), *claim], world()).state
    assert found.shifted == on(8)
    assert quick(found, told(progress(0.4, 3)), world(), Span(on(0), on(9))) is None


def test_without_accepted_evidence_the_whole_set_must_tell() -> None:
    claim = told(completed(1), reported_at=at(2), received_at=at(2))
    found = refold(TASK, [*told(assigned()), *claim], world()).state
    assert quick(found, told(verified(5, evidence_accepted=False)), world(), SPAN) is None


def test_what_occurs_today_looks_back_only_when_it_judges() -> None:
    today = day_start(on(5))
    assert not looks_back(told(progress(0.5, 5)), today)
    assert looks_back(told(progress(0.5, 4)), today) and looks_back(told(verified(5)), today)


def test_where_no_day_is_closed_nothing_that_reports_looks_back() -> None:
    assert not looks_back(told(progress(0.5, 5)), datetime.min.replace(tzinfo=at().tzinfo))
