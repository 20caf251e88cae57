"""Updates and verdicts of a batch: what is new, comes again, is corrected, has several subjects."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from schema.report import LogReport
from schema.states import Verdict
from schema.update import (
    Corrected,
    IndicatorReading,
    SlotNil,
)
from tests.builders import (
    COMMUNE,
    OTHER,
    PROVINCE,
    TASK,
    assigned,
    at,
    new_id,
    progress,
    random_id,
    report,
    world,
)
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import WORLD


def test_a_repeated_report_changes_nothing() -> None:
    log = MemoryLog(WORLD)
    first = report(assigned(), unit=PROVINCE)
    log.fold([first])
    outcome = log.fold([first])
    assert outcome.updates == [] and outcome.tasks == {} and outcome.arrivals == {}
    assert outcome.overlay.next_offset == 2


def test_the_same_id_with_another_body_keeps_the_smaller_and_marks_it() -> None:
    log = MemoryLog(WORLD)
    log.fold([report(assigned(), unit=PROVINCE)])
    first = progress(0.4)
    other = progress(0.5, id=first.id)
    log.fold([report(first, received_at=at(1, 2))])
    log.fold([report(other, received_at=at(1, 1))])
    judged = log.verdict(first.id)
    assert judged.marks == ("conflict",)
    assert log.partition.tasks[TASK].task.progress == 5_000


def test_a_verdict_that_changes_and_a_row_that_is_replaced_in_one_batch() -> None:
    """The row that replaces another is the last word on it."""
    log = MemoryLog(world())
    said = progress(0.4)
    other = msgspec.structs.replace(said, progress=0.5)
    log.fold([report(said, received_at=at(1, 2))])
    log.fold([report(assigned(), unit=PROVINCE), report(other, received_at=at(1, 1))])
    judged = log.verdict(said.id)
    assert (judged.verdict, judged.marks) == (Verdict.ACCEPTED, ("conflict",))
    assert log.partition.tasks[TASK].task.progress == 5_000


def test_a_reading_is_judged_with_what_is_stored_of_it() -> None:
    log = MemoryLog(WORLD)
    reading = IndicatorReading(
        id=random_id(random.Random(1)),
        subject="C01",
        occurred_at=at(),
        unit=COMMUNE,
        period="2026-06",
        value=26.0,
    )
    log.fold([report(reading, unit=OTHER)])
    assert log.verdict(reading.id).verdict is Verdict.REJECTED


def test_arrivals_are_binned_by_five_minutes_and_unit() -> None:
    log = MemoryLog(WORLD)
    received = datetime(2026, 6, 2, 3, 7, 30, tzinfo=UTC)
    log.fold([report(assigned(), unit=PROVINCE)])
    said = progress(0.2, days=1)
    outcome = log.fold([report(said, received_at=received, channel="connector")])
    ((key, arrivals),) = outcome.arrivals.items()
    assert key == (COMMUNE, datetime(2026, 6, 2, 3, 5, tzinfo=UTC))
    assert (arrivals.updates, arrivals.automatic) == (1, 1)
    assert arrivals.lag_s == int((received - said.occurred_at).total_seconds())


NAMED = (TASK, f"{COMMUNE}.t0002", f"{COMMUNE}.t0003")


def _nil(days: float, subjects: Sequence[str] = NAMED) -> SlotNil:
    return SlotNil(id=new_id(), subject=subjects[0], occurred_at=at(days), subjects=list(subjects))


def _three_tasks() -> list[LogReport]:
    """Two tasks of the commune and one of its tasks that another unit leads."""
    leads = (COMMUNE, COMMUNE, OTHER)
    return [
        report(assigned(task, lead=lead), unit=PROVINCE)
        for task, lead in zip(NAMED, leads, strict=True)
    ]


def test_q63_a_nil_report_is_judged_for_each_subject_it_names() -> None:
    nil = _nil(3)
    for order in ([*_three_tasks(), report(nil)], [report(nil), *_three_tasks()]):
        log = MemoryLog(world())
        log.each(order)
        heard = [log.partition.tasks[task].task.last_report_at for task in NAMED]
        assert heard == [at(3), at(3), None]
        verdicts = {subject: judged.verdict for subject, judged in log.rows.values()
                    if judged.entry.update.id == nil.id}  # fmt: skip
        assert verdicts == {
            NAMED[0]: Verdict.ACCEPTED,
            NAMED[1]: Verdict.ACCEPTED,
            NAMED[2]: Verdict.REJECTED,
        }


def test_a_nil_report_of_several_subjects_is_one_update_of_the_pulse() -> None:
    log = MemoryLog(world())
    log.each(_three_tasks())
    (arrivals,) = log.fold([report(_nil(3))]).arrivals.values()
    assert arrivals.updates == 1
    again = log.fold([report(log.verdict(next(iter(log.rows))).entry.update, unit=PROVINCE)])
    assert again.updates == [] and again.arrivals == {}


def test_q14_a_nil_report_is_corrected_for_each_subject_it_names() -> None:
    nil = _nil(3, NAMED[:2])
    back = Corrected(id=new_id(), subject=NAMED[0], occurred_at=at(5), supersedes=nil.id)
    later = Corrected(
        id=new_id(),
        subject=NAMED[0],
        occurred_at=at(6),
        supersedes=back.id,
        fields={"occurred_at": at(2).isoformat()},
    )
    for acts, heard in (((nil, back), None), ((back, nil), None), ((later, nil, back), at(2))):
        log = MemoryLog(world())
        log.each([*_three_tasks(), *(report(act) for act in acts)])
        tasks = [log.partition.tasks[task].task for task in NAMED[:2]]
        assert [task.last_report_at for task in tasks] == [heard, heard]
        log.fold([report(progress(0.1, 1, subject=NAMED[1]))])
        again = log.partition.tasks[NAMED[1]].task.last_report_at
        assert again == (heard or at(1)), "after a re-fold too"


def test_q14_the_subjects_of_a_nil_report_cannot_be_corrected() -> None:
    log = MemoryLog(world())
    nil = _nil(3, NAMED[:1])
    act = Corrected(
        id=new_id(),
        subject=TASK,
        occurred_at=at(5),
        supersedes=nil.id,
        fields={"subjects": list(NAMED)},
    )
    log.each([*_three_tasks(), report(nil), report(act)])
    assert log.verdict(act.id).reason == "a correction keeps subjects of what it corrects"


def test_q14_a_parent_corrects_the_reading_it_reported_for_a_commune() -> None:
    log = MemoryLog(world())
    base: dict[str, Any] = {"subject": "C01", "occurred_at": at()}
    said = IndicatorReading(**base, id=new_id(), unit=COMMUNE, period="2026-06", value=9.0)
    back = Corrected(**base, id=new_id(), supersedes=said.id)
    behalf = {"unit": PROVINCE, "on_behalf_of": COMMUNE}
    log.each([report(said, **behalf), report(back, **behalf)])
    assert log.verdict(said.id).verdict is Verdict.SUPERSEDED
    assert log.verdict(back.id).verdict is Verdict.ACCEPTED
