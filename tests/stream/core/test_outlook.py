"""Forecasts in the log: evaluated where `evaluate` stands, and what they make of a standing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.alert import Cause
from schema.clock import day_start
from schema.measures import INDEX, packed
from schema.report import LogReport
from schema.states import P_LATE_RED, Sign, State
from schema.update import DifficultyRaised
from schema.wire import Evaluate
from stream.core.outlook import Outlook, foresee, has_outlook, is_stale, records, signals
from stream.kpi.forecast.record import Ground, Signals
from tests.builders import (
    COMMUNE,
    MONDAY,
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
    revised,
    world,
)
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import TASKS, WORLD, stream_of

CALENDAR = WORLD.calendar


def log_until(day: int, *reports: LogReport) -> MemoryLog:
    """A log with these reports, its clock at the begin of a day."""
    log = MemoryLog(world())
    log.clock(day_start(MONDAY))
    log.each(reports)
    log.clock(day_start(on(day)))
    return log


def slow() -> list[LogReport]:
    """A task due on the 30th day that has hardly begun after three weeks and waits for others."""
    given = report(assigned(), unit=PROVINCE)
    said = [report(progress(0.01 * n, n)) for n in (4, 8, 12, 16, 20)]
    return [given, report(asked(6)), *said]


def asked(day: float) -> DifficultyRaised:
    """A question nobody has answered, the strongest sign of lateness there is."""
    return DifficultyRaised(
        id=new_id(), subject=TASK, occurred_at=at(day), difficulty=f"d{day}", type="legal"
    )


def evaluate(log: MemoryLog, day: int, *codes: str) -> None:
    log.fold([Evaluate(day=on(day), tasks=list(codes or (TASK,)))])


def test_a_task_that_will_be_late_stands_behind_before_it_is_due() -> None:
    log = log_until(24, *slow())
    assert log.partition.tasks[TASK].sign is Sign.ON_TRACK and not log.partition.outlooks
    evaluate(log, 24)
    outlook, placed = log.partition.outlooks[TASK], log.partition.tasks[TASK]
    assert outlook.p_late >= P_LATE_RED and placed.sign is Sign.BEHIND
    assert (outlook.day, outlook.updates, outlook.reports) == (on(24), 7, 5)
    assert (outlook.first, outlook.last) == (on(4), on(20))
    assert placed.counts[INDEX["behind"]] == 1 and placed.counts[INDEX["at_risk"]] == 0
    (change,) = log.outcomes[-1].standings
    standing = change.standing
    assert (standing.cause, standing.update) == (Cause.FORECAST, None)
    assert (standing.p_late, standing.finish_p50) == (outlook.p_late, outlook.finish_p50)
    assert (standing.reports, standing.reported_on) == (5, on(20))
    assert (standing.sign_before, standing.sign) == (Sign.ON_TRACK, Sign.BEHIND)
    assert standing.at == day_start(on(24))


def test_the_same_evaluation_again_changes_nothing() -> None:
    log = log_until(24, *slow())
    evaluate(log, 24)
    evaluate(log, 24)
    last = log.outcomes[-1]
    assert not last.outlooks and not last.standings and not last.tasks


def test_an_evaluation_of_another_day_and_of_unknown_tasks_does_nothing() -> None:
    log = log_until(24, *slow())
    evaluate(log, 23)
    evaluate(log, 25)
    evaluate(log, 24, "vn.15.04465.t0999")
    assert not log.partition.outlooks


def test_a_forecast_that_stands_on_no_report_moves_no_sign() -> None:
    log = log_until(29, report(assigned(), unit=PROVINCE))
    evaluate(log, 29)
    outlook = log.partition.outlooks[TASK]
    assert outlook.ground is Ground.PRIOR and outlook.likely is None
    assert log.partition.tasks[TASK].sign is Sign.ON_TRACK
    assert not log.outcomes[-1].standings


def test_a_claim_ends_the_forecast_and_a_return_begins_with_none() -> None:
    log = log_until(24, *slow())
    evaluate(log, 24)
    claim = completed(24)
    log.fold([report(claim)])
    assert TASK not in log.partition.outlooks and log.outcomes[-1].outlooks == {TASK: None}
    assert log.outcomes[-1].standings[0].standing.p_late is None
    evaluate(log, 24)
    assert TASK not in log.partition.outlooks
    log.fold([report(returned(24.1, of=claim.id), unit=PROVINCE)])
    assert log.partition.tasks[TASK].sign is Sign.ON_TRACK
    evaluate(log, 24)
    assert log.partition.tasks[TASK].sign is Sign.BEHIND


def test_a_later_due_date_counts_from_the_next_evaluation() -> None:
    log = log_until(24, *slow())
    evaluate(log, 24)
    before = log.partition.outlooks[TASK].p_late
    log.fold([report(revised("approved", 24, new_due=on(200)), unit=PROVINCE)])
    placed = log.partition.tasks[TASK]
    assert placed.sign is Sign.BEHIND
    assert is_stale(placed.task, placed.state, log.partition.outlooks[TASK], on(24))
    evaluate(log, 24)
    assert log.partition.outlooks[TASK].p_late < before
    assert log.partition.tasks[TASK].sign is not Sign.BEHIND
    standing = log.outcomes[-1].standings[0].standing
    assert standing.at == at(24), "caused by what was known by then, not by the midnight"


def test_the_sign_outlives_the_night_and_falls_silent_in_its_time() -> None:
    said = [report(assigned(due=on(300), max_age_days=10), unit=PROVINCE), report(progress(0.0, 1))]
    log = log_until(2, *said)
    log.partition.outlooks[TASK] = an_outlook(p_late=P_LATE_RED)
    log.fold([report(progress(0.0, 2))])
    assert log.partition.tasks[TASK].sign is Sign.BEHIND
    for day in (3, 22):
        log.clock(day_start(on(day)))
        assert log.partition.tasks[TASK].sign is Sign.BEHIND
    log.clock(day_start(on(23)))
    assert log.partition.tasks[TASK].sign is Sign.SILENT


def test_the_record_of_a_lead_is_that_of_the_last_day_close() -> None:
    lanes = [0] * len(INDEX)
    for name, number in (("done_on_time", 5), ("done_late", 2), ("overdue", 3), ("in_time", 9)):
        lanes[INDEX[name]] = number
    leaves = [("a", packed(lanes)), ("b", packed(lanes)), ("a", packed(lanes))]
    assert records(leaves) == {"a": (10, 10), "b": (5, 5)}


def test_a_lead_that_misses_its_dates_is_foreseen_to_miss_this_one() -> None:
    task = log_until(24, *slow()).partition.tasks[TASK].task
    good, bad = (foresee(task, on(24), record, CALENDAR).p_late for record in ((40, 0), (0, 40)))
    assert good < bad


def test_within_a_day_what_others_do_changes_no_forecast() -> None:
    """The record is frozen at midnight: so the order of the day's reports does not count."""
    other = f"{COMMUNE}.t0002"
    late = report(assigned(other, due=on(20)), unit=PROVINCE)
    log = log_until(24, *slow(), late)
    evaluate(log, 24)
    before = log.partition.outlooks[TASK]
    log.fold([report(completed(24, subject=other))])
    log.fold([report(progress(0.21, 20.1))])  # its own: stale, though nothing moved
    evaluate(log, 24)
    after = log.partition.outlooks[TASK]
    assert after.updates == 8 and is_stale(
        log.partition.tasks[TASK].task, State.IN_TIME, before, on(24)
    )
    assert foresee(log.partition.tasks[TASK].task, on(24), (0, 1), CALENDAR) == after


