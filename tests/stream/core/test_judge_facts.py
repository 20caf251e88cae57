"""Progress, difficulties, evidence, nil reports, urges: Q19, Q30, Q65, Q82, Q97."""

from __future__ import annotations

from typing import Any

import pytest

from schema.fields import Evidence, Milestone
from schema.measures import INDEX
from schema.notes import UrgeAnswered, Urged
from schema.states import Verdict
from schema.update import (
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    SlotNil,
    Update,
)
from stream.core.task import OpenDifficulty
from tests.builders import (
    COMMUNE,
    MINISTRY,
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    new_id,
    on,
    progress,
    report,
    world,
)
from tests.memory_log import MemoryLog


@pytest.fixture
def log() -> MemoryLog:
    made = MemoryLog(world())
    given = assigned(due=on(10), coordinators=[MINISTRY, "dn.x"])
    made.fold([report(given, unit=PROVINCE)])
    return made


def _base(days: float = 1) -> dict[str, Any]:
    return {"id": new_id(), "subject": TASK, "occurred_at": at(days)}


def test_a_fall_without_a_reason_counts_and_is_marked(log: MemoryLog) -> None:
    fall, explained = progress(0.4, 2), progress(0.3, 3, reason="đếm lại")
    log.each([report(progress(0.6)), report(fall), report(explained)])
    assert log.verdict(fall.id).marks == ("fall_without_reason",)
    assert log.verdict(explained.id).marks == ()
    assert log.partition.tasks[TASK].task.progress == 3_000


def test_no_progress_yet_and_the_same_progress_again_are_no_fall(log: MemoryLog) -> None:
    said = [progress(0.0, 1), progress(0.6, 2), progress(0.6, 3)]
    log.each([report(one) for one in said])
    assert [log.verdict(one.id).marks for one in said] == [(), (), ()]


def test_a_rise_by_less_than_half_to_the_whole_is_no_jump(log: MemoryLog) -> None:
    small = progress(1.0, 9)
    log.each([report(progress(0.6)), report(small)])
    assert log.verdict(small.id).marks == ()


def test_q40_with_milestones_progress_is_shown_and_not_counted() -> None:
    steps = [Milestone(code="m1", weight=1)]
    for milestones, told in (([], True), (steps, False)):
        log = MemoryLog(world())
        log.fold([report(assigned(milestones=milestones), unit=PROVINCE)])
        log.fold([report(progress(0.4))])
        task = log.partition.tasks[TASK].task
        assert (task.progress, bool(task.history)) == (4_000, told)


def test_whoever_may_not_report_is_told_who_may(log: MemoryLog) -> None:
    may = f"only the lead {COMMUNE}, a unit above it or a coordinator may say this, not {OTHER}"
    said: list[Update] = [
        progress(0.5),
        DifficultyRaised(difficulty="k", type="data", **_base()),
        EvidenceAdded(evidence=[Evidence(hash="a")], **_base()),
        nil(1),
    ]
    log.fold([report(*said, unit=OTHER)])
    assert [log.verdict(one.id).reason for one in said] == [may] * 4


def test_an_answer_says_what_it_waits_for_and_who_may_give_it(log: MemoryLog) -> None:
    answer = DifficultyAnswered(difficulty="k", **_base(2))
    log.fold([report(answer, unit=OTHER)])
    assert log.verdict(answer.id).reason == "waits for the difficulty that it answers"
    asked = DifficultyRaised(difficulty="k", type="data", asked_of=MINISTRY, **_base(1))
    log.fold([report(asked)])
    assert log.verdict(answer.id).reason == f"only {MINISTRY}, which was asked, may answer"


def test_who_assigned_a_task_may_urge_a_unit_it_does_not_stand_above(log: MemoryLog) -> None:
    urge = Urged(to=MINISTRY, **_base())
    log.fold([report(urge, unit=PROVINCE)])
    assert log.verdict(urge.id).verdict is Verdict.ACCEPTED


def test_a_jump_to_the_whole_on_the_eve_is_marked(log: MemoryLog) -> None:
    jump = progress(1.0, 9)
    log.each([report(progress(0.4)), report(jump)])
    assert log.verdict(jump.id).marks == ("jump_on_eve",)


@pytest.mark.parametrize(
    ("unit", "verdict"),
    [
        (COMMUNE, Verdict.ACCEPTED),
        (PROVINCE, Verdict.ACCEPTED),
        (MINISTRY, Verdict.ACCEPTED),
        ("dn.x", Verdict.ACCEPTED),
        (OTHER, Verdict.REJECTED),
    ],
)
def test_the_lead_side_and_coordinators_report(log: MemoryLog, unit: str, verdict: Verdict) -> None:
    said = progress(0.2)
    evidence = EvidenceAdded(evidence=[Evidence(hash="x")], **_base())
    nil = SlotNil(subjects=[TASK], **_base())
    log.fold([report(said, evidence, nil, unit=unit)])
    assert {log.verdict(one.id).verdict for one in (said, evidence, nil)} == {verdict}


