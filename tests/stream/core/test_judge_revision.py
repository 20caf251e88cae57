"""Revisions asked for, approved and refused: Q20–23."""

from __future__ import annotations

from datetime import date

import pytest

from schema.measures import named
from schema.states import State, Verdict
from tests.builders import (
    PROVINCE,
    TASK,
    at,
    completed,
    on,
    report,
    revised,
    verified,
)
from tests.memory_log import assigned_log


def test_a_revision_asked_for_on_the_due_day_counts() -> None:
    log = assigned_log()
    log.each(
        [
            report(revised("requested", 10, new_due=on(20))),
            report(revised("approved", 15, new_due=on(20)), unit=PROVINCE),
        ]
    )
    assert log.partition.tasks[TASK].task.due == on(20)


def test_a_revision_asked_for_after_the_due_day_is_shown_but_does_not_count() -> None:
    log = assigned_log()
    approval = revised("approved", 15, new_due=on(20))
    log.each([report(revised("requested", 11, new_due=on(20))), report(approval, unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert (task.due, task.granted) == (on(10), on(20))
    assert log.verdict(approval.id).marks == ("asked_after_due",)


def test_a_request_cannot_be_back_dated_beyond_three_working_days() -> None:
    log = assigned_log()
    request = revised("requested", 10, new_due=on(20))
    log.fold([report(request, reported_at=at(16), received_at=at(16))])
    log.fold([report(revised("approved", 17, new_due=on(20)), unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.due == on(10)


def test_without_a_request_the_approval_says_when_it_was_asked() -> None:
    log = assigned_log()
    approval = revised("approved", 15, new_due=on(20), requested_at=at(9))
    log.fold([report(approval, unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.due == on(20)


@pytest.mark.parametrize("decision", ["approved", "refused"])
def test_only_the_assigning_side_decides_a_revision(decision: str) -> None:
    log = assigned_log()
    act = revised(decision, 5, new_due=on(20))
    log.fold([report(act)])
    assert log.verdict(act.id).verdict is Verdict.REJECTED


def test_a_revision_before_the_start_or_without_a_date_is_rejected() -> None:
    log = assigned_log(start=on(5))
    early, dateless = revised("approved", 6, new_due=on(4)), revised("approved", 6)
    log.fold([report(early, dateless, unit=PROVINCE)])
    assert {log.verdict(one.id).verdict for one in (early, dateless)} == {Verdict.REJECTED}


@pytest.mark.parametrize(
    ("decision", "new_due", "reason"),
    [
        ("requested", None, "a revision that is asked for must say the new due date"),
        ("approved", None, "an approved revision must say the new due date"),
        ("approved", on(-1), "the new due date 2026-05-31 lies before the start 2026-06-01"),
        ("approved", on(0), None),
    ],
)
def test_a_revision_that_cannot_be_says_why(
    decision: str, new_due: date | None, reason: str | None
) -> None:
    log = assigned_log()
    said = revised(decision, 1, new_due=new_due)
    log.fold([report(said, unit=PROVINCE)])
    assert log.verdict(said.id).reason == reason
    assert (log.verdict(said.id).verdict is Verdict.REJECTED) == (reason is not None)


def test_two_dates_asked_for_are_two_requests_and_the_same_again_is_one() -> None:
    log = assigned_log()
    days = (20, 25, 20)
    log.fold([report(*(revised("requested", 1 + n, new_due=on(d)) for n, d in enumerate(days)))])
    requests = log.partition.tasks[TASK].task.requests
    assert [(one.new_due, one.day) for one in requests] == [(on(20), on(1)), (on(25), on(2))]


def test_q21_asking_again_does_not_make_the_request_younger() -> None:
    log = assigned_log()
    asked = [revised("requested", day, new_due=on(20)) for day in (9, 13)]
    log.each([report(one) for one in asked])
    log.fold([report(revised("approved", 15, new_due=on(20)), unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.due == on(20)


def test_q21_a_request_that_was_refused_is_answered() -> None:
    log = assigned_log()
    log.fold([report(revised("requested", 9, new_due=on(20)))])
    log.fold([report(revised("refused", 10, new_due=on(20)), unit=PROVINCE)])
    log.fold([report(revised("requested", 12, new_due=on(20)))])
    log.fold([report(revised("approved", 15, new_due=on(20)), unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert (task.due, task.granted, task.requests) == (on(10), on(20), ())


def test_q21_another_date_is_another_request() -> None:
    log = assigned_log()
    log.fold([report(revised("requested", 9, new_due=on(15)))])
    log.fold([report(revised("approved", 12, new_due=on(20)), unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert task.due == on(10), "the approval's own day counts: 12 is after 10"
    assert [request.new_due for request in task.requests] == [on(15)]


def test_q23_the_chain_goes_by_the_date_in_force_not_by_the_stated_one() -> None:
    log = assigned_log()
    wrong = revised("approved", 8, new_due=on(20), old_due=on(3))
    log.fold([report(wrong, unit=PROVINCE)])
    log.fold([report(revised("approved", 15, new_due=on(30)), unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.due == on(30), "15 is before 20, the date in force"


def test_q23_until_the_approval_the_old_date_holds_then_done_is_judged_by_the_new_one() -> None:
    log = assigned_log()
    claim = completed(13)
    log.fold([report(revised("requested", 9, new_due=on(20)))])
    log.fold([report(claim)])
    log.fold([report(verified(14, of=claim.id), unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.DONE_LATE
    log.fold([report(revised("approved", 15, new_due=on(20)), unit=PROVINCE)])
    placed = log.partition.tasks[TASK]
    assert placed.state is State.DONE_ON_TIME
    assert named(placed.counts)["done_late_0"] == 1, "Q22: judged by the original date beside it"


def test_q23_an_earlier_date_counts_by_the_same_rule() -> None:
    log = assigned_log()
    log.fold([report(revised("approved", 3, new_due=on(5)), unit=PROVINCE)])
    log.clock(at(6))
    assert log.partition.tasks[TASK].state is State.OVERDUE


@pytest.mark.parametrize(("decision", "due"), [("refused", on(10)), ("approved", on(20))])
def test_an_answer_to_one_of_two_dates_leaves_the_other_asked_for(decision: str, due: date) -> None:
    log = assigned_log()
    asked = [revised("requested", 1, new_due=on(20)), revised("requested", 2, new_due=on(25))]
    log.fold([report(*asked)])
    log.fold([report(revised(decision, 3, new_due=on(20)), unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert [one.new_due for one in task.requests] == [on(25)]
    assert (task.due, task.granted) == (due, on(20) if decision == "approved" else None)


def test_a_task_that_recurs_without_a_due_date_has_none_to_revise() -> None:
    log, act = assigned_log(task_kind="recurring", due=None), revised("approved", 3, new_due=on(9))
    log.fold([report(act, unit=PROVINCE)])
    assert log.verdict(act.id).reason == "the task has no due date to revise"
