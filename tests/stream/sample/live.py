"""A small country for the live moves."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from schema.report import Report
from schema.states import State
from stream.sample.content import content
from stream.sample.hand import Hand
from stream.sample.view import Question, View
from tests.stream.sample.test_view import known

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def hand(seed: int = 1) -> Hand:
    """A hand that always draws the same."""
    return Hand(content(), Random(seed))


def view() -> View:
    """Some of everything."""
    working = [known(f"vn.01.t{n:04d}", State.IN_TIME, 0.5) for n in range(1, 9)]
    awaiting = [known(f"vn.04.t{n:04d}", State.AWAITING) for n in range(1, 9)]
    others = [known("vn.08.t0001", State.RECURRING), known("vn.08.t0002", State.DONE_LATE)]
    questions = [Question(task="vn.01.t0001", difficulty="d1", asked_of="tw.btc")]
    provinces = {"vn.01": "Hà Nội", "vn.04": "Cao Bằng"}
    return View([*working, *awaiting, *others], questions, {"vn.01": 8}, provinces)


def kinds(report: Report | None) -> list[str]:
    """The kinds of what a report says."""
    return [] if report is None else [type(update).__name__ for update in report.updates]