def test_a_difficulty_is_open_until_the_unit_asked_answers(log: MemoryLog) -> None:
    raised = DifficultyRaised(
        difficulty="k1", type="legal", asked_of=MINISTRY, text="chờ hướng dẫn", **_base()
    )
    log.fold([report(raised)])
    assert log.partition.tasks[TASK].counts[INDEX["difficulties_open"]] == 1
    wrong = DifficultyAnswered(difficulty="k1", **_base(2))
    right = DifficultyAnswered(difficulty="k1", **_base(3))
    again = DifficultyAnswered(difficulty="k1", **_base(4))
    log.each([report(wrong), report(right, unit=MINISTRY), report(again, unit="tw")])
    assert log.verdict(wrong.id).verdict is Verdict.REJECTED
    assert log.verdict(again.id).marks == ("duplicate_fact",)
    (known,) = log.partition.tasks[TASK].task.difficulties
    assert known.answered_on == on(3)
    assert log.partition.tasks[TASK].counts[INDEX["difficulties_open"]] == 0


def test_a_difficulty_asked_of_nobody_is_answered_by_the_assigning_side(log: MemoryLog) -> None:
    raised = DifficultyRaised(difficulty="k2", type="land", **_base())
    answer = DifficultyAnswered(difficulty="k2", **_base(2))
    log.each([report(raised), report(answer, unit=PROVINCE)])
    assert log.verdict(answer.id).verdict is Verdict.ACCEPTED


def test_an_answer_waits_for_its_difficulty(log: MemoryLog) -> None:
    answer = DifficultyAnswered(difficulty="k3", **_base(5))
    log.fold([report(answer, unit=MINISTRY)])
    assert log.verdict(answer.id).verdict is Verdict.HELD
    raised = DifficultyRaised(difficulty="k3", type="data", asked_of=MINISTRY, **_base(2))
    log.fold([report(raised)])
    assert log.verdict(answer.id).verdict is Verdict.ACCEPTED


def test_the_same_difficulty_again_adds_nothing(log: MemoryLog) -> None:
    first = DifficultyRaised(difficulty="k4", type="data", **_base())
    second = DifficultyRaised(difficulty="k4", type="land", **_base(2))
    log.each([report(first), report(second)])
    assert log.verdict(second.id).marks == ("duplicate_fact",)
    assert len(log.partition.tasks[TASK].task.difficulties) == 1


def test_an_urge_comes_from_above_and_is_answered_by_the_lead(log: MemoryLog) -> None:
    own = Urged(to=COMMUNE, **_base(1))
    urge = Urged(to=COMMUNE, **_base(2))
    answer = UrgeAnswered(urge=urge.id, **_base(3))
    log.each([report(own), report(urge, unit="vn"), report(answer)])
    assert log.verdict(own.id).verdict is Verdict.REJECTED
    task = log.partition.tasks[TASK].task
    assert task.last_urged_at == at(2) and task.urge_answered


@pytest.mark.parametrize(
    ("unit", "to", "verdict"),
    [
        (PROVINCE, COMMUNE, Verdict.ACCEPTED),
        ("vn", COMMUNE, Verdict.ACCEPTED),
        (PROVINCE, OTHER, Verdict.ACCEPTED),
        ("tw", MINISTRY, Verdict.ACCEPTED),
        (MINISTRY, MINISTRY, Verdict.REJECTED),
        (MINISTRY, COMMUNE, Verdict.REJECTED),
        (OTHER, COMMUNE, Verdict.REJECTED),
    ],
)
def test_who_may_urge_whom(log: MemoryLog, unit: str, to: str, verdict: Verdict) -> None:
    """The assigning side anyone of the task; a unit those below it, not itself."""
    urge = Urged(to=to, **_base(1))
    log.fold([report(urge, unit=unit)])
    assert log.verdict(urge.id).verdict is verdict
    why = f"only {PROVINCE}, which assigned the task, or above may say this, not {unit}"
    assert log.verdict(urge.id).reason == (None if verdict is Verdict.ACCEPTED else why)


def test_an_urge_after_an_answer_waits_for_another(log: MemoryLog) -> None:
    first, second = Urged(to=COMMUNE, **_base(1)), Urged(to=COMMUNE, **_base(3))
    answer = UrgeAnswered(urge=first.id, **_base(2))
    log.each([report(first, unit=PROVINCE), report(answer), report(second, unit=PROVINCE)])
    task = log.partition.tasks[TASK].task
    assert (task.urge, task.urge_answered) == (second.id, False)


