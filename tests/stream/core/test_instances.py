"""Filling slots; the life of a period of a recurring task; through the real fold (Q32–33, Q63)."""

from __future__ import annotations

from typing import Any

import pytest

from schema.fields import Evidence
from schema.report import LogReport
from schema.states import Verdict
from schema.update import EvidenceAdded, SlotNil, SlotOpened, Update
from stream.core.instances import KEPT, NO_PERIOD, WHOLE, brings, find
from stream.core.slots import period_name
from stream.core.task import Instance
from stream.core.verdict import NOTHING
from tests.builders import (
    COMMUNE,
    OTHER,
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
    verified,
    world,
)
from tests.memory_log import MemoryLog

WEEK = "2026-W23"
"""The week of Monday 1/6/2026; its slot is due on Monday 8/6."""


def weekly(**fields: Any) -> LogReport:
    """A recurring task, reported on weekly."""
    given = {"task_kind": "recurring", "due": None, "cadence": "weekly", **fields}
    return report(assigned(**given), unit=PROVINCE)


def after(*reports: LogReport) -> MemoryLog:
    log = MemoryLog(world())
    log.each(reports)
    return log


def said(log: MemoryLog, period: str = WEEK) -> Instance:
    return find(log.partition.tasks[TASK].task.instances, period)


def nil(days: float, period: str | None = WEEK) -> SlotNil:
    return SlotNil(id=new_id(), subject=TASK, occurred_at=at(days), subjects=[TASK], period=period)


def evidence(days: float) -> EvidenceAdded:
    return EvidenceAdded(
        id=new_id(), subject=TASK, occurred_at=at(days), evidence=[Evidence(hash="a" * 64)]
    )


@pytest.mark.parametrize(
    "update", [nil(2), completed(2, period=WEEK), progress(0.3, 2, period=WEEK), evidence(2)]
)
def test_a_fact_on_the_period_fills_its_slot(update: Update) -> None:
    log = after(weekly(), report(update))
    assert (said(log).known, said(log).share) == (on(2), WHOLE)


def test_what_names_no_period_fills_the_slot_its_day_lies_in() -> None:
    log = after(weekly(), report(nil(2, None)), report(nil(8, None)))
    assert (said(log).known, said(log, "2026-W24").known) == (on(2), on(8))


def test_the_earliest_known_decides_however_they_arrive() -> None:
    early = report(progress(0.3, 3, period=WEEK))
    late = report(progress(0.2, 2, period=WEEK), reported_at=at(4), received_at=at(4))
    assert said(after(weekly(), early, late)).known == on(3)
    assert said(after(weekly(), late, early)).known == on(3)


def test_what_a_coordinator_says_fills_no_slot_of_the_lead() -> None:
    log = after(weekly(coordinators=[OTHER]), report(progress(0.2, 2), unit=OTHER))
    assert said(log).known is None
    assert said(after(weekly(), report(progress(0.2, 2), unit=PROVINCE))).known == on(2)


def test_a_slot_is_filled_by_as_much_as_was_required() -> None:
    """Fill is the share of required fields; a report without any fills nothing."""
    needs = weekly(required=["progress", "reason"])
    log = after(needs, report(evidence(2)))
    assert said(log).known is None
    half = report(progress(0.3, 3, period=WEEK))
    assert said(after(needs, half)).share == WHOLE // 2
    assert said(after(needs, report(nil(2)))).share == WHOLE, "a nil report is one"
    assert brings(progress(0.3, reason=""), ("progress", "reason", "value")) == 3_333


def test_a_correction_moves_the_period_a_report_is_on() -> None:
    from schema.update import Corrected

    fact = progress(0.3, 2, period=WEEK)
    moved = Corrected(
        id=new_id(), subject=TASK, occurred_at=at(9), supersedes=fact.id,
        fields={"period": "2026-W24"},
    )  # fmt: skip
    log = after(weekly(), report(fact), report(moved))
    assert (said(log).known, said(log, "2026-W24").known) == (None, on(2))


