"""Restatements as a list: what moved, from what to what, and because of which updates."""

from __future__ import annotations

from datetime import UTC, date, datetime

from schema.measures import Counts
from tests.stream.kpi.places import counts
from web.compose.restated import SHOWN, Cause, Restatement, tile, twin
from web.words import words

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def cause(n: int, kind: str = "verified") -> Cause:
    return Cause(
        update=f"u{n}", kind=kind, subject=f"vn.15.t{n}", title=None, secret=False,
        unit="vn.15", occurred_at=AT, received_at=AT,
    )  # fmt: skip


def one(now: Counts, before: Counts | None, causes: int = 1, kind: str = "verified") -> Restatement:
    return Restatement(
        day=date(2026, 11, 12), version=2, known_from=AT, now=now, before=before,
        causes=[cause(n, kind) for n in range(causes)], caused=causes,
    )  # fmt: skip


def test_only_what_moved_is_told_old_and_new() -> None:
    found = [one(counts(overdue=1, in_time=4), counts(overdue=2, in_time=4))]
    assert twin(found)["restatements"][0]["moved"] == {"overdue": [2, 1]}


def test_before_the_first_row_there_was_nothing() -> None:
    assert twin([one(counts(overdue=1), None)])["restatements"][0]["moved"] == {"overdue": [0, 1]}


def test_few_causes_are_shown_the_rest_is_counted() -> None:
    found = [one(counts(overdue=1), counts(), causes=SHOWN + 3)]
    told = twin(found)
    made = tile(told, found, words("vi"))
    (line,) = made.page["lines"]
    assert len(line["causes"]) == SHOWN and line["more"] == 3
    assert len(told["restatements"][0]["causes"]) == SHOWN + 3


def test_a_kind_without_words_of_its_own_was_reported_late() -> None:
    found = [one(counts(overdue=1), counts(), kind="difficulty.raised")]
    (line,) = tile(twin(found), found, words("en")).page["lines"]
    assert line["causes"][0]["kind"] == "Reported late"


def test_the_page_shows_the_measures_people_know() -> None:
    moved = counts(overdue=1, days_late=2, weight_due=9)
    found = [one(moved, counts())]
    (line,) = tile(twin(found), found, words("vi")).page["lines"]
    assert [each["measure"] for each in line["moved"]] == ["overdue", "days_late"]
