"""Any order, cut, repetition and catalogue of a set of reports ends where one fold of it does."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.clock import day_start
from schema.measures import ZERO, unpacked
from schema.wire import CatalogueIs, ClockTo, LogMessage
from stream.core.entry import Entry, is_task
from stream.core.flow import FlowKey
from stream.core.leaf import place_task, summed
from stream.core.refold import refold
from tests.builders import (
    MONDAY,
    on,
)
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import END, UNMERGED, WORLD, facts, folded, split, stream_of
from tests.stream.core.restated_days import with_midnights


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
