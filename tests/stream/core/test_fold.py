"""The fold as a whole: any order, splitting, repetition and delay of a set gives the same state."""

from __future__ import annotations

import gc
import random
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.clock import day_start
from schema.measures import INDEX
from schema.states import State, Verdict
from schema.update import IndicatorReading, TargetSet
from schema.wire import CanarySent, CatalogueIs, ClockTo
from stream.core.fold import fold
from stream.core.outcome import Fetch, FetchOthers, FetchWorld
from tests.builders import (
    COMMUNE,
    MONDAY,
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
from tests.stream.core.random_reports import END, UNMERGED, WORLD, facts, stream_of
from tests.stream.core.restated_days import with_midnights


def test_what_waits_for_an_indicator_is_judged_when_a_catalogue_brings_it() -> None:
    log = MemoryLog(WORLD)
    reading, target, later = _measured(4.5), _target(60), _measured(4.7, days=2)
    log.fold([report(reading), report(target, unit=PROVINCE)])
    assert {log.verdict(one.id).verdict for one in (reading, target)} == {Verdict.HELD}
    assert (log.force[C02].readings, log.force[C02].targets) == ((), ())
    log.world = UNMERGED
    log.each([report(later), CatalogueIs(version=2)])
    assert {log.verdict(one.id).verdict for one in (reading, target, later)} == {Verdict.ACCEPTED}
    assert [one.value for one in log.force[C02].readings] == [Decimal("4.7")]
    assert [one.value for one in log.force[C02].targets] == [Decimal("60.0")]
    assert log.days() == log.recounted()


def test_what_waits_in_the_same_batch_is_judged_by_its_catalogue() -> None:
    log, reading = MemoryLog(WORLD), _measured(4.5)
    running = fold(log.partition, [(0, report(reading)), (1, CatalogueIs(version=2))], WORLD)
    assert next(running) == Fetch(frozenset((C02,)))
    assert running.send({C02: []}) == FetchWorld(2)
    assert running.send(UNMERGED) == FetchOthers()
    with pytest.raises(StopIteration) as stop:
        running.send(frozenset())
    (row,) = stop.value.value.updates
    assert row.judged.verdict is Verdict.ACCEPTED
    assert stop.value.value.force[C02].readings


def test_without_its_indicator_a_reading_waits_again() -> None:
    log = MemoryLog(UNMERGED)
    reading = _measured(4.5)
    log.fold([report(reading)])
    assert log.force[C02].readings
    log.world = WORLD
    log.fold([CatalogueIs(version=3)])
    assert log.verdict(reading.id).verdict is Verdict.HELD
    assert log.force[C02].readings == ()


C02 = f"C02@{COMMUNE}"


def _measured(value: float, days: float = 1) -> IndicatorReading:
    about: dict[str, Any] = {"subject": "C02", "unit": COMMUNE, "period": "2026-06"}
    return IndicatorReading(id=new_id(), occurred_at=at(days), value=value, **about)


def _target(value: float) -> TargetSet:
    about: dict[str, Any] = {"subject": "C02", "unit": COMMUNE, "date": on(60)}
    return TargetSet(id=new_id(), occurred_at=at(1), value=value, **about)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 30))
def test_time_in_steps_equals_time_in_one_leap(seed: int, length: int) -> None:
    reports = stream_of(seed, length)
    leap, steps = MemoryLog(WORLD), MemoryLog(WORLD)
    for log in (leap, steps):
        log.clock(day_start(MONDAY))
        log.each(reports)
    leap.clock(END)
    for day in range(1, 61):
        steps.clock(day_start(on(day)))
    assert facts(leap) == facts(steps)
    assert _closes(leap) == _closes(steps)


def _closes(log: MemoryLog) -> list[tuple[object, ...]]:
    return [(c.day, c.leaf, c.counts) for outcome in log.outcomes for c in outcome.days]


def test_an_update_that_sorts_last_fetches_nothing() -> None:
    log = MemoryLog(WORLD)
    log.each([report(assigned(), unit=PROVINCE), report(progress(0.2)), report(progress(0.3, 2))])
    assert log.fetches == 0


def test_a_late_update_fetches_its_task_once() -> None:
    log = MemoryLog(WORLD)
    log.each([report(assigned(), unit=PROVINCE), report(progress(0.3, 5))])
    log.fold([report(progress(0.2, 2)), report(progress(0.25, 3))])
    assert log.fetches == 1
    assert log.partition.tasks[TASK].task.progress == 3_000


