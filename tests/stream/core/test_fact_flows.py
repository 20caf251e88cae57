"""What updates contribute to the days of the unit that reports, through the real fold (Q82–83)."""

from __future__ import annotations

from typing import Any

import pytest

from schema.flows import FLOW, bin_of
from schema.notes import ConclusionRecorded
from schema.report import LogReport
from schema.update import Corrected, SlotNil, Update
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
    report,
    verified,
    world,
)
from tests.memory_log import MemoryLog

HALF_HOUR = f"received_{bin_of(1_800):02d}"
GIVEN = report(assigned(), unit=PROVINCE)
QUALITY = FLOW["records_other"]
"""From here on flows are of data quality: `test_noticed` has them."""


def of_facts(*reports: LogReport, unit: str = COMMUNE) -> dict[int, dict[str, int]]:
    """By days after the start, what the days of a unit count of its facts."""
    log = MemoryLog(world())
    log.each([GIVEN, *reports])
    assert log.days() == log.recounted()
    return of_unit(log, unit)


def of_unit(log: MemoryLog, unit: str) -> dict[int, dict[str, int]]:
    names = list(FLOW)[:QUALITY]
    found = {
        (key.day - on(0)).days: {
            names[flow]: number for flow, number in day.items() if flow < QUALITY
        }
        for key, day in log.days().items()
        if key[:4] == (unit, "", "", "")
    }
    return {day: counts for day, counts in found.items() if counts}


def said(update: Update, half_hours: int = 1, **fields: Any) -> LogReport:
    """A report made and received half an hour after its update occurred."""
    late = {"reported_at": at(1, half_hours / 2), "received_at": at(1, half_hours / 2)}
    return report(update, **{**late, **fields})


def test_a_fact_counts_by_channel_and_by_how_long_it_took_to_arrive() -> None:
    assert of_facts(said(progress(0.5))) == {1: {"updates_form": 1, HALF_HOUR: 1}}
    assert of_facts(said(progress(0.5), channel="file"))[1]["updates_file"] == 1


def test_updates_count_on_the_day_reported_and_lags_on_the_day_they_occurred() -> None:
    late = of_facts(said(progress(0.5), reported_at=at(3), received_at=at(3)))
    assert late == {1: {f"received_{bin_of(2 * 86_400):02d}": 1}, 3: {"updates_form": 1}}


def test_facts_of_one_report_have_each_their_own_lag_and_day() -> None:
    both = report(progress(0.4, 1), progress(0.5, 2.25), reported_at=at(2.5), received_at=at(2.5))
    counted = of_facts(both)
    assert counted[1] == {f"received_{bin_of(1.5 * 86_400):02d}": 1}
    assert counted[2] == {"updates_form": 2, f"received_{bin_of(6 * 3_600):02d}": 1}


def test_a_report_counts_on_the_day_it_was_made_though_it_is_received_on_the_next() -> None:
    fact = report(progress(0.5, 1), reported_at=at(1, 12), received_at=at(1, 20))
    assert of_facts(fact)[1]["updates_form"] == 1


def test_messages_of_one_instant_are_told_apart_by_report_and_unit() -> None:
    log, now = MemoryLog(world()), at(1, 1)
    log.fold([GIVEN])
    at_once: dict[str, Any] = {"reported_at": now, "received_at": now}
    log.fold([report(progress(0.4), **at_once), report(progress(0.5), **at_once)])
    log.fold([report(progress(0.6), **at_once), report(progress(0.7), unit=PROVINCE, **at_once)])
    made = {key: n for key, n in log.reported.items() if n and key.report != GIVEN.id}
    assert list(made.values()) == [1, 1, 1, 1]
    assert sorted(key.unit for key in made) == [PROVINCE, COMMUNE, COMMUNE, COMMUNE]
    assert of_unit(log, PROVINCE)[1]["updates_form"] == 1


@pytest.mark.parametrize("update", [assigned(), verified(1)])
def test_what_the_assigning_side_says_has_no_lag(update: Update) -> None:
    claim = report(completed(0.5))
    counted = of_facts(claim, said(update, unit=PROVINCE), unit=PROVINCE)
    assert counted[1] == {"updates_form": 1}


def test_what_is_rejected_held_or_a_note_is_in_no_figure() -> None:
    strange = said(progress(0.5), unit=OTHER)
    unknown = said(progress(0.5, subject=f"{COMMUNE}.t9"))
    note = said(
        ConclusionRecorded(id=new_id(), subject=TASK, occurred_at=at(1), conclusion="c", text="t")
    )
    assert of_facts(strange, unit=OTHER) == of_facts(unknown) == of_facts(note) == {}


def test_a_held_fact_counts_on_its_own_day_once_it_is_judged() -> None:
    log = MemoryLog(world())
    log.fold([said(progress(0.5))])
    assert of_unit(log, COMMUNE) == {}
    log.fold([GIVEN])
    assert of_unit(log, COMMUNE) == {1: {"updates_form": 1, HALF_HOUR: 1}}


def test_the_same_update_again_counts_once() -> None:
    update = progress(0.5)
    assert of_facts(said(update), said(update, 3)) == of_facts(said(update))


def test_a_correction_of_when_it_occurred_moves_its_lag() -> None:
    fact = progress(0.5)
    fields: Any = {"occurred_at": at(1, 0.25).isoformat()}
    correction = Corrected(
        id=new_id(), subject=TASK, occurred_at=at(2), supersedes=fact.id, fields=fields
    )
    counted = of_facts(said(fact), report(correction))
    assert counted[1] == {"updates_form": 1, f"received_{bin_of(900):02d}": 1}
    assert counted[2] == {"updates_form": 1}, "the correction is an update too"


def test_what_is_taken_back_counts_no_more() -> None:
    fact = progress(0.5)
    taken_back = Corrected(id=new_id(), subject=TASK, occurred_at=at(2), supersedes=fact.id)
    assert of_facts(said(fact), report(taken_back)) == {2: {"updates_form": 1}}


def reports_of(*reports: LogReport) -> list[int]:
    """Updates in force of each report but the assignment, where there are any."""
    log = MemoryLog(world())
    log.each([GIVEN, *reports])
    assert {key: n for key, n in log.reported.items() if n} == log.flows_afresh().reported()
    return [n for key, n in log.reported.items() if n and key.report != GIVEN.id]


def test_a_report_is_one_id_with_an_update_in_force() -> None:
    fact, second = progress(0.5), progress(0.6, 1.1)
    strange = said(progress(0.5), unit=OTHER)
    assert reports_of(report(fact, second), strange) == [2]
    gone = Corrected(id=new_id(), subject=TASK, occurred_at=at(2), supersedes=fact.id)
    assert reports_of(said(fact), report(gone)) == [1], "the correction's own report is left"


def test_a_nil_report_on_several_subjects_is_one_update() -> None:
    second = f"{COMMUNE}.t0002"
    nil = SlotNil(id=new_id(), subject=TASK, occurred_at=at(1), subjects=[TASK, second])
    given = report(assigned(second), unit=PROVINCE)
    assert of_facts(given, said(nil)) == {1: {"updates_form": 1}}
