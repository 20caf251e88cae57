"""Assigning, revising, suspending: Q16, Q18, Q20–28, Q32–33, Q39."""

from __future__ import annotations

from sys import getsizeof
from typing import Any

import pytest

from schema.fields import Milestone
from schema.figures import planning
from schema.measures import named, unpacked
from schema.states import State, Verdict
from schema.update import (
    SlotOpened,
    TaskCancelled,
    TaskResumed,
    TaskSuspended,
    Update,
)
from tests.builders import (
    COMMUNE,
    MONDAY,
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    on,
    report,
    verified,
    world,
)
from tests.memory_log import MemoryLog, assigned_log


@pytest.mark.parametrize(
    ("fields", "unit", "word"),
    [
        ({}, COMMUNE, "assigned"),
        ({"lead": "vn.99"}, PROVINCE, "vn.99"),
        ({"assigned_by": "vn.99"}, "vn", "vn.99"),
        ({"lead": "dn.x"}, PROVINCE, "organisation"),
        ({"due": None}, PROVINCE, "a one-off task must have a due date"),
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
    placed = assigned_log(start=None, occurred_at=at(2)).partition.tasks[TASK]
    assert placed.task.assignment is not None and placed.task.assignment.start == on(2)


def test_the_title_kept_of_a_task_holds_no_copy_of_itself_in_bytes() -> None:
    title = "Số hóa hồ sơ tại bộ phận một cửa của xã Vĩnh Hải, lần đầu"
    placed = assigned_log(title=title).partition.tasks[TASK]
    assert placed.task.assignment is not None and placed.task.assignment.title == title
    bare = title.encode().decode()
    assert getsizeof(placed.task.assignment.title) == getsizeof(bare) < getsizeof(title)


def test_a_second_assignment_moves_the_lead_but_not_the_dates() -> None:
    log = assigned_log()
    again = assigned(lead=OTHER, due=on(40), occurred_at=at(3), title="Tên mới")
    log.fold([report(again, unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert task.assignment is not None
    assert (task.assignment.lead, task.assignment.title) == (OTHER, "Tên mới")
    assert task.due == on(10) and log.verdict(again.id).marks == ("unchanged_due_0",)
    assert {
        leaf.lead: sum(unpacked(total)[:8]) for leaf, total in log.partition.totals.items()
    } == {
        COMMUNE: 0,
        OTHER: 1,
    }


def test_the_last_of_suspended_cancelled_resumed_stands() -> None:
    log = assigned_log()
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
    log = assigned_log()
    suspend = TaskSuspended(id=new_id(), subject=TASK, occurred_at=at(1))
    slot = SlotOpened(id=new_id(), subject=TASK, occurred_at=at(1), period="2026-06", due=on(9))
    log.fold([report(suspend, slot)])
    assert {log.verdict(one.id).verdict for one in (suspend, slot)} == {Verdict.REJECTED}
    reason = f"only {PROVINCE}, which assigned the task, or above may say this, not {COMMUNE}"
    assert {log.verdict(one.id).reason for one in (suspend, slot)} == {reason}


def test_an_extra_slot_holds_what_was_said_and_the_last_of_a_period_stands() -> None:
    log = assigned_log()
    base: dict[str, Any] = {"subject": TASK, "occurred_at": at(1)}
    june = SlotOpened(id=new_id(), period="2026-06", due=on(9), **base)
    july = SlotOpened(id=new_id(), period="2026-07", due=on(40), grace=2, required=["x"], **base)
    again = SlotOpened(id=new_id(), period="2026-06", due=on(5), opens=on(5), **base)
    log.fold([report(june, july, again, unit=PROVINCE)])
    slots = log.partition.tasks[TASK].task.extra_slots
    assert {(s.period, s.opens, s.due, s.grace, s.required) for s in slots} == {
        ("2026-07", on(1), on(40), 2, ("x",)),
        ("2026-06", on(5), on(5), 0, ()),
    }
    early = SlotOpened(id=new_id(), period="2026-08", due=on(4), opens=on(5), **base)
    log.fold([report(early, unit=PROVINCE)])
    reason = "the slot is due on 2026-06-05, before it opens on 2026-06-06"
    assert log.verdict(early.id).reason == reason


def test_q18_awaiting_has_no_limit_in_time_and_is_not_due() -> None:
    log = assigned_log()
    log.fold([report(completed(5))])
    log.clock(at(300))
    twin = planning(named(log.partition.tasks[TASK].counts))
    assert twin["states"]["awaiting"] == 1 and twin["due"] == 0


def test_q18_suspended_and_cancelled_come_first_also_over_done() -> None:
    log = assigned_log()
    claim, stop = completed(2), TaskCancelled(id=new_id(), subject=TASK, occurred_at=at(4))
    log.fold([report(claim)])
    log.fold([report(verified(3, of=claim.id), stop, unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.CANCELLED


def test_q28_a_suspension_does_not_prolong_the_due_date() -> None:
    log = assigned_log()
    rest = TaskSuspended(id=new_id(), subject=TASK, occurred_at=at(2))
    log.fold([report(rest, unit=PROVINCE)])
    log.clock(at(20))
    assert log.partition.tasks[TASK].state is State.SUSPENDED
    go_on = TaskResumed(id=new_id(), subject=TASK, occurred_at=at(20))
    log.fold([report(go_on, unit=PROVINCE)])
    assert log.partition.tasks[TASK].state is State.OVERDUE


def test_q24_without_a_start_the_day_of_assignment_is_it_and_due_before_it_is_refused() -> None:
    log = MemoryLog(world())
    late = assigned(start=None, due=on(2), occurred_at=at(3))
    log.fold([report(late, unit=PROVINCE)])
    assert log.verdict(late.id).verdict is Verdict.REJECTED


def test_q25_kind_milestones_and_programme_stay_and_are_marked() -> None:
    log = assigned_log()
    steps = [Milestone(code="m1", weight=1)]
    again = assigned(
        occurred_at=at(3),
        task_kind="recurring",
        programme="nq71",
        plan="of nq71",
        milestones=steps,
        coordinators=[OTHER],
        secrecy="restricted",
        weight=3,
    )
    log.fold([report(again, unit=PROVINCE)])
    task = log.partition.tasks[TASK].task.assignment
    assert task is not None
    assert (task.recurring, task.programme, task.plan) == (False, "nq57", "")
    assert task.milestones == ()
    assert (task.coordinators, task.secrecy, task.weight) == ((OTHER,), "restricted", 3_000)
    assert set(log.verdict(again.id).marks) == {
        "unchanged_recurring",
        "unchanged_programme",
        "unchanged_milestones",
        "unchanged_due_0",
    }


def test_q25_an_overdue_task_may_get_another_lead() -> None:
    """The later assignment says no start, and it comes after the due date: no date is judged."""
    log = assigned_log()
    late = assigned(lead=OTHER, start=None, due=on(10), occurred_at=at(15))
    log.fold([report(late, unit=PROVINCE)])
    task = log.partition.tasks[TASK].task.assignment
    assert task is not None and (task.lead, task.start) == (OTHER, MONDAY)


def test_q32_q33_a_recurring_task_counts_once_whatever_is_said_of_its_periods() -> None:
    log = assigned_log(task_kind="recurring", due=None)
    claim = completed(2, period="2026-06")
    acts = [report(claim), report(verified(3, of=claim.id, period="2026-06"), unit=PROVINCE)]
    log.each(acts)
    counts = named(log.partition.tasks[TASK].counts)
    assert {name: n for name, n in counts.items() if n} == {"recurring": 1}
    nameless = verified(4, of=claim.id)
    log.fold([report(nameless, unit=PROVINCE)])
    assert log.verdict(nameless.id).verdict is Verdict.REJECTED


def test_q22_a_task_without_an_original_due_date_is_recurring_and_in_no_partition_by_it() -> None:
    counts = named(assigned_log(task_kind="recurring", due=None).partition.tasks[TASK].counts)
    assert [n for name, n in counts.items() if name.endswith("_0")] == [0, 0, 0]


def test_what_was_not_given_is_empty_and_what_was_given_is_kept() -> None:
    bare = assigned_log(weight=None).partition.tasks[TASK].task.assignment
    assert bare is not None and bare.weight is None and bare.first is None
    assert (bare.plan, bare.objective, bare.field, bare.in_charge) == ("", "", "", "")
    assert (bare.cadence, bare.grace, bare.required, bare.max_age_days) == ("", 0, (), 30)
    told: dict[str, Any] = {"plan": "p", "objective": "o", "field": "A", "in_charge": "pct"}
    told |= {"first": on(1), "grace": 2, "required": ["progress"], "max_age_days": 7}
    steps = [Milestone(code="m1", weight=0.5, due=on(5)), Milestone(code="m2", weight=2)]
    given = assigned_log(**told, cadence="weekly", milestones=steps).partition.tasks[TASK]
    full = given.task.assignment
    assert full is not None
    assert (full.plan, full.objective, full.field, full.in_charge) == ("p", "o", "A", "pct")
    assert (full.first, full.grace, full.required) == (on(1), 2, ("progress",))
    assert (full.cadence, full.max_age_days) == ("weekly", 7)
    assert [(one.code, one.weight, one.due) for one in full.milestones] == [
        ("m1", 500, on(5)),
        ("m2", 2_000, None),
    ]


def test_a_one_off_task_without_a_due_date_is_told_so() -> None:
    log, update = MemoryLog(world()), assigned(due=None)
    log.fold([report(update, unit=PROVINCE)])
    assert log.verdict(update.id).reason == "a one-off task must have a due date"


def test_a_task_may_be_due_on_the_day_it_starts() -> None:
    placed = assigned_log(start=on(3), due=on(3)).partition.tasks[TASK]
    assert placed.task.due == on(3)


@pytest.mark.parametrize("changed", [{"lead": OTHER}, {"start": on(2)}])
def test_another_lead_or_start_is_no_mark(changed: dict[str, Any]) -> None:
    log, update = assigned_log(), assigned(occurred_at=at(3), due=on(10), **changed)
    log.fold([report(update, unit=PROVINCE)])
    assert (log.verdict(update.id).verdict, log.verdict(update.id).marks) == (Verdict.ACCEPTED, ())


def test_a_withdrawal_that_was_told_late_says_from_when_it_counts() -> None:
    log = assigned_log()
    late = TaskSuspended(id=new_id(), subject=TASK, occurred_at=at(1))
    log.fold([report(late, unit=PROVINCE, reported_at=at(1.5), received_at=at(4))])
    assert log.partition.tasks[TASK].task.shifted == on(4)


def test_who_may_not_assign_is_named() -> None:
    log, update = assigned_log(), assigned(lead=OTHER)
    log.fold([report(update, unit=OTHER)])
    reason = log.verdict(update.id).reason
    assert reason is not None and reason.endswith(f"not {OTHER}")
