"""Corrections: Q14."""

from __future__ import annotations

from typing import Any

import pytest

from schema.states import State, Verdict
from schema.update import Corrected
from tests.builders import (
    OTHER,
    PROVINCE,
    TASK,
    at,
    completed,
    done_by,
    new_id,
    on,
    progress,
    report,
    verified,
)
from tests.memory_log import MemoryLog, assigned_log


@pytest.fixture
def log() -> MemoryLog:
    return assigned_log()


def corrected(target: str, days: float = 6, **fields: Any) -> Corrected:
    return Corrected(
        id=new_id(), subject=TASK, occurred_at=at(days), supersedes=target, fields=dict(fields)
    )


def test_without_fields_the_target_is_taken_back(log: MemoryLog) -> None:
    first, second = progress(0.2, 1), progress(0.9, 2)
    log.each([report(first), report(second), report(corrected(second.id))])
    assert log.verdict(second.id).verdict is Verdict.SUPERSEDED
    assert log.partition.tasks[TASK].task.progress == 2_000


def test_with_fields_the_corrected_update_keeps_its_place_and_the_first_report(
    log: MemoryLog,
) -> None:
    claim = completed(9)
    log.fold([report(claim)])
    log.fold([report(corrected(claim.id, 20, occurred_at=at(7).isoformat()))])
    log.fold([report(verified(21, of=claim.id), unit=PROVINCE)])
    placed = log.partition.tasks[TASK]
    assert done_by(placed) == (claim.id, on(7)) and placed.state is State.DONE_ON_TIME


def test_the_last_correction_of_a_root_wins_and_corrections_of_corrections_go_to_it(
    log: MemoryLog,
) -> None:
    said = progress(0.9)
    first = corrected(said.id, 2, progress=0.5)
    second = corrected(first.id, 3, progress=0.4)
    log.each([report(said), report(second), report(first)])
    assert log.partition.tasks[TASK].task.progress == 4_000


@pytest.mark.parametrize(
    ("unit", "fields", "word"),
    [
        (OTHER, {"progress": 0.1}, "only"),
        (PROVINCE, {"id": "x"}, "keeps id"),
        (PROVINCE, {"progress": 7}, "do not fit"),
        (PROVINCE, {"nonsense": 1}, "do not fit"),
        (PROVINCE, {"occurred_at": at(1, 1).isoformat()}, "occurs after it was received"),
    ],
)
def test_a_correction_that_may_not_be_is_rejected(
    log: MemoryLog, unit: str, fields: dict[str, Any], word: str
) -> None:
    said = progress(0.9)
    act = corrected(said.id, **fields)
    log.each([report(said), report(act, unit=unit)])
    judged = log.verdict(act.id)
    assert judged.verdict is Verdict.REJECTED
    assert judged.reason is not None and word in judged.reason
    assert log.partition.tasks[TASK].task.progress == 9_000


def test_nothing_is_corrected_into_the_future(log: MemoryLog) -> None:
    """The task would wait for that day: every later update a re-fold, every midnight apart."""
    said = progress(0.9)
    log.each([report(said), report(corrected(said.id, occurred_at="2099-01-01T00:00:00+07:00"))])
    key = log.partition.tasks[TASK].task.last_key
    assert key is not None and key[0] == at(6), "when the correction was made"
    log.fold([report(progress(0.95, 7))])
    assert log.fetches == 1, "for the correction alone"


def test_a_correction_waits_for_its_target(log: MemoryLog) -> None:
    said = progress(0.9)
    act = corrected(said.id, progress=0.3)
    log.fold([report(act)])
    assert log.verdict(act.id).verdict is Verdict.HELD
    log.fold([report(said)])
    assert log.verdict(act.id).verdict is Verdict.ACCEPTED
    assert log.partition.tasks[TASK].task.progress == 3_000


def test_a_verdict_whose_completion_is_taken_back_has_nothing_to_judge(log: MemoryLog) -> None:
    claim = completed(2)
    verdict = verified(3, of=claim.id)
    log.each([report(claim), report(verdict, unit=PROVINCE), report(corrected(claim.id))])
    assert log.verdict(verdict.id).verdict is not Verdict.ACCEPTED
    assert log.partition.tasks[TASK].task.done is None


def test_two_corrections_of_each_other_lead_nowhere(log: MemoryLog) -> None:
    one, two = new_id(), new_id()
    acts = [
        Corrected(id=one, subject=TASK, occurred_at=at(1), supersedes=two),
        Corrected(id=two, subject=TASK, occurred_at=at(2), supersedes=one),
    ]
    log.fold([report(*acts)])
    assert {log.verdict(act.id).verdict for act in acts} <= {Verdict.REJECTED, Verdict.HELD}
