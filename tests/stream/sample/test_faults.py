"""The seeded faults, after the real fold: each is met, none changes a state."""

from __future__ import annotations

from collections import Counter
from functools import cache

from schema.report import LogReport
from schema.states import Verdict
from schema.update import IndicatorReading, kind_of
from stream.core.entry import Judged
from stream.sample.faults import FOLLOWED, WRONG_SUM
from tests.stream.sample.small import folded, messages


@cache
def everything() -> list[Judged]:
    return folded().judged()


@cache
def reports() -> list[LogReport]:
    return [entry.message for entry in messages() if isinstance(entry.message, LogReport)]


def rejected(kind: str) -> list[str]:
    return [
        judged.reason or ""
        for judged in everything()
        if judged.verdict is Verdict.REJECTED and kind_of(judged.entry.update) == kind
    ]


def test_marks_are_met() -> None:
    marks = Counter(mark for judged in everything() for mark in judged.marks)
    assert marks["fall_without_reason"] >= 2
    assert marks["jump_on_eve"] >= 2
    assert marks["asked_after_due"] >= 1
    assert marks["conflict"] >= 1


def test_what_may_not_be_said_is_rejected() -> None:
    assert any("only the lead" in reason for reason in rejected("completed"))
    assert any("which assigned the task" in reason for reason in rejected("verified"))


def test_an_unknown_task_is_held() -> None:
    held = [judged for judged in everything() if judged.verdict is Verdict.HELD]
    assert any(".t9" in judged.entry.update.subject for judged in held)


def test_a_completion_taken_back_is_superseded() -> None:
    assert any(judged.verdict is Verdict.SUPERSEDED for judged in everything())


def test_reports_come_again() -> None:
    times = Counter((report.id, report.part) for report in reports())
    assert sum(number > 1 for number in times.values()) >= 2
    ids = Counter(update.id for report in reports() for update in report.updates)
    assert sum(number > 1 for number in ids.values()) > sum(n > 1 for n in times.values())


def test_some_reports_are_late_and_some_are_overtaken() -> None:
    lags = [report.received_at - report.reported_at for report in reports()]
    assert sum(lag.days >= 2 for lag in lags) >= 2
    assert sum(3 < lag.total_seconds() / 3600 < 24 for lag in lags) >= 2
    late = [
        r for r in reports() if any((r.reported_at - u.occurred_at).days >= 7 for u in r.updates)
    ]
    assert len(late) >= 2


def test_the_parts_of_a_published_total_do_not_sum_to_it() -> None:
    [wrong] = [
        u for r in reports() for u in r.updates if isinstance(u, IndicatorReading) and u.parts
    ]
    assert (wrong.subject, wrong.value, sum(wrong.parts.values())) == (FOLLOWED, 9_831, 9_813)
    assert wrong.parts == WRONG_SUM
