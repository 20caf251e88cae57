"""Closed days as now known: v1 plus what restates it is a recount from all updates, exactly."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.clock import day_start, local_day
from schema.measures import ZERO, Counts, named
from schema.report import LogReport
from schema.restatement import Why
from schema.update import Corrected, TaskSuspended
from schema.wire import ClockTo
from stream.core import ahead, restate
from stream.core.past import past_of
from tests.builders import (
    COMMUNE,
    MONDAY,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    on,
    progress,
    reopened,
    report,
    returned,
    revised,
    verified,
    world,
)
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import WORLD, stream_of
from tests.stream.core.restated_days import (
    LAST,
    assigned_as,
    recounted,
    there,
    versions,
    with_midnights,
)


@settings(max_examples=300, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    length=st.integers(0, 40),
    size=st.integers(1, 9),
    given_as=st.sampled_from([{}, {"cadence": "weekly"}, {"task_kind": "recurring"}]),
)
def test_every_past_day_as_now_known_is_a_recount(
    seed: int, length: int, size: int, given_as: dict[str, Any]
) -> None:
    log = MemoryLog(WORLD)
    reports = [assigned_as(one, given_as) for one in stream_of(seed, length)]
    messages = with_midnights(reports, random.Random(seed))
    for begin in range(0, len(messages), size):
        log.fold(messages[begin : begin + size])
    assert there(versions(log)[1]) == there(recounted(log))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40))
def test_what_was_known_at_a_close_is_written_once(seed: int, length: int) -> None:
    log = MemoryLog(WORLD)
    log.each(with_midnights(stream_of(seed, length), random.Random(seed)))
    closes = [(close.day, close.leaf) for outcome in log.outcomes for close in outcome.days]
    assert len(closes) == len(set(closes))
    for outcome in log.outcomes:
        for one in outcome.restated:
            days = [day for day, _ in one.steps]
            assert days == sorted(set(days)) and days[-1] <= one.known_on
            assert one.steps[-1][1] == ZERO and one.steps[0][1] != ZERO


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 30), data=st.data())
def test_any_order_of_arrival_ends_in_the_same_newest_values(
    seed: int, length: int, data: st.DataObject
) -> None:
    reports = stream_of(seed, length)
    shuffled = list(reports)
    random.Random(data.draw(st.integers(0, 10**9))).shuffle(shuffled)
    found = []
    for order in (reports, shuffled):
        log = MemoryLog(WORLD)
        every = max(1, len(order) // LAST)
        log.clock(day_start(MONDAY))
        for n, one in enumerate(order):
            log.fold([one, ClockTo(to=day_start(on(min(LAST, n // every))))])
        log.clock(day_start(on(LAST)))
        found.append(there(versions(log)[1]))
    assert found[0] == found[1]


def late(*updates: Any, unit: str = PROVINCE, known: float = 5) -> LogReport:
    """A report made some days after what it tells."""
    return report(*updates, unit=unit, reported_at=at(known), received_at=at(known))


def restatements(*reports: LogReport, today: int = 5, **given: Any) -> list[Any]:
    """What is restated of a task that closed some days, by reports told then."""
    log = MemoryLog(world())
    log.fold([ClockTo(to=day_start(MONDAY)), report(assigned(**given), unit=PROVINCE)])
    for one in reports[:-1]:
        log.each([ClockTo(to=day_start(local_day(one.received_at))), one])
    log.clock(day_start(on(today)))
    assert not log.outcomes[-1].restated
    return log.fold([reports[-1]]).restated


def moves(steps: Sequence[tuple[date, Counts]]) -> list[tuple[date, dict[str, int]]]:
    return [(day, {k: v for k, v in named(by).items() if v}) for day, by in steps]


def test_a_late_verification_restates_the_days_since_the_completion() -> None:
    claim = completed(2)
    verdict = verified(5, of=claim.id)
    (one,) = restatements(report(claim), late(verdict))
    assert (one.why, one.updates, one.known_on) == (Why.VERDICT, (verdict.id,), on(5))
    assert one.known_from == at(5)
    began, ended = moves(one.steps)
    assert began[0] == on(2) and began[1]["done_on_time"] == 1 and began[1]["awaiting"] == -1
    assert ended == (on(5), {})


def test_a_completion_sent_back_was_never_made() -> None:
    claim = completed(2)
    (one,) = restatements(report(claim), late(returned(5, of=claim.id)))
    (day, moved), _ = moves(one.steps)
    assert day == on(2) and moved["awaiting"] == -1 and moved["in_time"] == 1


def test_a_late_report_restates_the_day_it_speaks_of() -> None:
    said = progress(0.5, 3)
    (one,) = restatements(late(said))
    (day, moved), (end, _) = moves(one.steps)
    assert (one.why, day, end) == (Why.LATE, on(3), on(5))
    assert moved["tasks_reported"] == 1 and moved["progress_plain"] == 5_000


def test_a_correction_restates_from_the_day_of_what_it_corrects() -> None:
    said = progress(0.9, 1)
    wrong = Corrected(
        id=new_id(), subject=TASK, occurred_at=at(5), supersedes=said.id, fields={"progress": 0.2}
    )
    (one,) = restatements(report(said), late(wrong))
    assert (one.why, one.updates) == (Why.CORRECTION, (wrong.id,))
    assert moves(one.steps)[0] == (on(1), {"progress_plain": -7_000, "weight_progress": -7_000_000})


def test_a_correction_that_waited_for_its_target_restates_from_the_day_it_puts_it_to() -> None:
    said = progress(0.9, 5)
    fields: dict[str, Any] = {"occurred_at": at(2).isoformat()}
    wrong = Corrected(
        id=new_id(), subject=TASK, occurred_at=at(4), supersedes=said.id, fields=fields
    )
    (one,) = restatements(report(wrong), report(said))
    assert one.updates == (said.id,)
    assert [day for day, _ in one.steps] == [on(2), on(5)]


def test_an_old_correction_makes_no_later_report_of_today_look_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two pasts and their difference would find nothing."""
    said = progress(0.9, 1)
    wrong = Corrected(
        id=new_id(),
        subject=TASK,
        occurred_at=at(1, 2),
        supersedes=said.id,
        fields={"progress": 0.2},
    )
    log = MemoryLog(world())
    log.each([report(assigned(), unit=PROVINCE), report(said), report(wrong)])
    log.clock(day_start(on(5)))
    log.fold([report(progress(0.4, 5, occurred_at=at(5, 2)))])
    made: list[str] = []

    def noted(code: str, *given: Any) -> Any:
        made.append(code)
        return past_of(code, *given)

    monkeypatch.setattr(restate, "past_of", noted)
    before = log.fetches
    log.fold([report(progress(0.3, 5))])
    assert log.fetches == before + 1 and not made, "folded anew, of today"
    log.fold([report(progress(0.1, 3))])
    assert made == [TASK, TASK]