def test_an_extra_slot_is_opened_by_the_assigning_side_and_filled_by_its_name() -> None:
    fields: Any = {"subject": TASK, "period": "đợt 1", "due": on(5)}
    opened = SlotOpened(id=new_id(), occurred_at=at(1), **fields)
    log = after(report(assigned(), unit=PROVINCE), report(opened, unit=PROVINCE))
    (slot,) = log.partition.tasks[TASK].task.extra_slots
    assert (slot.period, slot.opens, slot.due) == ("đợt 1", on(1), on(5))
    log.fold([report(progress(0.3, 2))])
    assert said(log, "đợt 1").known == on(2), "its day lies in the slot"
    theirs = SlotOpened(id=new_id(), occurred_at=at(1), **fields)
    log.fold([report(theirs)])
    assert log.verdict(theirs.id).verdict is Verdict.REJECTED
    backwards = SlotOpened(id=new_id(), occurred_at=at(1), opens=on(6), **fields)
    log.fold([report(backwards, unit=PROVINCE)])
    assert "before it opens" in (log.verdict(backwards.id).reason or "")


def test_a_claim_of_a_period_is_verified_on_the_day_it_would_be() -> None:
    claim = completed(2, period=WEEK)
    log = after(weekly(), report(claim))
    assert said(log).claim is not None and said(log).done is None
    log.fold([report(verified(4, of=claim.id, period=WEEK), unit=PROVINCE)])
    done = said(log).done
    assert done is not None and (done.claim, done.day) == (claim.id, on(2))
    assert said(log).claim is None


def test_evidence_that_is_not_accepted_counts_from_when_it_was_known() -> None:
    late = report(completed(2, period=WEEK), reported_at=at(4), received_at=at(4))
    accepted = report(verified(5, period=WEEK), unit=PROVINCE)
    there = said(after(weekly(), late, accepted)).done
    assert there is not None and there.day == on(2)
    verdict = verified(5, period=WEEK, evidence_accepted=False)
    done = said(after(weekly(), late, report(verdict, unit=PROVINCE))).done
    assert done is not None and done.day == on(4)


def test_a_returned_claim_is_as_if_never_made_and_a_reopened_period_is_open() -> None:
    claim = report(completed(2, period=WEEK))
    sent_back = after(weekly(), claim, report(returned(3, period=WEEK), unit=PROVINCE))
    assert (said(sent_back).claim, said(sent_back).done) == (None, None)
    verdict = report(verified(3, period=WEEK), unit=PROVINCE)
    again = after(weekly(), claim, verdict, report(reopened(5, period=WEEK), unit=PROVINCE))
    assert (said(again).claim, said(again).done) == (None, None)
    assert said(again).known == on(2), "what was reported was reported"


@pytest.mark.parametrize("verdict", [verified(3, period=WEEK), returned(3, period=WEEK)])
def test_a_verdict_on_a_period_nobody_claimed_has_nothing_to_judge(verdict: Update) -> None:
    other = report(completed(2, period="2026-W24"))
    log = after(weekly(), other, report(verdict, unit=PROVINCE))
    assert "nothing to judge" in (log.verdict(verdict.id).reason or "")


def test_a_second_completion_of_a_verified_period_is_no_news() -> None:
    second = completed(5, period=WEEK)
    verdict = report(verified(3, period=WEEK), unit=PROVINCE)
    log = after(weekly(), report(completed(2, period=WEEK)), verdict, report(second))
    assert log.verdict(second.id).marks == ("duplicate_fact",)


def test_periods_long_past_are_forgotten() -> None:
    log = after(weekly(), report(nil(2)), report(nil(250, "2027-W07")))
    assert [one.period for one in log.partition.tasks[TASK].task.instances] == ["2027-W07"]


def test_a_unit_without_slots_keeps_nothing_of_periods() -> None:
    log = after(report(assigned(), unit=PROVINCE), report(progress(0.3, 2), unit=COMMUNE))
    assert log.partition.tasks[TASK].task.instances == ()


def test_periods_claimed_without_the_required_fields_are_forgotten_too() -> None:
    log = MemoryLog(world())
    log.fold([weekly(required=["evidence"])])
    for week in range(60):
        period = period_name(on(7 * week), "weekly")
        log.fold([report(completed(7 * week + 3, period=period))])
    kept = log.partition.tasks[TASK].task.instances
    assert len(kept) == KEPT.days // 7 + 1 and all(one.known is None for one in kept)


def test_of_one_day_the_first_fact_decides() -> None:
    needs = weekly(required=["progress", "reason"])
    half = report(progress(0.3, 2, period=WEEK))
    whole = report(progress(0.4, 2.2, period=WEEK, reason="x"))
    assert said(after(needs, half, whole)).share == WHOLE // 2
    assert said(after(needs, whole, half)).share == WHOLE // 2, "in order, not as they arrive"


