"""What any kind of update must pass, through the fold; each kind's own judge has its own tests."""

from __future__ import annotations

from typing import Any

from schema.notes import ConclusionRecorded, InspectionOpened, RecordProposed, Urged
from schema.states import State, Verdict
from schema.update import (
    Update,
)
from tests.builders import (
    COMMUNE,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    progress,
    report,
    verified,
    world,
)
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import WORLD


def test_progress_before_its_assignment_is_held_and_then_counts() -> None:
    log = MemoryLog(WORLD)
    early = progress(0.4)
    log.fold([report(early)])
    assert log.verdict(early.id).verdict is Verdict.HELD
    log.fold([report(assigned(), unit=PROVINCE)])
    assert log.verdict(early.id).verdict is Verdict.ACCEPTED
    assert log.partition.tasks[TASK].task.progress == 4_000


def test_a_verdict_waits_for_the_completion_it_names() -> None:
    log = MemoryLog(WORLD)
    claim = completed()
    verdict = verified(of=claim.id)
    log.fold([report(assigned(), unit=PROVINCE)])
    log.fold([report(verdict, unit=PROVINCE)])
    assert log.verdict(verdict.id).verdict is Verdict.HELD
    log.fold([report(claim)])
    assert log.verdict(verdict.id).verdict is Verdict.ACCEPTED
    assert log.partition.tasks[TASK].state is State.DONE_ON_TIME


def test_q13_one_bad_update_does_not_refuse_its_report() -> None:
    log = MemoryLog(world())
    good, bad = progress(0.4), verified(2)
    log.each([report(assigned(), unit=PROVINCE), report(good, bad)])
    verdicts = [log.verdict(one.id).verdict for one in (good, bad)]
    assert verdicts == [Verdict.ACCEPTED, Verdict.REJECTED]


def test_q102_notes_move_no_figure_and_are_no_sign_of_life() -> None:
    log = MemoryLog(world())
    log.fold([report(assigned(), unit=PROVINCE)])
    before = log.partition.tasks[TASK]
    base: dict[str, Any] = {"subject": TASK, "occurred_at": at(1)}
    notes: list[Update] = [
        Urged(**base, id=new_id(), to=COMMUNE),
        InspectionOpened(**base, id=new_id(), inspection="i1"),
        ConclusionRecorded(**base, id=new_id(), conclusion="c1", text="x"),
        RecordProposed(**base, id=new_id(), record="r1", type="reward", reason="x"),
    ]
    log.fold([report(*notes, unit=PROVINCE)])
    after = log.partition.tasks[TASK]
    assert {log.verdict(one.id).verdict for one in notes} == {Verdict.ACCEPTED}
    assert (after.counts, after.sign) == (before.counts, before.sign)
    assert after.task.last_report_at is None
