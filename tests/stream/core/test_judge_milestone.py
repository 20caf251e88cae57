"""Claims and verdicts of milestones: Q8–9, Q17, Q31, Q40, Q42."""

from __future__ import annotations

from schema.fields import Milestone
from schema.measures import INDEX
from schema.states import State, Verdict
from schema.update import MilestoneDone, Update
from stream.core.verdict import NOTHING
from tests.builders import (
    COMMUNE,
    OTHER,
    PROVINCE,
    TASK,
    at,
    completed,
    new_id,
    progress,
    reopened,
    report,
    returned,
    verified,
)
from tests.memory_log import MemoryLog, assigned_log

M1 = [Milestone(code="m1", weight=1), Milestone(code="m2", weight=3)]


def step_done(code: str, days: float = 2) -> MilestoneDone:
    return MilestoneDone(id=new_id(), subject=TASK, occurred_at=at(days), milestone=code)


def steps() -> MemoryLog:
    return assigned_log(milestones=M1)


def percent(log: MemoryLog) -> int:
    return log.partition.tasks[TASK].counts[INDEX["progress_plain"]]


def test_q40_a_milestone_is_claimed_by_the_lead_and_verified_by_the_assigning_side() -> None:
    log = steps()
    done, unknown, own = step_done("m2"), step_done("m9"), verified(3, milestone="m2")
    log.each([report(progress(0.9)), report(done), report(unknown), report(own)])
    assert percent(log) == 0
    log.fold([report(verified(4, milestone="m2"), unit=PROVINCE)])
    assert percent(log) == 7_500
    assert {log.verdict(one.id).verdict for one in (unknown, own)} == {Verdict.REJECTED}


def test_a_refused_milestone_says_who_may_or_that_there_is_none() -> None:
    log = steps()
    unknown, theirs = step_done("m9"), step_done("m1")
    log.each([report(unknown), report(theirs, unit=OTHER)])
    assert log.verdict(unknown.id).reason == "the task has no milestone 'm9'"
    reason = log.verdict(theirs.id).reason or ""
    assert COMMUNE in reason and OTHER in reason


def test_q17_a_milestone_nobody_claims_has_nothing_to_judge() -> None:
    log = steps()
    early, late = verified(1, milestone="m1"), verified(3, milestone="m1")
    twice = returned(4, milestone="m1")
    log.each([report(early, late, twice, unit=PROVINCE), report(step_done("m1", 2))])
    assert log.verdict(early.id).verdict is Verdict.REJECTED
    assert log.verdict(late.id).verdict is Verdict.ACCEPTED
    assert log.verdict(twice.id).verdict is Verdict.REJECTED
    assert percent(log) == 2_500


def test_q8_a_verdict_that_names_the_claim_of_a_milestone_sorts_behind_it() -> None:
    log = steps()
    claim = step_done("m1", 5)
    verdict = verified(4, milestone="m1", of=claim.id)
    log.fold([report(verdict, unit=PROVINCE)])
    assert log.verdict(verdict.id).verdict is Verdict.HELD
    log.fold([report(claim)])
    assert log.verdict(verdict.id).verdict is Verdict.ACCEPTED and percent(log) == 2_500


def test_q9_of_two_claims_of_a_milestone_the_last_stands() -> None:
    log = steps()
    first, second = step_done("m1", 2), step_done("m1", 3)
    older, again = verified(4, milestone="m1", of=first.id), step_done("m1", 6)
    log.each(
        [
            report(first, second),
            report(older, unit=PROVINCE),
            report(verified(5, milestone="m1", of=second.id), unit=PROVINCE),
            report(again),
        ]
    )
    assert log.verdict(older.id).verdict is Verdict.REJECTED
    assert log.verdict(again.id).marks == ("duplicate_fact",) and percent(log) == 2_500


def test_q31_a_reopened_milestone_leaves_the_rest_as_it_is() -> None:
    log = steps()
    claim = completed(5)
    log.each(
        [
            report(step_done("m1"), step_done("m2")),
            report(verified(3, milestone="m1"), verified(3, milestone="m2"), unit=PROVINCE),
            report(claim),
            report(verified(6, of=claim.id), unit=PROVINCE),
            report(reopened(7, milestone="m2"), unit=PROVINCE),
        ]
    )
    placed = log.partition.tasks[TASK]
    assert placed.state is State.DONE_ON_TIME and percent(log) == 10_000
    log.fold([report(reopened(8, of=claim.id), unit=PROVINCE)])
    assert percent(log) == 2_500
    nothing = reopened(9, milestone="m2")
    log.fold([report(nothing)])
    assert log.verdict(nothing.id).verdict is Verdict.REJECTED


def test_q31_the_lead_may_withdraw_its_claim_of_a_milestone() -> None:
    log = steps()
    verdict = verified(5, milestone="m1")
    log.each(
        [
            report(step_done("m1")),
            report(reopened(4, milestone="m1")),
            report(verdict, unit=PROVINCE),
        ]
    )
    assert log.verdict(verdict.id).verdict is Verdict.REJECTED and percent(log) == 0


def test_q42_a_task_with_milestones_that_is_claimed_done_has_what_is_verified() -> None:
    log = steps()
    log.each(
        [
            report(step_done("m2")),
            report(verified(3, milestone="m2"), unit=PROVINCE),
            report(completed(4)),
        ]
    )
    assert log.partition.tasks[TASK].state is State.AWAITING and percent(log) == 7_500


def test_a_returned_claim_of_a_milestone_is_gone_and_others_stay() -> None:
    """A verdict that names another claim than the one that stands has nothing to judge."""
    log = steps()
    first, second = step_done("m1", 1), step_done("m2", 2)
    wrong, right = returned(3, milestone="m1", of=second.id), returned(4, milestone="m1")
    log.each([report(first, second), report(wrong, right, unit=PROVINCE)])
    assert (log.verdict(wrong.id).verdict, log.verdict(wrong.id).reason) == (
        Verdict.REJECTED,
        NOTHING,
    )
    assert log.verdict(right.id).verdict is Verdict.ACCEPTED
    claimed = log.partition.tasks[TASK].task.milestones_claimed
    assert [one.code for one in claimed] == ["m2"]


def test_verdicts_that_may_not_be_say_why() -> None:
    log = steps()
    log.fold([report(step_done("m1", 1), completed(1))])
    not_lead = f"only the lead {COMMUNE} or a unit above it may say this, not {OTHER}"
    not_theirs = f"only {PROVINCE}, which assigned the task, or above may say this, not {COMMUNE}"
    verdicts: list[tuple[Update, str, str | None]] = [
        (verified(3, milestone="m9"), PROVINCE, "the task has no milestone 'm9'"),
        (verified(3, milestone="m2"), PROVINCE, NOTHING),
        (returned(3, milestone="m2"), PROVINCE, NOTHING),
        (reopened(3, milestone="m2"), PROVINCE, NOTHING),
        (returned(3), COMMUNE, not_theirs),
        (reopened(3), OTHER, not_lead),
        (returned(4), PROVINCE, None),
        (returned(5), PROVINCE, NOTHING),
        (reopened(6), PROVINCE, NOTHING),
    ]
    for said, unit, reason in verdicts:
        log.fold([report(said, unit=unit)])
        assert log.verdict(said.id).reason == reason


def test_a_reopened_milestone_may_bring_the_progress_that_is_left() -> None:
    """Q42: shown, not counted, where the task has milestones."""
    log = steps()
    log.fold([report(progress(0.9), step_done("m1", 2))])
    log.fold([report(reopened(3, milestone="m1", progress=0.4), unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.progress == 4_000
