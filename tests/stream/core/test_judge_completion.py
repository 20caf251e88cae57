"""Claims and verdicts: Q8–9, Q15–17, Q31, Q40, Q42 and who may give them."""

from __future__ import annotations

import pytest

from schema.measures import INDEX
from schema.states import State, Verdict
from stream.core.task import Done
from stream.core.verdict import NOTHING
from tests.builders import (
    COMMUNE,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    done_by,
    new_id,
    on,
    progress,
    reopened,
    report,
    returned,
    verified,
    world,
)
from tests.memory_log import MemoryLog, assigned_log


@pytest.fixture
def log() -> MemoryLog:
    return assigned_log()


def test_verified_by_the_assigning_side_is_done_on_the_day_it_occurred(log: MemoryLog) -> None:
    claim = completed(2)
    log.fold([report(claim, reported_at=at(4))])
    log.fold([report(verified(5, of=claim.id), unit=PROVINCE)])
    assert done_by(log.partition.tasks[TASK]) == (claim.id, on(2))


def test_evidence_not_accepted_counts_from_the_report(log: MemoryLog) -> None:
    claim = completed(2)
    log.fold([report(claim, reported_at=at(4))])
    log.fold([report(verified(5, of=claim.id, evidence_accepted=False), unit=PROVINCE)])
    assert done_by(log.partition.tasks[TASK]) == (claim.id, on(4))


def test_a_verdict_dated_before_the_completion_it_names_still_judges_it(log: MemoryLog) -> None:
    claim = completed(6)
    log.fold([report(claim)])
    verdict = verified(5, of=claim.id)
    log.fold([report(verdict, unit=PROVINCE)])
    assert log.verdict(verdict.id).verdict is Verdict.ACCEPTED
    assert log.partition.tasks[TASK].state is State.DONE_ON_TIME