def test_what_is_late_in_a_batch_is_fetched_at_once() -> None:
    log = MemoryLog(WORLD)
    codes = [f"{COMMUNE}.t{number:04d}" for number in range(3)]
    log.fold([report(*map(assigned, codes), unit=PROVINCE)])
    log.each([report(progress(0.3, 5, subject=code)) for code in codes])
    log.fold([report(progress(0.1, 2, subject=code)) for code in codes])
    assert log.fetches == 1
    log.fold([report(progress(0.4, 6, subject=code)) for code in codes])
    assert log.fetches == 1


def test_time_alone_turns_a_task_overdue_at_its_midnight() -> None:
    log = MemoryLog(WORLD)
    log.fold([report(assigned(due=on(3)), unit=PROVINCE)])
    log.clock(day_start(on(4)) - timedelta(microseconds=1))
    assert log.partition.tasks[TASK].state is State.DUE_SOON
    outcome = log.clock(day_start(on(4)))
    assert log.partition.tasks[TASK].state is State.OVERDUE
    (change,) = outcome.standings
    assert change.standing.cause == "clock" and change.standing.at == day_start(on(4))
    assert outcome.days == []
    closed = log.clock(day_start(on(5))).days
    assert [(c.day, c.counts[INDEX["overdue"]]) for c in closed] == [(on(4), 1)]


def test_a_new_catalogue_judges_every_task_again() -> None:
    log = MemoryLog(WORLD)
    said = progress(0.5, days=1)
    log.each([report(assigned(), unit=PROVINCE), report(said)])
    log.world = world(units=(OTHER,))
    log.fold([CatalogueIs(version=2)])
    assert log.partition.catalogue == 2
    assert log.partition.tasks[TASK].state is State.UNKNOWN
    assert log.verdict(said.id).verdict is Verdict.REJECTED
    assert not any(total for total in log.partition.totals.values())


def test_a_fold_leaves_the_partition_alone_until_it_is_installed() -> None:
    log = MemoryLog(WORLD)
    running = fold(log.partition, [(0, report(assigned(), unit=PROVINCE))], WORLD)
    try:
        next(running)
    except StopIteration as stop:
        assert stop.value.overlay.tasks
    assert log.partition.tasks == {} and log.partition.next_offset == 0


def test_control_messages_may_stand_anywhere_in_a_batch() -> None:
    log = MemoryLog(WORLD)
    log.fold(
        [
            report(assigned(due=on(1)), unit=PROVINCE),
            ClockTo(to=day_start(on(2))),
            report(progress(0.5, days=2)),
        ]
    )
    placed = log.partition.tasks[TASK]
    assert placed.state is State.OVERDUE and placed.task.progress == 5_000


def test_a_canary_comes_through_and_touches_nothing_else() -> None:
    log = MemoryLog(WORLD)
    outcome = log.fold([CanarySent(sent_at=at())])
    assert (log.partition.next_offset, log.partition.canary) == (1, at())
    assert log.partition.clock is None, "time begins with the first report, not with a canary"
    log.fold([report(assigned(), unit=PROVINCE), report(progress(0.5, days=1))])
    before = deepcopy(log.partition)
    outcome = log.fold([CanarySent(sent_at=at(days=2))])
    assert (outcome.reports, outcome.standings, outcome.overlay.totals) == ([], [], {})
    assert (log.partition.next_offset, log.partition.canary) == (4, at(days=2))
    assert replace(log.partition, next_offset=3, canary=at()) == before


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(1, 25))
def test_canaries_anywhere_in_the_log_change_nothing_else(seed: int, length: int) -> None:
    messages = with_midnights(stream_of(seed, length), random.Random(seed))
    plain, mixed = MemoryLog(WORLD), MemoryLog(WORLD)
    for message in messages:
        plain.fold([message])
        mixed.fold([CanarySent(sent_at=at()), message, CanarySent(sent_at=at())])
    assert mixed.partition.next_offset == 3 * plain.partition.next_offset
    assert replace(mixed.partition, next_offset=0, canary=None) == replace(
        plain.partition, next_offset=0
    )
    assert (mixed.rows, mixed.flows, mixed.told) == (plain.rows, plain.flows, plain.told)


def test_a_fold_leaves_nothing_for_the_collector() -> None:
    """What a fold has made goes as soon as it is dropped: the role collects rings rarely."""
    log = MemoryLog(WORLD)
    log.clock(day_start(MONDAY))
    reports = stream_of(7, 30)
    gc.collect()
    gc.disable()
    try:
        log.each(reports)
        log.outcomes.clear()
        assert gc.collect() == 0
    finally:
        gc.enable()
