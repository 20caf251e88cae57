"""A task from the set of its updates: Q8 (order), Q14 and Q17 (what was taken back), Q89 (held)."""

from __future__ import annotations

from schema.states import State, Verdict
from schema.update import Corrected, Update
from stream.core.entry import entries
from stream.core.refold import place, refold, sorts_last
from stream.core.task import TaskState
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
    verified,
    world,
)
from tests.memory_log import MemoryLog, assigned_log


def log_with(*updates: Update, unit: str = PROVINCE) -> MemoryLog:
    log = assigned_log()
    log.each([report(update, unit=unit) for update in updates])
    return log


def test_q8_a_verdict_sorts_behind_the_claim_it_names_and_only_then() -> None:
    claim, verdict = completed(6), verified(5)
    (first,), (second,) = (entries(report(one), offline=False) for one in (claim, verdict))
    assert place(second, {claim.id: first.key}) == second.key
    naming = verified(5, of=claim.id)
    (third,) = entries(report(naming), offline=False)
    assert first.key < place(third, {claim.id: first.key}) < (at(7), at(7), 0, "", ())
    assert place(third, {}) == third.key


def test_what_sorts_before_needs_everything_again() -> None:
    (late,), (early,) = (entries(report(progress(0.1, n)), offline=False) for n in (5, 2))
    state = refold(TASK, [late], world()).state
    assert sorts_last(state, early) is None and sorts_last(TaskState(code=TASK), late) == late.key


def test_q14_q17_a_verdict_whose_claim_was_taken_back_has_nothing_to_judge() -> None:
    claim = completed(2)
    verdict = verified(3, of=claim.id)
    back = Corrected(id=new_id(), subject=TASK, occurred_at=at(4), supersedes=claim.id)
    for order in ((claim, verdict, back), (verdict, back, claim), (back, claim, verdict)):
        log = log_with(*order)
        judged = log.verdict(verdict.id)
        assert judged.verdict is Verdict.REJECTED
        assert judged.reason is not None and judged.reason.startswith("nothing to judge")
        assert log.partition.tasks[TASK].state is State.IN_TIME


def test_q14_a_corrected_claim_is_still_the_one_that_was_verified() -> None:
    claim = completed(4)
    verdict = verified(5, of=claim.id)
    put_right = Corrected(
        id=new_id(),
        subject=TASK,
        occurred_at=at(6),
        supersedes=claim.id,
        fields={"occurred_at": at(3).isoformat()},
    )
    log = log_with(claim, verdict, put_right)
    done = log.partition.tasks[TASK].task.done
    assert done is not None and (done.claim, done.day) == (claim.id, on(3))


def test_q89_what_was_held_counts_at_its_own_place_with_its_own_report() -> None:
    log = MemoryLog(world())
    claim, said = completed(2), progress(0.3, 1)
    log.fold([report(claim, said)])
    assert {log.verdict(one.id).verdict for one in (claim, said)} == {Verdict.HELD}
    log.clock(at(40))
    log.fold([report(assigned(due=on(10)), unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert log.verdict(said.id).verdict is Verdict.ACCEPTED and task.progress == 3_000
    assert task.claim is not None and task.claim.would_be == on(2)