def test_a_verdict_without_a_name_judges_the_claim_at_its_place(log: MemoryLog) -> None:
    early = verified(1)
    log.each([report(completed(2)), report(early, unit=PROVINCE)])
    assert log.verdict(early.id).verdict is Verdict.REJECTED
    log.fold([report(verified(3), unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.DONE_ON_TIME


def test_the_last_claim_stands_and_a_verdict_on_an_older_one_has_nothing_to_judge(
    log: MemoryLog,
) -> None:
    first, second = completed(2), completed(4)
    verdict = verified(5, of=first.id)
    log.each([report(first), report(second), report(verdict, unit=PROVINCE)])
    assert log.verdict(verdict.id).verdict is Verdict.REJECTED
    assert log.partition.tasks[TASK].state is State.AWAITING


def test_a_completion_after_the_verdict_is_a_duplicate_fact(log: MemoryLog) -> None:
    first, second = completed(2), completed(4)
    log.each([report(first), report(verified(3, of=first.id), unit=PROVINCE), report(second)])
    assert log.verdict(second.id).marks == ("duplicate_fact",)
    assert done_by(log.partition.tasks[TASK]) == (first.id, on(2))


def test_returned_is_as_if_never_reported(log: MemoryLog) -> None:
    claim = completed(2)
    log.each([report(claim), report(returned(3, of=claim.id), unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.IN_TIME
    assert log.partition.tasks[TASK].task.claim is None


def test_reopened_after_done_is_open_again(log: MemoryLog) -> None:
    claim = completed(2)
    again = reopened(4, of=claim.id, progress=0.7)
    log.each(
        [
            report(claim),
            report(verified(3, of=claim.id), unit=PROVINCE),
            report(again, unit=PROVINCE),
        ]
    )
    placed = log.partition.tasks[TASK]
    assert placed.state is State.IN_TIME and placed.task.progress == 7_000


def test_the_lead_may_withdraw_its_unverified_claim(log: MemoryLog) -> None:
    claim = completed(2)
    log.each([report(claim), report(reopened(3))])
    assert log.partition.tasks[TASK].task.claim is None


def test_reopening_what_nobody_completed_is_rejected(log: MemoryLog) -> None:
    act = reopened(3)
    log.fold([report(act)])
    assert log.verdict(act.id).verdict is Verdict.REJECTED


@pytest.mark.parametrize("unit", ["vn.15.04468", "tw.bkhcn", "dn.x"])
def test_others_may_not_complete(log: MemoryLog, unit: str) -> None:
    claim = completed(2)
    log.fold([report(claim, unit=unit)])
    judged = log.verdict(claim.id)
    assert judged.verdict is Verdict.REJECTED
    assert judged.reason is not None and COMMUNE in judged.reason and unit in judged.reason


def test_the_lead_may_not_verify_itself(log: MemoryLog) -> None:
    claim = completed(2)
    verdict = verified(3, of=claim.id)
    log.each([report(claim), report(verdict)])
    assert log.verdict(verdict.id).verdict is Verdict.REJECTED


def test_a_unit_that_assigned_its_own_task_may_verify_it() -> None:
    log = MemoryLog(world())
    claim = completed(2)
    log.each(
        [
            report(assigned(assigned_by=COMMUNE)),
            report(claim),
            report(verified(3, of=claim.id)),
        ]
    )
    assert log.partition.tasks[TASK].state is State.DONE_ON_TIME


def test_a_verdict_that_names_the_unseen_is_held_whoever_says_it(log: MemoryLog) -> None:
    verdict = verified(3, of=new_id())
    log.fold([report(verdict)])
    assert log.verdict(verdict.id).verdict is Verdict.HELD


def test_acts_on_a_recurring_task_name_their_period() -> None:
    log = MemoryLog(world())
    without, named = completed(2), completed(3, period="2026-W23")
    log.each(
        [
            report(assigned(task_kind="recurring", due=None), unit=PROVINCE),
            report(without),
            report(named),
        ]
    )
    assert log.verdict(without.id).verdict is Verdict.REJECTED
    assert log.verdict(named.id).verdict is Verdict.ACCEPTED
    assert log.partition.tasks[TASK].state is State.RECURRING


@pytest.mark.parametrize(("days", "marks"), [(-0.5, ("before_start",)), (0, ()), (1, ())])
def test_a_completion_before_the_start_is_marked(days: float, marks: tuple[str, ...]) -> None:
    """It begins on Monday 1/6; half a day before its morning is Sunday."""
    log, claim = MemoryLog(world()), completed(days)
    log.fold([report(assigned(due=on(10), occurred_at=at(-3)), unit=PROVINCE)])
    log.fold([report(claim)])
    assert log.verdict(claim.id).marks == marks


def test_what_a_verdict_leaves_behind(log: MemoryLog) -> None:
    """Occurred on day 2, known on day 3, verified on day 5 without its evidence: it counts from 3.

    The wait is from when the claim was received, in whole seconds.
    """
    claim = completed(2)
    log.fold([report(claim, reported_at=at(3), received_at=at(3))])
    log.fold([report(verified(5, of=claim.id, evidence_accepted=False), unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert task.done == Done(claim.id, on(3), on(5), 2 * 86_400)
    assert task.done is not None and type(task.done.waited_s) is int
    assert (task.claim, task.shifted) == (None, on(3))


def test_a_refusal_says_who_may_and_why(log: MemoryLog) -> None:
    claim = completed(2)
    own, again = verified(3, of=claim.id), verified(6)
    log.each([report(claim), report(own), report(verified(4), unit=PROVINCE)])
    log.fold([report(again, unit=PROVINCE)])
    reason = log.verdict(own.id).reason or ""
    assert COMMUNE in reason and PROVINCE in reason
    assert log.verdict(again.id).reason == NOTHING


def test_q42_a_returned_claim_leaves_the_last_progress() -> None:
    log, claim = assigned_log(), completed(2)
    counted = INDEX["progress_plain"]
    log.each([report(progress(0.4)), report(claim)])
    assert log.partition.tasks[TASK].counts[counted] == 10_000
    log.fold([report(returned(3, of=claim.id, progress=0.1), unit=PROVINCE)])
    assert log.partition.tasks[TASK].counts[counted] == 4_000
