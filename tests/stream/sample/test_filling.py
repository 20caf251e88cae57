"""Everyday reports bring each day to its rate."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from schema.clock import local_day
from schema.update import Completed, Progress
from stream.sample.sizes import S
from tests.stream.sample.small import DAY0, messages, tasks


@cache
def by_day() -> Counter[int]:
    """Updates by the day they were received."""
    found: Counter[int] = Counter()
    for entry in messages():
        found[(local_day(entry.at) - DAY0).days] += len(getattr(entry.message, "updates", ()))
    return found


def test_the_last_week_is_busy_the_weeks_before_are_calm() -> None:
    week = sum(by_day()[day] for day in range(-7, 0)) / 7
    before = sum(by_day()[day] for day in range(-90, -7)) / 83
    assert week == pytest.approx(S.busy_rate, rel=0.1)
    assert S.rate <= before < 2 * S.rate


def test_sundays_are_almost_empty() -> None:
    sundays = [day for day in range(-60, -7) if (DAY0.toordinal() + day) % 7 == 0]
    mondays = [day + 1 for day in sundays]
    assert sum(by_day()[day] for day in sundays) < 0.4 * sum(by_day()[day] for day in mondays)


def test_silent_units_say_nothing_in_the_last_two_months() -> None:
    silent = {task.unit for task in tasks() if task.silent}
    said = [e for e in messages() if e.key in silent and (local_day(e.at) - DAY0).days > -60]
    assert {e.message.unit for e in said}.isdisjoint(silent)  # type: ignore[union-attr]


def test_nobody_reports_progress_on_a_claimed_task() -> None:
    """But those sent back or taken back, which are open again."""
    claimed: dict[str, object] = {}
    done = {t.code for t in tasks() if t.fate and len(t.fate.claims) == 1 and t.fate.last_work < 0}
    for entry in messages():
        for update in getattr(entry.message, "updates", ()):
            if isinstance(update, Completed):
                claimed[update.subject] = update.occurred_at
            if isinstance(update, Progress) and update.subject in done & claimed.keys():
                assert update.occurred_at < claimed[update.subject]  # type: ignore[operator]
