"""Assigning, revising, suspending: Q20–25, Q28, Q30, Q34, Q39."""

from __future__ import annotations

from typing import Any

import pytest

from schema.states import State, Verdict
from schema.update import SlotOpened, TaskCancelled, TaskResumed, TaskSuspended, Update
from tests.builders import (
    COMMUNE,
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    new_id,
    on,
    report,
    revised,
    world,
)
from tests.memory_log import MemoryLog


def _log(**fields: Any) -> MemoryLog:
    log = MemoryLog(world())
    log.fold([report(assigned(**{"due": on(10), **fields}), unit=PROVINCE)])
    return log


@pytest.mark.parametrize(
    ("fields", "unit", "word"),
    [
        ({}, COMMUNE, "assigned"),
        ({"lead": "vn.99"}, PROVINCE, "vn.99"),
        ({"assigned_by": "vn.99"}, "vn", "vn.99"),
        ({"lead": "dn.x"}, PROVINCE, "organisation"),
        ({"due": None}, PROVINCE, "due date"),
        ({"start": on(20), "due": on(10)}, PROVINCE, "before the start"),
    ],
)
def test_an_assignment_that_cannot_be_is_rejected(
    fields: dict[str, Any], unit: str, word: str
) -> None:
    log = MemoryLog(world())
    update = assigned(**fields)
    log.fold([report(update, unit=unit)])
    judged = log.verdict(update.id)
    assert judged.verdict is Verdict.REJECTED
    assert judged.reason is not None and word in judged.reason
    assert log.partition.tasks[TASK].state is State.UNKNOWN


def test_start_defaults_to_the_day_of_assignment() -> None:
    placed = _log(start=None, occurred_at=at(2)).partition.tasks[TASK]
    assert placed.task.assignment is not None and placed.task.assignment.start == on(2)


def test_a_second_assignment_moves_the_lead_but_not_the_dates() -> None:
    log = _log()
    again = assigned(lead=OTHER, due=on(40), occurred_at=at(3), title="Tên mới")
    log.fold([report(again, unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert task.assignment is not None
    assert (task.assignment.lead, task.assignment.title) == (OTHER, "Tên mới")
    assert task.due == on(10) and log.verdict(again.id).marks == ("unchanged_due_0",)
    assert {leaf.lead: sum(counts[:8]) for leaf, counts in log.partition.totals.items()} == {
        COMMUNE: 0,
        OTHER: 1,
    }


def test_a_revision_asked_for_on_the_due_day_counts() -> None:
    log = _log()
    log.each(
        [
            report(revised("requested", 10, new_due=on(20))),
            report(revised("approved", 15, new_due=on(20)), unit=PROVINCE),
        ]
    )
    assert log.partition.tasks[TASK].task.due == on(20)


def test_a_revision_asked_for_after_the_due_day_is_shown_but_does_not_count() -> None:
    log = _log()
    approval = revised("approved", 15, new_due=on(20))
    log.each([report(revised("requested", 11, new_due=on(20))), report(approval, unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert (task.due, task.granted) == (on(10), on(20))
    assert log.verdict(approval.id).marks == ("asked_after_due",)


def test_a_request_cannot_be_back_dated_beyond_three_working_days() -> None:
    log = _log()
    request = revised("requested", 10, new_due=on(20))
    log.fold([report(request, reported_at=at(16), received_at=at(16))])
    log.fold([report(revised("approved", 17, new_due=on(20)), unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.due == on(10)


def test_without_a_request_the_approval_says_when_it_was_asked() -> None:
    log = _log()
    approval = revised("approved", 15, new_due=on(20), requested_at=at(9))
    log.fold([report(approval, unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.due == on(20)


@pytest.mark.parametrize("decision", ["approved", "refused"])
def test_only_the_assigning_side_decides_a_revision(decision: str) -> None:
    log = _log()
    act = revised(decision, 5, new_due=on(20))
    log.fold([report(act)])
    assert log.verdict(act.id).verdict is Verdict.REJECTED


def test_a_revision_before_the_start_or_without_a_date_is_rejected() -> None:
    log = _log(start=on(5))
    early, dateless = revised("approved", 6, new_due=on(4)), revised("approved", 6)
    log.fold([report(early, dateless, unit=PROVINCE)])
    assert {log.verdict(one.id).verdict for one in (early, dateless)} == {Verdict.REJECTED}


def test_the_last_of_suspended_cancelled_resumed_stands() -> None:
    log = _log()
    base: dict[str, Any] = {"subject": TASK}
    acts: list[Update] = [
        TaskSuspended(id=new_id(), occurred_at=at(1), **base),
        TaskCancelled(id=new_id(), occurred_at=at(2), **base),
    ]
    log.fold([report(*acts, unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.CANCELLED
    log.fold([report(TaskResumed(id=new_id(), occurred_at=at(3), **base), unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.IN_TIME


def test_the_lead_may_neither_suspend_nor_open_slots() -> None:
    log = _log()
    suspend = TaskSuspended(id=new_id(), subject=TASK, occurred_at=at(1))
    slot = SlotOpened(id=new_id(), subject=TASK, occurred_at=at(1), period="2026-06", due=on(9))
    log.fold([report(suspend, slot)])
    assert {log.verdict(one.id).verdict for one in (suspend, slot)} == {Verdict.REJECTED}
