"""Moves of the assigning side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from schema.clock import local_day
from schema.update import Returned, TaskAssigned
from stream.sample import moves_office as moves
from stream.sample.moves import Move
from stream.sample.view import View
from tests.stream.sample.live import NOW, hand, kinds, view

EVERY = {
    moves.verified: "Verified",
    moves.returned: "Returned",
    moves.reopened: "Reopened",
    moves.assigned: "TaskAssigned",
    moves.alarm: "TaskAssigned",
}


@pytest.mark.parametrize(("move", "kind"), EVERY.items(), ids=lambda x: getattr(x, "__name__", x))
def test_each_says_its_kind_and_nothing_in_an_empty_country(move: Move, kind: str) -> None:
    report = move(view(), hand(), NOW)
    assert kinds(report) == [kind]
    assert report is not None and report.unit == "tw.vptw"
    assert move(View([], [], {}, {}), hand(), NOW) is None


def test_a_claim_is_judged_once() -> None:
    country = view()
    judged = {
        report.updates[0].subject
        for _ in range(8)
        if (report := moves.verified(country, hand(), NOW))
    }
    assert len(judged) == 8
    assert moves.verified(country, hand(), NOW) is None


def test_what_is_sent_back_is_rather_what_becomes_overdue() -> None:
    country = view()
    passed = replace(country.awaiting[5], due=local_day(NOW) - timedelta(days=1))
    country.awaiting[5] = passed
    report = moves.returned(country, hand(), NOW)
    assert report is not None
    [update] = report.updates
    assert isinstance(update, Returned) and update.subject == passed.code


def test_an_alarm_is_due_within_days_and_has_a_new_code() -> None:
    country = view()
    for _ in range(3):
        report = moves.alarm(country, hand(), NOW)
        assert report is not None
        [update] = report.updates
        assert isinstance(update, TaskAssigned) and update.due is not None
        assert (update.due - local_day(NOW)).days == 3
        assert update.subject.startswith(f"{update.lead}.t")
        assert "{" not in update.title