def test_an_extra_slot_has_required_fields_of_its_own() -> None:
    fields: Any = {"subject": TASK, "period": "đợt 1", "due": on(5), "required": ["evidence"]}
    opened = SlotOpened(id=new_id(), occurred_at=at(1), **fields)
    log = after(weekly(required=["progress"]), report(opened, unit=PROVINCE), report(evidence(2)))
    assert (said(log, "đợt 1").known, said(log).known) == (on(2), None)


@pytest.mark.parametrize("update", [completed(3), verified(3), returned(3), reopened(3)])
def test_of_a_recurring_task_a_period_must_be_named(update: Update) -> None:
    log = after(weekly(), report(completed(2, period=WEEK)), report(update, unit=PROVINCE))
    judged = log.verdict(update.id)
    assert judged.verdict is Verdict.REJECTED and judged.reason == NO_PERIOD


def test_a_verdict_judges_the_claim_that_stands_or_the_one_it_names() -> None:
    first, second = completed(2, period=WEEK), completed(3, period=WEEK)
    old, named = verified(4, of=first.id, period=WEEK), verified(5, of=second.id, period=WEEK)
    again = verified(6, of=second.id, period=WEEK)
    log = after(weekly(), *map(report, (first, second)))
    log.each([report(one, unit=PROVINCE) for one in (old, named, again)])
    verdicts = [log.verdict(one.id).verdict for one in (old, named, again)]
    assert verdicts == [Verdict.REJECTED, Verdict.ACCEPTED, Verdict.REJECTED]
    assert log.verdict(old.id).reason == log.verdict(again.id).reason == NOTHING
    done = said(log).done
    assert done is not None and done.claim == second.id
    wrong = reopened(7, of=first.id, period=WEEK)
    right = reopened(8, of=second.id, period=WEEK)
    log.each([report(wrong, unit=PROVINCE), report(right, unit=PROVINCE)])
    assert log.verdict(wrong.id).verdict is Verdict.REJECTED and said(log).done is None


def test_a_claim_of_another_period_is_not_forgotten_but_nothing_to_judge() -> None:
    other = completed(2, period="2026-W24")
    verdict = verified(3, of=other.id, period=WEEK)
    log = after(weekly(), report(other), report(verdict, unit=PROVINCE))
    assert "nothing to judge" in (log.verdict(verdict.id).reason or "")


@pytest.mark.parametrize(("days", "kept"), [(189, True), (190, False)])
def test_what_was_said_of_a_period_is_kept_for_190_days(days: int, kept: bool) -> None:
    log = after(weekly(), report(nil(2)), report(nil(2 + days, "later")))
    assert [one.period for one in log.partition.tasks[TASK].task.instances] == [
        *([WEEK] if kept else []), "later",
    ]  # fmt: skip


@pytest.mark.parametrize("said_late", [completed(40, period="2026-07"), nil(40, "2026-07")])
def test_what_is_told_late_of_an_early_day_takes_no_other_period_away(said_late: Update) -> None:
    """It was known on day 200, and its place is between a claim and the verdict on it."""
    claim = completed(1, period="2026-06")
    verdict = verified(60, of=claim.id, period="2026-06")
    log = after(weekly(cadence="monthly"), report(claim), report(verdict, unit=PROVINCE))
    log.fold([report(said_late, reported_at=at(200), received_at=at(200))])
    assert log.verdict(verdict.id).verdict is Verdict.ACCEPTED
    done = said(log, "2026-06").done
    assert done is not None and done.claim == claim.id


def test_what_is_forgotten_goes_by_days_and_not_by_the_hour() -> None:
    claim = completed(2, period=WEEK, occurred_at=at(2, 10))
    verdict = verified(KEPT.days + 2, of=claim.id, period=WEEK)
    log = after(weekly(), report(claim), report(nil(KEPT.days + 1.9, "later")))
    assert said(log).claim is None, "forgotten"
    log.fold([report(verdict, unit=PROVINCE)])
    assert log.verdict(verdict.id).verdict is Verdict.ACCEPTED


def test_a_verdict_on_what_is_forgotten_is_no_mistake() -> None:
    """Its claim was made, and what became of it is no longer kept."""
    claim = completed(2, period=WEEK)
    soon, late = verified(150, of=claim.id, period="x"), verified(260, of=claim.id, period=WEEK)
    log = after(weekly(), report(claim), report(nil(250, "later")))
    log.each([report(soon, unit=PROVINCE), report(late, unit=PROVINCE)])
    assert log.verdict(soon.id).verdict is Verdict.REJECTED, "of another period, and not long ago"
    assert log.verdict(late.id).verdict is Verdict.ACCEPTED
    assert said(log).done is None
