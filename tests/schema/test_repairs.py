"""What a repair adds to DQ is what the fold makes of its report, to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from schema.clock import day_start, local_day
from schema.measures import ZERO, unpacked
from schema.quality import Quality, dq
from schema.repairs import ACTS, MOST, PART, SEVERITY, Violation, act, best, gain, lowers, repaired
from schema.report import LogReport
from schema.update import Corrected, IndicatorReading, Update
from stream.core import noticed
from stream.kpi.quality.pool import pool
from tests.builders import (
    COMMUNE,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    on,
    progress,
    report,
    world,
)
from tests.memory_log import MemoryLog

TODAY = 55
"""Days after 1/6/2026 on which the unit looks at its data."""
WEEKLY = f"{COMMUNE}.t0002"
UNKNOWN = f"{COMMUNE}.t9999"


def quality(log: MemoryLog, today: date) -> Quality:
    """The integers of all there is, counted afresh."""
    counts = ZERO
    for placed in log.partition.tasks.values():
        counts = tuple(a + b for a, b in zip(counts, unpacked(placed.adds), strict=True))
    window, old = [0] * 200, [0] * 200
    for key, day in log.recounted().items():
        age = (today - key.day).days
        for flow, number in day.items():
            window[flow] += number if 0 <= age < 90 else 0
            old[flow] += number if 8 <= age < 90 else 0
    return pool(counts, window, old)


def reading(day: float, value: float, **fields: Any) -> IndicatorReading:
    given = {"period": f"2026-W{22 + int(day):02d}", "unit": COMMUNE, **fields}
    return IndicatorReading(id=new_id(), subject="C01", occurred_at=at(day), value=value, **given)


FALL = progress(0.2, 3)
JUMP = progress(1.0, 29)
TWICE = progress(0.4, 31.2)
ORPHAN = progress(0.5, 5, subject=UNKNOWN)
WRONG = reading(7, 10, parts={"a": 4.0, "b": 5.0})
OUTLIER = reading(8, 90)


def country() -> MemoryLog:
    """A commune with a silent task, a weekly one it forgets, and slips of every kind."""
    log = MemoryLog(world())
    recurring = assigned(WEEKLY, task_kind="recurring", due=None, cadence="weekly", weight=None)
    silent = assigned(f"{COMMUNE}.t0003", due=on(200), weight=2.0)
    plain = assigned(due=on(30), weight=3.0)
    log.each([report(plain, recurring, silent, unit=PROVINCE)])
    said: list[Update] = [progress(0.5, 2), FALL, JUMP, progress(0.4, 31, reason="r"), TWICE]
    said += [completed(10, subject=WEEKLY, period="2026-W24"), ORPHAN, WRONG, OUTLIER]
    said += [reading(n, value) for n, value in enumerate((10, 11, 12, 13, 14), 1)]
    log.each([report(one) for one in sorted(said, key=lambda one: one.occurred_at)])
    log.clock(day_start(on(TODAY)))
    return log


def correction(of_update: Update, **fields: Any) -> Corrected:
    return Corrected(
        id=new_id(), subject=of_update.subject, occurred_at=at(TODAY), supersedes=of_update.id,
        fields=fields,
    )  # fmt: skip


def marked(kind: str, update: Update, **fields: Any) -> Violation:
    day = local_day(update.occurred_at)
    given = {"subject": update.subject, "unit": COMMUNE, "update": update.id, "on": day, **fields}
    return Violation(kind=kind, **given)


CASES: dict[str, tuple[Violation, Callable[[], Update]]] = {
    "stale": (
        Violation(kind="stale", subject=f"{COMMUNE}.t0003", unit=COMMUNE, on=on(0), stale=True,
                  weight=2_000),
        lambda: progress(0.3, TODAY, subject=f"{COMMUNE}.t0003"),
    ),
    "missing": (
        Violation(kind="missing", subject=WEEKLY, unit=COMMUNE, on=on(21), period="2026-W25",
                  recurring=True),
        lambda: completed(TODAY, subject=WEEKLY, period="2026-W25"),
    ),
    "fall_without_reason": (
        marked("fall_without_reason", FALL), lambda: correction(FALL, reason="đếm lại")
    ),
    "jump_on_eve": (marked("jump_on_eve", JUMP), lambda: correction(JUMP, progress=0.6)),
    "duplicate_fact": (
        marked("duplicate_fact", TWICE, checks=2), lambda: correction(TWICE)
    ),
    "orphan": (marked("orphan", ORPHAN), lambda: correction(ORPHAN)),
    "parts_do_not_sum": (
        marked("parts_do_not_sum", WRONG), lambda: correction(WRONG, parts={"a": 5.0, "b": 5.0})
    ),
    "outlier": (marked("outlier", OUTLIER), lambda: correction(OUTLIER, value=12)),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(CASES))
def test_the_gain_is_what_the_repair_really_brings(kind: str) -> None:
    violation, repair = CASES[kind]
    log = country()
    before = quality(log, on(TODAY))
    log.fold([report(repair(), reported_at=at(TODAY), received_at=at(TODAY))])
    after = quality(log, on(TODAY))
    assert repaired(before, violation) == after
    score, was = dq(after), dq(before)
    assert score is not None and was is not None
    assert gain(before, violation) == score - was
    assert score > was or kind == "duplicate_fact"


def test_the_three_that_raise_it_most() -> None:
    whole = quality(country(), on(TODAY))
    found = best(whole, [violation for violation, _ in CASES.values()])
    gains = sorted((gain(whole, each) or Fraction(0) for each, _ in CASES.values()), reverse=True)
    assert [one.gain for one in found] == gains[:MOST]
    assert len({one.gain for one in found}) == MOST, "none of them is like another"


def test_equal_gains_go_by_day_and_subject() -> None:
    whole = Quality(slots=10, on_time=5, share=50_000, records=9)
    slots = [
        Violation(kind="missing", subject=subject, unit="u", on=on(day), recurring=True)
        for subject, day in (("b", 2), ("a", 2), ("c", 1), ("d", 9))
    ]
    assert [one.violation.subject for one in best(whole, slots)] == ["c", "a", "b"]


def test_a_task_off_a_cadence_is_heard_of_by_what_fills_its_slot() -> None:
    whole = Quality(slots=6, tasks=2, weight=500)
    slot = Violation(kind="missing", subject="t", unit="u", on=on(1), stale=True, weight=500)
    after = repaired(whole, slot)
    assert after == Quality(
        slots=6, late=1, share=10_000, records=1, checks=2, tasks=2, fresh=1, weight=500,
        weight_fresh=500,
    )  # fmt: skip


def test_what_others_judged_the_unit_cannot_repair() -> None:
    sent_back = Violation(kind="returned", subject="t", unit="u", on=on(1))
    assert act(sent_back) is None and gain(Quality(slots=9), sent_back) is None
    whole = Quality(slots=9, on_time=9, share=90_000, checks=4, severity=2)
    assert lowers(whole, sent_back) == 1 - (dq(whole) or 0), "it explains the score all the same"
    few = Quality(slots=4)
    assert lowers(few, sent_back) == 0
    assert best(few, [CASES["stale"][0]]) == [], "there is no DQ to raise"


def test_every_violation_has_its_part_and_severities_are_those_of_the_fold() -> None:
    assert set(ACTS) | {"missing", "returned"} == set(PART)
    assert noticed.SEVERITY | {"returned": noticed.RETURNED} == SEVERITY
    assert {kind for kind, part in PART.items() if part == "accurate"} == set(SEVERITY)
    assert noticed.FAULTS | {"orphan"} == {k for k, part in PART.items() if part == "clean"}


def test_a_report_of_the_case_is_one_the_fold_accepts() -> None:
    log = country()
    assert isinstance(report(CASES["stale"][1]()), LogReport)
    assert log.partition.tasks[TASK].task.updates > 0
