"""What any kind of update must pass, through the fold; each kind's own judge has its own tests."""

from __future__ import annotations

from typing import Any

from schema.notes import ConclusionRecorded, InspectionOpened, RecordProposed, Urged
from schema.states import State, Verdict
from schema.update import DifficultyRaised, SlotNil, TaskSuspended, Update
from stream.core.entry import Entry, Judged, entries
from stream.core.judge import ASSIGNMENT, SEQUENCE_BACK, UNASSIGNED, announces, step
from stream.core.task import TaskState
from stream.core.world import World
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


NEWS = TaskState(code=TASK)


def _entry(update: Update, unit: str = COMMUNE, **fields: Any) -> Entry:
    return entries(report(update, unit=unit, **fields), offline=False)[0]


def _stepped(*said: tuple[Update, str], world: World = WORLD) -> tuple[TaskState, Judged]:
    """A task that was assigned, after these updates one by one; and the last as judged."""
    state, judged = step(NEWS, _entry(assigned(), PROVINCE), world)
    for update, unit in said:
        state, judged = step(state, _entry(update, unit), world)
    return state, judged


def test_a_step_counts_the_update_and_keeps_its_place() -> None:
    first, second = _entry(assigned(), PROVINCE), _entry(progress(0.4))
    begun, _ = step(NEWS, first, WORLD)
    assert (begun.updates, begun.last_key) == (1, first.key)
    behind = (*second.key[:4], (second.key[:4],))
    after, _ = step(begun, second, WORLD, behind)
    assert (after.updates, after.last_key) == (2, behind)


def test_the_last_report_is_the_one_that_occurred_last() -> None:
    state, _ = _stepped((progress(0.4, 5), COMMUNE), (progress(0.3, 2, reason="r"), COMMUNE))
    assert state.last_report_at == at(5)


def test_anything_said_ends_a_row_of_nil_reports() -> None:
    nils = [SlotNil(id=new_id(), subject=TASK, occurred_at=at(n), subjects=[TASK]) for n in (1, 2)]
    state, _ = _stepped(*((one, COMMUNE) for one in nils))
    assert (state.nils, state.nil_streak) == (2, False)
    state, _ = _stepped(*((one, COMMUNE) for one in [*nils, nils[0]]))
    assert (state.nils, state.nil_streak) == (3, True)
    after, _ = step(state, _entry(progress(0.4, 3)), WORLD)
    assert (after.nils, after.nil_streak) == (0, False)


def test_the_same_fact_again_is_marked_once() -> None:
    _, judged = _stepped((progress(0.4), COMMUNE), (progress(0.4), COMMUNE))
    assert judged.marks == ("duplicate_fact",)
    raised = [
        DifficultyRaised(id=new_id(), subject=TASK, occurred_at=at(1), difficulty="k", type="data")
        for _ in range(2)
    ]
    _, judged = _stepped(*((one, COMMUNE) for one in raised))
    assert judged.marks == ("duplicate_fact",)


def test_verdicts_are_kept_by_their_day_and_what_was_said_before_is_answered() -> None:
    day = on(3).toordinal()
    state, _ = _stepped((completed(), COMMUNE), (verified(3), PROVINCE))
    assert (state.verdicts, state.told) == ((day,), ())
    state, _ = _stepped((completed(), COMMUNE), (returned(3), PROVINCE))
    assert (state.verdicts, state.told) == ((-day,), ())
    state, _ = _stepped((completed(), COMMUNE), (reopened(3), PROVINCE))
    assert (state.verdicts, state.told) == ((), ())
    state, _ = _stepped((progress(0.4), COMMUNE), (TaskSuspended(**_base(3)), PROVINCE))
    assert len(state.told) == 1, "a decision on the task answers nothing that was said"


def _base(days: float) -> dict[str, Any]:
    return {"id": new_id(), "subject": TASK, "occurred_at": at(days)}


def test_q39_a_unit_that_is_gone_is_marked_whether_it_speaks_or_is_named() -> None:
    """`OTHER` is merged on 7/6."""
    named: dict[str, Any] = {"lead": COMMUNE, "coordinators": [OTHER]}
    for given, unit, marks in (
        (assigned(occurred_at=at(8), **named), PROVINCE, ("not_in_force",)),
        (assigned(occurred_at=at(3), **named), PROVINCE, ()),
    ):
        _, judged = step(NEWS, _entry(given, unit), WORLD)
        assert (judged.verdict, judged.marks) == (Verdict.ACCEPTED, marks)
    begun, _ = step(NEWS, _entry(assigned(**named), PROVINCE), WORLD)
    for days, marks in ((8, ("not_in_force",)), (3, ())):
        _, judged = step(begun, _entry(progress(0.4, days), OTHER), WORLD)
        assert (judged.verdict, judged.marks) == (Verdict.ACCEPTED, marks)


def test_a_source_is_known_by_its_highest_number() -> None:
    state, judged = _stepped((progress(0.1, 1, source_seq=0), COMMUNE))
    assert (state.sequences, judged.marks) == ((("web", 0),), ())
    for number, highest, marks in ((1, 1, ()), (1, 1, ()), (0, 1, (SEQUENCE_BACK,)), (5, 5, ())):
        said = progress(0.2, 2, source_seq=number, reason=f"{number}")
        state, judged = step(state, _entry(said), WORLD)
        assert state.sequences == (("web", highest),)
        assert tuple(mark for mark in judged.marks if mark == SEQUENCE_BACK) == marks
    state, judged = step(state, _entry(progress(0.9, 3, source_seq=3), source="van"), WORLD)
    assert (state.sequences, judged.marks) == ((("van", 3), ("web", 5)), ())


def test_what_is_held_or_refused_says_why() -> None:
    named = new_id()
    state, judged = _stepped((verified(of=named), PROVINCE))
    assert judged.reason == f"waits for the completion {named} that it names"
    assert state.awaited == (named,)
    _, judged = step(NEWS, _entry(progress(0.1)), WORLD)
    assert judged.reason == UNASSIGNED
    _, judged = _stepped((progress(0.1), "vn.99"))
    assert (judged.verdict, judged.marks) == (Verdict.REJECTED, ("unknown_unit",))


def test_what_an_update_announces() -> None:
    given, said = assigned(), progress(0.1)
    raised = DifficultyRaised(difficulty="k", type="data", **_base(1))
    assert announces(given) == (given.id, ASSIGNMENT)
    assert announces(raised) == (raised.id, "d:k")
    assert announces(said) == (said.id,)
