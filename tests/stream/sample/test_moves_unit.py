"""Moves of the units that do the work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schema.update import DifficultyAnswered, IndicatorReading, Progress
from stream.sample import moves_unit as moves
from stream.sample.moves import Move
from stream.sample.view import View
from tests.stream.sample.live import NOW, hand, kinds, view

EMPTY = View([], [], {}, {})
EVERY = {
    moves.progress: "Progress",
    moves.late: "Progress",
    moves.fell: "Progress",
    moves.evidence: "EvidenceAdded",
    moves.nil: "SlotNil",
    moves.recurring: "Completed",
    moves.reading: "IndicatorReading",
    moves.completed: "Completed",
    moves.requested: "TaskRevised",
    moves.asked: "DifficultyRaised",
    moves.answered: "DifficultyAnswered",
}


@pytest.mark.parametrize(("move", "kind"), EVERY.items(), ids=lambda x: getattr(x, "__name__", x))
def test_each_says_its_kind_and_nothing_in_an_empty_country(move: Move, kind: str) -> None:
    if move is not moves.requested:
        assert set(kinds(move(view(), hand(), NOW))) == {kind}
    assert move(EMPTY, hand(), NOW) is None


def test_progress_goes_on_and_never_quite_to_the_end() -> None:
    for seed in range(30):
        report = moves.progress(view(), hand(seed), NOW)
        assert report is not None
        for update in report.updates:
            assert isinstance(update, Progress) and 0.5 <= update.progress <= 0.97


def test_a_late_report_speaks_of_last_week() -> None:
    report = moves.late(view(), hand(), NOW)
    assert report is not None
    assert report.reported_at - report.updates[0].occurred_at >= timedelta(days=6)


def test_a_fall_gives_no_reason() -> None:
    report = moves.fell(view(), hand(), NOW)
    assert report is not None
    [update] = report.updates
    assert isinstance(update, Progress)
    assert (update.progress, update.reason) == (0.3, None)


def test_what_is_claimed_waits_for_its_verdict() -> None:
    country = view()
    report = moves.completed(country, hand(), NOW)
    assert report is not None
    claimed = report.updates[0].subject
    assert claimed in {task.code for task in country.awaiting}
    assert claimed not in {task.code for task in country.working}


def test_a_question_is_answered_once_by_whom_it_was_asked() -> None:
    country = view()
    report = moves.answered(country, hand(), NOW)
    assert report is not None and report.unit == "tw.btc"
    assert isinstance(report.updates[0], DifficultyAnswered)
    assert country.questions == []


def test_what_is_asked_may_be_answered_later() -> None:
    country = view()
    moves.asked(country, hand(), NOW)
    assert len(country.questions) == 2


def test_a_reading_is_a_ratio_with_its_parts() -> None:
    report = moves.reading(view(), hand(), NOW)
    assert report is not None
    [update] = report.updates
    assert isinstance(update, IndicatorReading) and update.unit == report.unit
    assert update.num and update.den and update.num <= update.den
