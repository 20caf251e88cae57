"""Records, faults, checks and violations of a unit's days, through the real fold (Q62, Q64–68)."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.flows import FLOW
from schema.notes import ConclusionRecorded
from schema.report import LogReport
from schema.update import Corrected, IndicatorReading, Update
from stream.core.noticed import FAULTS, SEVERITY
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
    returned,
    verified,
    world,
)
from tests.memory_log import MemoryLog

NAMES = list(FLOW)
FIRST = FLOW["records_other"]
GIVEN = report(assigned(), unit=PROVINCE)
Noticed = dict[int, dict[str, int]]


def after(*reports: LogReport) -> MemoryLog:
    log = MemoryLog(world())
    log.each(reports)
    assert log.days() == log.recounted()
    return log


def of(log: MemoryLog, unit: str = COMMUNE, programme: str = "") -> Noticed:
    """By days after the start what is noticed of a unit; of its tasks with a programme."""
    found = {
        (key.day - on(0)).days: {NAMES[n]: number for n, number in day.items() if n >= FIRST}
        for key, day in log.days().items()
        if key[:2] == (unit, programme)
    }
    return {day: counts for day, counts in found.items() if counts}


def noticed(*reports: LogReport, unit: str = COMMUNE) -> Noticed:
    return of(after(GIVEN, *reports), unit)


def correction(of_update: Update, days: float = 5, **fields: Any) -> LogReport:
    return report(
        Corrected(
            id=new_id(),
            subject=of_update.subject,
            occurred_at=at(days),
            supersedes=of_update.id,
            fields=fields,
        )
    )


def reading(days: float, value: float | None = None, **fields: Any) -> IndicatorReading:
    return IndicatorReading(
        id=fields.pop("id", None) or new_id(),
        subject="C01",
        occurred_at=at(days),
        unit=COMMUNE,
        period=f"2026-W{22 + int(days):02d}",
        value=value,
        **fields,
    )


def test_a_progress_is_two_checks_and_no_record_of_another_kind() -> None:
    assert noticed(report(progress(0.5))) == {1: {"checks": 2}}


def test_a_fall_without_a_reason_weighs_one_and_a_reason_closes_it() -> None:
    fall = progress(0.2, 2)
    said = (report(progress(0.5, 1)), report(fall))
    assert noticed(*said)[2] == {"checks": 2, "severity": 2}
    assert noticed(*said, correction(fall, reason="đếm lại"))[2] == {"checks": 2}
    assert noticed(*said, correction(fall))[2] == {"records_other": 1}, "taken back"


def test_a_jump_on_the_eve_weighs_a_half() -> None:
    jump = report(progress(1.0, 29))
    assert noticed(report(progress(0.5, 1)), jump)[29] == {"checks": 2, "severity": 1}


def test_a_verdict_is_a_check_of_the_lead_and_a_returned_claim_weighs_one() -> None:
    sent_back = report(returned(3), unit=PROVINCE)
    accepted = report(verified(6), unit=PROVINCE)
    log = after(GIVEN, report(completed(2)), sent_back, report(completed(5)), accepted)
    assert of(log, COMMUNE, "nq57") == {3: {"checks": 1, "severity": 2}, 6: {"checks": 1}}
    moved = report(assigned(lead=OTHER, occurred_at=at(9)), unit=PROVINCE)
    log.fold([moved])
    assert log.days() == log.recounted()
    assert set(of(log, OTHER, "nq57")) == {3, 6}, "they go with the task to its new lead"


def test_a_verdict_on_a_period_is_one_too() -> None:
    weekly = report(assigned(task_kind="recurring", due=None, cadence="weekly"), unit=PROVINCE)
    claim = report(completed(2, period="2026-W23"))
    verdict = report(verified(3, period="2026-W23"), unit=PROVINCE)
    assert of(after(weekly, claim, verdict), COMMUNE, "nq57") == {3: {"checks": 1}}


def test_what_is_rejected_or_taken_back_is_a_record_that_is_not_in_force() -> None:
    theirs = report(progress(0.5), unit=OTHER)
    assert noticed(theirs, unit=OTHER) == {1: {"records_other": 1}}


def test_an_unknown_unit_is_a_fault() -> None:
    strange = report(progress(0.5), unit="vn.99")
    assert noticed(strange, unit="vn.99") == {1: {"records_other": 1, "faults": 1}}


def test_the_same_fact_under_a_second_id_is_a_fault_until_it_is_taken_back() -> None:
    second = progress(0.5, 1.1)
    said = (report(progress(0.5)), report(second))
    assert noticed(*said) == {1: {"checks": 4, "faults": 1}}
    assert noticed(*said, correction(second))[1] == {"checks": 2, "records_other": 1}


def test_two_bodies_under_one_id_are_a_conflict_a_network_echo_is_none() -> None:
    first = progress(0.5)
    other = progress(0.6, id=first.id)
    assert noticed(report(first), report(first)) == {1: {"checks": 2}}
    assert noticed(report(first), report(other)) == {1: {"checks": 2, "faults": 1}}


def test_taking_back_settles_a_conflict() -> None:
    first = progress(0.5)
    both = (report(first), report(progress(0.6, id=first.id)))
    assert noticed(*both, correction(first))[1] == {"records_other": 1}


def test_what_waits_for_an_unknown_subject_is_held_on_the_day_it_was_reported() -> None:
    unknown = progress(0.5, subject=f"{COMMUNE}.t9999")
    waits = report(unknown, reported_at=at(3), received_at=at(3))
    log = after(GIVEN, waits)
    assert of(log) == {3: {"records_other": 1, "held": 1}}
    log.fold([report(assigned(unknown.subject), unit=PROVINCE)])
    assert of(log) == {1: {"checks": 2}} and log.days() == log.recounted()


def test_notes_are_in_no_figure() -> None:
    note = ConclusionRecorded(
        id=new_id(), subject=TASK, occurred_at=at(1), conclusion="c", text="t"
    )
    assert noticed(report(note)) == {}


def test_parts_are_checked_against_the_value_on_decimals() -> None:
    exact = reading(1, 0.3, parts={"a": 0.1, "b": 0.2})
    wrong = reading(2, 9_831, parts={"done": 7_892, "within": 1_602, "overdue": 319})
    found = noticed(report(exact), report(wrong), report(reading(3, 4)))
    assert found == {1: {"checks": 1}, 2: {"checks": 1, "severity": 2}}


def test_an_outlier_is_looked_for_once_five_values_that_differ_are_known() -> None:
    """Median 12, MAD 1, z = 0.6745·(30 − 12)/1: beyond 3.5; 12 is none."""
    before = [report(reading(n, value)) for n, value in enumerate((10, 11, 12, 13, 14), 1)]
    assert noticed(*before) == {}
    assert noticed(*before, report(reading(6, 30))) == {6: {"checks": 1, "severity": 1}}
    assert noticed(*before, report(reading(6, 12))) == {6: {"checks": 1}}
    alike = [report(reading(n, 10)) for n in range(1, 6)]
    assert noticed(*alike, report(reading(6, 30))) == {}, "MAD 0: no judgement"


def test_a_reading_that_comes_late_has_the_later_ones_judged_anew() -> None:
    given = [report(reading(n, value)) for n, value in enumerate((10, 11, 12, 13, 14, 30), 1)]
    late = [*given[1:], given[0]]
    assert noticed(*late) == noticed(*given) == {6: {"checks": 1, "severity": 1}}


def test_every_severity_and_fault_is_a_mark_of_the_fold() -> None:
    assert SEVERITY.keys().isdisjoint(FAULTS) and set(SEVERITY.values()) == {1, 2}


def messages(seed: int) -> list[LogReport]:
    """Reports of every kind that matters here, some twice, some corrected."""
    rng = random.Random(seed)
    said: list[Update] = []
    for _ in range(rng.randint(1, 14)):
        days = rng.randint(1, 12) + rng.choice((0, 0.1))
        said.append(
            rng.choice(
                (
                    progress(rng.choice((0.1, 0.5, 1.0)), days),
                    completed(days),
                    reading(days, rng.choice((1, 2, 3, 9, 40)), parts={"a": 1.0, "b": 1.0}),
                    progress(0.5, days, subject=f"{COMMUNE}.t0002"),
                )
            )
        )
    reports = [report(one) for one in said]
    judged = [report(rng.choice((verified, returned))(d + 0.2), unit=PROVINCE) for d in (3, 8)]
    corrected = [correction(one, 13) for one in said if rng.random() < 0.2]
    known = report(assigned(f"{COMMUNE}.t0002"), unit=PROVINCE)
    return [GIVEN, *reports, *judged, *corrected, *([known] if rng.random() < 0.5 else [])]


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 6), st.randoms(use_true_random=False))
def test_shuffling_and_doubling_change_nothing_and_days_are_a_recount(
    seed: int, size: int, rng: random.Random
) -> None:
    given_ = messages(seed)
    shuffled = [*given_, *rng.sample(given_, len(given_) // 2)]
    rng.shuffle(shuffled)
    found = []
    for order in (given_, shuffled):
        log = MemoryLog(world())
        for begin in range(0, len(order), size):
            log.fold(order[begin : begin + size])
        assert log.days() == log.recounted()
        found.append(log.days())
    assert found[0] == found[1]


@pytest.mark.parametrize("mark", sorted(SEVERITY))
def test_severities_are_as_decided(mark: str) -> None:
    whole = {"fall_without_reason", "parts_do_not_sum"}
    assert SEVERITY[mark] == (2 if mark in whole else 1)
