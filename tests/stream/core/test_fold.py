"""The fold as a whole: any order, splitting, repetition and delay of a set gives the same state."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.clock import day_start
from schema.measures import INDEX, ZERO, unpacked
from schema.states import State, Verdict
from schema.update import IndicatorReading, TargetSet
from schema.wire import CanarySent, CatalogueIs, ClockTo, LogMessage
from stream.core.entry import Entry, is_task
from stream.core.flow import FlowKey
from stream.core.fold import fold
from stream.core.leaf import place_task, summed
from stream.core.outcome import Fetch, FetchOthers, FetchWorld
from stream.core.refold import refold
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
from tests.stream.core.random_reports import END, WORLD, facts, folded, split, stream_of
from tests.stream.core.test_restate import with_midnights


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40), data=st.data())
def test_any_arrival_of_the_same_set_gives_the_same_state(
    seed: int, length: int, data: st.DataObject
) -> None:
    reports = stream_of(seed, length)
    in_order = folded([[one] for one in reports])
    rng = random.Random(data.draw(st.integers(0, 10**9)))
    again = split(rng, [*reports, *rng.sample(reports, k=min(5, len(reports)))])
    rng.shuffle(again)
    size = data.draw(st.integers(1, 12))
    batches = [again[i : i + size] for i in range(0, len(again), size)]
    shuffled = folded(batches)
    assert facts(shuffled) == facts(in_order)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40))
def test_what_was_told_on_a_day_does_not_depend_on_how_the_log_is_cut(
    seed: int, length: int
) -> None:
    """Midnights among the reports: one run over many days tells as one run a message does."""
    rng = random.Random(seed)
    log: list[LogMessage] = []
    now = day_start(MONDAY)
    for one in stream_of(seed, length):
        log.append(one)
        if rng.random() < 0.3:
            now += timedelta(days=rng.randrange(1, 4))
            log.append(ClockTo(to=now))
    single, cut = MemoryLog(WORLD), MemoryLog(WORLD)
    for found in (single, cut):
        found.clock(day_start(MONDAY))
    single.each(log)
    while log:
        size = rng.randrange(1, 25)
        cut.fold(log[:size])
        log = log[size:]
    assert told(cut) == told(single) and cut.days() == single.days() == cut.recounted()


def told(log: MemoryLog) -> dict[tuple[date, FlowKey], dict[int, int]]:
    """What every day came to by all that was told on each day, without what is 0."""
    left = {key: {n: by for n, by in one.items() if by} for key, one in log.told.items()}
    return {key: one for key, one in left.items() if one}


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40))
def test_sums_and_days_equal_a_recount_after_any_stream(seed: int, length: int) -> None:
    log = folded([[one] for one in stream_of(seed, length)])
    assert log.days() == log.recounted()
    assert {key: n for key, n in log.reported.items() if n} == log.flows_afresh().reported()
    expected: dict[object, list[int]] = {}
    for placed in log.partition.tasks.values():
        again = place_task(placed.task, on(60), WORLD.calendar, placed.version)
        assert (again.state, again.sign, again.counts) == (
            placed.state,
            placed.sign,
            placed.counts,
        )
        if again.leaf is not None:
            row = expected.setdefault(again.leaf, [0] * len(ZERO))
            row[:] = [a + b for a, b in zip(row, again.counts, strict=True)]
    totals = {leaf: unpacked(total) for leaf, total in log.partition.totals.items() if total}
    assert totals == {leaf: tuple(row) for leaf, row in expected.items() if any(row)}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40), size=st.integers(1, 6))
def test_after_any_sequence_and_at_any_instant_the_totals_are_those_of_a_new_fold(
    seed: int, length: int, size: int
) -> None:
    """Reports and midnights: after each batch every task is folded from its stored updates."""
    log = MemoryLog(WORLD)
    messages = with_midnights(stream_of(seed, length), random.Random(seed))
    for begin in range(0, len(messages), size):
        log.fold(messages[begin : begin + size])
        today = log.partition.today
        assert today is not None
        anew = [
            place_task(refold(code, updates, WORLD).state, today, WORLD.calendar, 0)
            for code, updates in _updates_by_task(log).items()
        ]
        assert {k: n for k, n in log.partition.totals.items() if n} == {
            k: n for k, n in summed(anew).items() if n
        }


def _updates_by_task(log: MemoryLog) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for subject, judged in log.rows.values():
        if is_task(subject):
            found.setdefault(subject, []).append(judged.entry)
    return found


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40), data=st.data())
def test_a_catalogue_wherever_it_comes_judges_as_if_it_had_always_been(
    seed: int, length: int, data: st.DataObject
) -> None:
    reports = stream_of(seed, length)
    place = data.draw(st.integers(0, len(reports)))
    changed, always = MemoryLog(WORLD), MemoryLog(UNMERGED)
    for log in (changed, always):
        log.clock(day_start(MONDAY))
        log.each(reports[:place])
        log.world = UNMERGED
        if log is changed:
            log.fold([CatalogueIs(version=2)])
        log.each(reports[place:])
        log.clock(END)
    assert _judged(changed) == _judged(always)
    assert changed.days() == changed.recounted()


def _judged(log: MemoryLog) -> tuple[object, ...]:
    verdicts = {
        identity: (judged.verdict, judged.reason, judged.marks)
        for identity, (_, judged) in log.rows.items()
    }
    states = {code: placed.task for code, placed in log.partition.tasks.items()}
    totals = {leaf: total for leaf, total in log.partition.totals.items() if total}
    return states, verdicts, totals, log.force


UNMERGED = world(
    beside={PROVINCE: frozenset((PROVINCE, "vn")), "vn.99": frozenset(("vn.99", "vn"))},
    version=2,
    offline=["van"],
    indicators=["C01", "C02"],
)
"""Another catalogue: no merger, and a unit and an indicator that the first one does not know."""


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
