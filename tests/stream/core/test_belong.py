"""The day an update counts from (Q15–16, Q28, domain 5)."""

from __future__ import annotations

from datetime import date

from schema.update import MilestoneDone, TaskSuspended, Update
from stream.core.belong import days_of
from stream.core.corrections import settle
from stream.core.entry import entries
from stream.core.refold import walk
from tests.builders import (
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    on,
    reopened,
    report,
    returned,
    verified,
    world,
)


def days(*told: tuple[Update, float]) -> dict[str, date]:
    """Of each update, known some days after the start, the day it counts from."""
    found = [
        entry
        for update, known in ((assigned(), 0.0), *told)
        for entry in entries(
            report(update, unit=PROVINCE, reported_at=at(known), received_at=at(known)),
            offline=False,
        )
    ]
    taken = list(walk(TASK, settle(found, world()), world()))
    return {one.judged.entry.id: day for one, day in zip(taken, days_of(taken), strict=True)}


def test_a_fact_counts_from_the_day_it_occurred() -> None:
    claim = completed(2)
    assert days((claim, 3))[claim.id] == on(2)


def test_a_verdict_follows_the_completion_it_judges_named_or_not() -> None:
    claim = completed(2)
    for verdict in (verified(4, of=claim.id), verified(4), returned(4)):
        assert days((claim, 2), (verdict, 4))[verdict.id] == on(2)


def test_q15_a_completion_told_too_late_counts_from_the_day_it_was_known() -> None:
    claim, verdict = completed(1), verified(9)
    found = days((claim, 8), (verdict, 9))
    assert found[claim.id] == found[verdict.id] == on(8)


def test_q15_without_accepted_evidence_it_counts_from_the_day_it_was_known() -> None:
    claim, verdict = completed(1), verified(4, evidence_accepted=False)
    found = days((claim, 3), (verdict, 4))
    assert found[claim.id] == found[verdict.id] == on(3)


def test_a_reopening_has_its_own_day() -> None:
    claim, again = completed(2), reopened(6)
    assert days((claim, 2), (again, 6))[again.id] == on(6)


def test_q28_a_withdrawal_counts_from_the_day_it_was_known() -> None:
    rest = TaskSuspended(id=new_id(), subject=TASK, occurred_at=at(1), reason="r")
    assert days((rest, 4))[rest.id] == on(4)


def test_a_verdict_on_a_milestone_follows_its_claim() -> None:
    from schema.fields import Milestone

    given = assigned(milestones=[Milestone(code="m1", weight=1)])
    step = MilestoneDone(id=new_id(), subject=TASK, occurred_at=at(2), milestone="m1")
    verdict = verified(5, milestone="m1")
    found = [
        entry
        for update in (given, step, verdict)
        for entry in entries(report(update, unit=PROVINCE), offline=False)
    ]
    taken = list(walk(TASK, settle(found, world()), world()))
    assert days_of(taken) == [on(0), on(2), on(2)]