def test_what_waits_and_since_when() -> None:
    task = log_until(24, *slow(), report(asked(9))).partition.tasks[TASK].task
    assert signals(task, on(24), (3, 4)) == Signals(
        heard=on(20), max_age_days=30, waiting_days=18, kept=3, missed=4
    )
    assert signals(task, on(4), (0, 0)).waiting_days == 0


@pytest.mark.parametrize("state", list(State))
def test_only_open_tasks_are_foreseen(state: State) -> None:
    task = log_until(2, *slow()).partition.tasks[TASK].task
    open_ = state in (State.NOT_STARTED, State.IN_TIME, State.DUE_SOON, State.OVERDUE)
    assert has_outlook(task, state) is open_
    assert is_stale(task, state, None, on(2)) is open_
    fresh = an_outlook(day=on(2), updates=task.updates)
    assert not is_stale(task, state, fresh, on(2))
    assert is_stale(task, state, fresh, on(3)) is open_


def an_outlook(**fields: object) -> Outlook:
    """A forecast in force that stands on two reports."""
    given_: dict[str, object] = {
        "day": on(2),
        "updates": 2,
        "finish_p10": on(50),
        "finish_p50": on(60),
        "finish_p90": on(70),
        "p_late": 100,
        "ground": Ground.REPORTS,
        "reports": 2,
        "first": on(1),
        "last": on(2),
    }
    return Outlook(**{**given_, **fields})  # type: ignore[arg-type]


LAST = 45


def _evaluated(batches: Sequence[Sequence[LogReport]]) -> MemoryLog:
    """Everything arrives, a midnight passes, all tasks are evaluated for its day."""
    log = MemoryLog(WORLD)
    log.clock(day_start(MONDAY))
    for batch in batches:
        log.fold(batch)
    log.clock(day_start(on(LAST)))
    log.fold([Evaluate(day=on(LAST), tasks=list(TASKS))])
    return log


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9), length=st.integers(0, 40), data=st.data())
def test_any_order_of_arrival_gives_the_same_forecasts_of_a_day(
    seed: int, length: int, data: st.DataObject
) -> None:
    reports = stream_of(seed, length)
    in_order = _evaluated([[one] for one in reports])
    rng = random.Random(data.draw(st.integers(0, 10**9)))
    again = [*reports, *rng.sample(reports, k=min(5, len(reports)))]
    rng.shuffle(again)
    size = data.draw(st.integers(1, 12))
    shuffled = _evaluated([again[i : i + size] for i in range(0, len(again), size)])
    assert shuffled.partition.outlooks == in_order.partition.outlooks
    for code, placed in in_order.partition.tasks.items():
        other = shuffled.partition.tasks[code]
        assert (other.task, other.sign, other.counts) == (placed.task, placed.sign, placed.counts)


def test_a_forecast_is_that_of_its_day() -> None:
    """A rebuilt log gives the same bits: a forecast is of a day, whatever the hour."""
    first, again = (log_until(24, *slow()) for _ in range(2))
    evaluate(first, 24)
    again.clock(day_start(on(24)) + timedelta(hours=20))
    evaluate(again, 24)
    assert first.partition.outlooks == again.partition.outlooks