def test_what_only_a_later_claim_rejects_counts_on_the_days_before_that_claim() -> None:
    """Two claims, the second counts from day 14; a reopening of the first, of day 10, told then."""
    first, second = completed(1), completed(5)
    told = [report(first), late(second, unit=COMMUNE, known=14)]
    (one,) = restatements(*told, late(reopened(10, of=first.id), known=16), today=16)
    (day, moved), (end, _) = moves(one.steps)
    assert (day, end) == (on(10), on(14)) and moved["awaiting"] == -1


def test_a_revision_told_late_restates_from_the_day_it_took_effect() -> None:
    granted = revised("approved", 3, new_due=on(20), requested_at=at(1))
    (one,) = restatements(late(granted), due=on(2))
    assert one.why is Why.REVISION
    assert moves(one.steps)[0][0] == on(3)
    assert moves(one.steps)[0][1]["overdue"] == -1


def test_what_is_told_after_midnight_and_counted_before_it_is_left_out_of_the_close() -> None:
    log = MemoryLog(world())
    log.fold([ClockTo(to=day_start(MONDAY)), report(assigned(), unit=PROVINCE)])
    log.fold([report(progress(0.5, 1))])  # of Tuesday, while the log stands on Monday
    assert named(log.partition.tasks[TASK].counts)["tasks_reported"] == 1
    log.clock(day_start(on(2)))
    assert log.outcomes[-1].restated == []
    assert [
        (close.day, named(close.counts)["tasks_reported"]) for close in log.outcomes[-1].days
    ] == [(MONDAY, 0), (on(1), 1)]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**9),
    length=st.integers(0, 40),
    forgets=st.booleans(),
    states=st.sampled_from([1, 2, ahead.STATES]),
)
def test_a_backlog_that_comes_before_its_midnights_closes_every_day_as_it_was(
    seed: int, length: int, forgets: bool, states: int
) -> None:
    """Nothing is restated; a worker that starts anew on the way makes the pasts again."""
    log = MemoryLog(WORLD)
    log.fold([ClockTo(to=day_start(MONDAY)), *stream_of(seed, length)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ahead, "STATES", states)
        for day in range(1, LAST + 1):
            if forgets:
                log.partition.ahead = {}
            log.clock(day_start(on(day)))
    first, newest = versions(log)
    assert there(first) == there(newest) == there(recounted(log))


def test_nothing_of_today_is_a_restatement() -> None:
    claim = completed(5)
    assert restatements(report(progress(0.1)), report(claim)) == []


def test_what_is_rejected_restates_nothing() -> None:
    assert restatements(late(completed(2), unit="vn.15.04468")) == []


def test_the_example_of_the_page() -> None:
    """docs/method-known-twice.md: done on Wednesday 3/6, verified on Monday 8/6."""
    claim = completed(2)
    log = MemoryLog(world())
    told = [
        report(assigned(due=date(2026, 7, 1)), unit=PROVINCE),
        report(claim),
        late(verified(7, of=claim.id), known=7),
    ]
    log.each(with_midnights(told, None))
    states = ("in_time", "awaiting", "done_on_time")
    for version, expected in zip(
        versions(log),
        (("in_time", *["awaiting"] * 5, "done_on_time"), ("in_time", *["done_on_time"] * 6)),
        strict=True,
    ):
        (leaf,) = {leaf for leaf, _ in version}
        said = [named(version[leaf, on(n)]) for n in range(1, 8)]
        assert [next(s for s in states if one[s]) for one in said] == list(expected)


def test_what_takes_the_place_of_another_in_its_own_batch_restates_the_days_between() -> None:
    log = MemoryLog(world())
    log.fold([ClockTo(to=day_start(MONDAY)), report(assigned(), unit=PROVINCE)])
    log.clock(day_start(on(5)))
    told = TaskSuspended(id=new_id(), subject=TASK, occurred_at=at(2))
    again = [late(told, known=5), report(told, unit=PROVINCE, reported_at=at(2), received_at=at(4))]
    (one,) = log.fold(again).restated
    assert (one.why, [day for day, _ in one.steps]) == (Why.AGAIN, [on(4), on(5)])