def test_an_answer_to_an_urge_waits_for_it_and_is_the_lead_s_alone(log: MemoryLog) -> None:
    urge = Urged(to=COMMUNE, **_base(2))
    early, foreign = (UrgeAnswered(urge=urge.id, **_base(day)) for day in (3, 4))
    log.fold([report(early)])
    held = log.verdict(early.id)
    assert (held.verdict, held.reason) == (Verdict.HELD, "waits for the urge that it answers")
    assert log.partition.tasks[TASK].task.awaited == (urge.id,)
    log.fold([report(foreign, unit=MINISTRY)])
    only = f"only the lead {COMMUNE} or a unit above it may say this, not {MINISTRY}"
    assert log.verdict(foreign.id).reason == only
    above = UrgeAnswered(urge=urge.id, **_base(5))
    log.each([report(urge, unit=PROVINCE), report(above, unit=PROVINCE)])
    assert log.verdict(early.id).verdict is log.verdict(above.id).verdict is Verdict.ACCEPTED


def test_evidence_of_others_is_rejected_with_its_reason(log: MemoryLog) -> None:
    said = EvidenceAdded(evidence=[Evidence(hash="a")], **_base(1))
    log.fold([report(said, unit=OTHER)])
    assert log.verdict(said.id).reason == (
        f"only the lead {COMMUNE}, a unit above it or a coordinator may say this, not {OTHER}"
    )


def test_facts_of_the_unit_side_show_that_the_task_is_alive(log: MemoryLog) -> None:
    log.fold([report(progress(0.1, 4))])
    log.fold([report(Urged(to=COMMUNE, **_base(6)), unit=PROVINCE)])
    assert log.partition.tasks[TASK].task.last_report_at == at(4)


def nil(days: float, *subjects: str) -> SlotNil:
    return SlotNil(subjects=list(subjects) or [TASK], **_base(days))


def test_three_nil_reports_in_a_row_are_marked(log: MemoryLog) -> None:
    """Domain 3: on a task that waits for nobody; anything else said begins anew."""
    nils = [nil(day) for day in (1, 2, 4, 5, 6, 7)]
    log.fold([report(*nils[:2])])
    log.fold([report(progress(0.2, 3))])
    log.fold([report(*nils[2:])])
    marks = [log.verdict(one.id).marks for one in nils]
    assert marks == [(), (), (), (), ("nil_streak",), ("nil_streak",)]
    assert log.partition.tasks[TASK].task.nil_streak is True


def test_a_task_that_waits_for_an_answer_may_have_nothing_to_report(log: MemoryLog) -> None:
    asked = DifficultyRaised(difficulty="k", type="data", asked_of=MINISTRY, **_base(1))
    nils = [nil(day) for day in (2, 3, 4, 6)]
    answer = DifficultyAnswered(difficulty="k", **_base(5))
    log.fold([report(asked, *nils)])
    log.fold([report(answer, unit=MINISTRY)])
    assert [log.verdict(one.id).marks for one in nils] == [(), (), (), ("nil_streak",)]


def test_a_source_that_counts_backwards_is_marked_and_loses_nothing(log: MemoryLog) -> None:
    """Domain 1: `source_seq` is per source and subject."""
    first, second = progress(0.2, 1, source_seq=7), progress(0.3, 2, source_seq=6)
    other = progress(0.4, 3, source_seq=1)
    log.fold([report(first, second)])
    log.fold([report(other, source="another")])
    assert log.verdict(second.id).marks == ("sequence_back",)
    assert log.verdict(other.id).marks == ()
    assert log.partition.tasks[TASK].task.progress == 4_000


@pytest.mark.parametrize(("days", "eve"), [(9, False), (10, True), (11, True), (12, False)])
def test_q65_the_eve_is_at_most_one_working_day_before_the_due_day(days: int, eve: bool) -> None:
    """Due on Friday 12/6: Wednesday is two working days before it, Saturday after it."""
    log = MemoryLog(world())
    jump = progress(1.0, days)
    log.fold([report(assigned(due=on(11)), unit=PROVINCE)])
    log.each([report(progress(0.5)), report(jump)])
    assert (log.verdict(jump.id).marks == ("jump_on_eve",)) is eve


def test_a_difficulty_is_kept_as_it_was_told_and_answered() -> None:
    """Of two the first is answered, three days later; the second waits as it was told."""
    log = MemoryLog(world())
    log.fold([report(assigned(), unit=PROVINCE)])
    told: Any = {"type": "legal", "text": "chờ", "asked_of": PROVINCE, "answer_due": on(9)}
    for code in ("a", "b"):
        log.fold([report(DifficultyRaised(difficulty=code, **told, **_base(2)))])
    log.fold([report(DifficultyAnswered(difficulty="a", **_base(5)), unit=PROVINCE)])
    first, second = log.partition.tasks[TASK].task.difficulties
    assert second == OpenDifficulty(
        "b", "legal", "chờ", PROVINCE, COMMUNE, on(2), on(9), None, at(2)
    )
    assert (first.answered_on, first.waited_s) == (on(5), 3 * 86_400)
    assert type(first.waited_s) is int
