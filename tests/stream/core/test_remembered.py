"""A long life stays small, and nothing is judged differently for what is forgotten."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.fields import Milestone
from schema.report import LogReport
from schema.states import Verdict
from schema.update import Completed, MilestoneDone, Verified
from stream.core import instances, remembered
from stream.core.slots import period_name
from stream.core.task import TaskState, pack
from tests.builders import (
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    on,
    progress,
    report,
    returned,
    verified,
    world,
)
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import facts, folded, stream_of

WEEKS = 5 * 52


def weekly(weeks: int) -> list[LogReport]:
    """A task that recurs: every week a report, a claim and its verdict."""
    given = assigned(task_kind="recurring", cadence="weekly", due=None)
    told = [report(given, unit=PROVINCE)]
    for week in range(weeks):
        period = period_name(on(7 * week), "weekly")
        claim = completed(7 * week + 3, period=period)
        told += [report(progress(0.5, 7 * week + 2, period=period)), report(claim)]
        told.append(report(verified(7 * week + 5, of=claim.id, period=period), unit=PROVINCE))
    return told


def task_of(log: MemoryLog) -> TaskState:
    """The state of the task that all this is about."""
    return log.partition.tasks[TASK].task


def test_five_years_of_weekly_reports_take_no_more_room_than_one() -> None:
    log = MemoryLog(world())
    sizes = []
    for message in weekly(WEEKS):
        log.fold([message])
        sizes.append(len(pack(task_of(log))))
    assert sizes[-1] <= sizes[3 * 52] + 2, "a number or two has another digit"
    assert sizes[-1] < 3_000
    assert len(task_of(log).claims) == remembered.MOST_CLAIMS
    assert log.fetches == 0, "verdicts on the newest claims need no stored updates"


def test_a_verdict_on_a_forgotten_claim_is_judged_from_the_stored_updates() -> None:
    log = MemoryLog(world())
    log.fold([report(assigned(), unit=PROVINCE)])
    claims = [completed(day) for day in range(1, 10)]
    log.each(report(claim) for claim in claims)
    assert task_of(log).forgets and claims[0].id not in {one.id for one in task_of(log).claims}
    old, never = returned(20, of=claims[0].id), returned(21, of=new_id())
    log.each(report(one, unit=PROVINCE) for one in (old, never))
    assert log.fetches == 2
    assert log.verdict(old.id).verdict is Verdict.REJECTED, "an older claim stands no more (Q9)"
    assert log.verdict(never.id).verdict is Verdict.HELD
    last = verified(22, of=claims[-1].id)
    log.fold([report(last, unit=PROVINCE)])
    assert log.verdict(last.id).verdict is Verdict.ACCEPTED and log.fetches == 2


def test_a_claim_of_a_milestone_that_is_forgotten_is_verified_all_the_same() -> None:
    log = MemoryLog(world())
    plan = [Milestone(code=f"m{n}", weight=1) for n in range(9)]
    log.fold([report(assigned(milestones=plan), unit=PROVINCE)])
    done = [
        MilestoneDone(id=new_id(), subject=TASK, occurred_at=at(n), milestone=f"m{n}")
        for n in range(9)
    ]
    log.each(report(one) for one in done)
    verdict = verified(20, of=done[0].id, milestone="m0")
    log.fold([report(verdict, unit=PROVINCE)])
    assert log.verdict(verdict.id).verdict is Verdict.ACCEPTED
    assert [one.code for one in task_of(log).milestones_verified] == ["m0"]


def test_days_of_verdicts_lapse_with_the_windows() -> None:
    kept = remembered.VERDICTS_KEPT
    days: tuple[int, ...] = ()
    for day in (1_000, -1_001, 1_000 + kept, 1_001 + kept):
        days = remembered.with_verdict(days, day)
    assert days == (-1_001, 1_000 + kept, 1_001 + kept)
    assert remembered.with_verdict(days, 1_000) == days, "what is told late of long ago lapses too"


SPREAD = timedelta(days=12)
"""All that a random stream tells occurs on so many days; it may be told much later."""


@pytest.mark.parametrize(("claims", "days"), [(1, 2), (2, 0)])
@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(20, 60), size=st.integers(1, 9))
def test_what_is_forgotten_changes_no_verdict_and_depends_on_no_order(
    claims: int, days: int, seed: int, length: int, size: int
) -> None:
    """Against a memory without bounds, however the same updates arrive."""
    reports = stream_of(seed, length)
    shuffled = random.Random(seed).sample(reports, k=len(reports))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "MOST_CLAIMS", 10**6)
        everything = folded([[one] for one in reports])
        patch.setattr(remembered, "MOST_CLAIMS", claims)
        patch.setattr(remembered, "VERDICTS_KEPT", days)
        patch.setattr(instances, "KEPT", SPREAD)
        in_order = folded([[one] for one in reports])
        mixed = folded([shuffled[i : i + size] for i in range(0, len(shuffled), size)])
    assert facts(in_order) == facts(mixed)
    assert in_order.rows == everything.rows, "verdicts, reasons, marks"
    assert in_order.partition.totals == everything.partition.totals
    assert in_order.days() == in_order.recounted()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(20, 60), size=st.integers(1, 9))
def test_periods_that_are_forgotten_depend_on_no_order(seed: int, length: int, size: int) -> None:
    reports = stream_of(seed, length)
    shuffled = random.Random(seed).sample(reports, k=len(reports))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(instances, "KEPT", timedelta(days=3))
        in_order = folded([[one] for one in reports])
        mixed = folded([shuffled[i : i + size] for i in range(0, len(shuffled), size)])
    assert facts(in_order) == facts(mixed)


def test_the_stream_has_claims_and_verdicts_enough_to_forget() -> None:
    updates = [one.updates[0] for seed in range(20) for one in stream_of(seed, 40)]
    assert sum(isinstance(one, Completed | MilestoneDone) for one in updates) > 20
    assert sum(isinstance(one, Verified) and one.of is not None for one in updates) > 10
