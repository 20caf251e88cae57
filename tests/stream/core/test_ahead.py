"""Tasks ahead of the log's clock: a midnight looks again only at those that may change that day."""

from __future__ import annotations

from datetime import date

import pytest

from schema.clock import day_start
from schema.measures import INDEX
from stream.core import ahead, past, restate
from stream.core.ahead import Ahead, ahead_of, still_shows
from tests.builders import (
    COMMUNE,
    MONDAY,
    OTHER,
    PROVINCE,
    assigned,
    at,
    completed,
    on,
    progress,
    report,
    world,
)
from tests.memory_log import MemoryLog

CODES = [f"{COMMUNE}.t{number:04d}" for number in range(20)]


def backlog() -> MemoryLog:
    """Reports of forty days that came while the log stood on the first of them."""
    log = MemoryLog(world())
    log.clock(day_start(MONDAY))
    log.fold([report(assigned(code, due=on(60)), unit=PROVINCE) for code in CODES])
    for day in (10, 20, 40):
        log.fold([report(progress(day / 100, day, subject=code)) for code in CODES])
    return log


def held(log: MemoryLog, code: str = CODES[0]) -> Ahead:
    """What is kept of a task that is ahead."""
    return log.partition.ahead[code]


def test_only_the_days_on_which_something_changes_are_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[date] = []
    made: list[str] = []

    def shown_on(*given: object) -> Ahead:
        looked.append(given[3])  # type: ignore[arg-type]
        return ahead.shown_on(*given)  # type: ignore[arg-type]

    def past_of(code: str, *given: object) -> object:
        made.append(code)
        return past.past_of(code, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(restate, "shown_on", shown_on)
    monkeypatch.setattr(restate, "past_of", past_of)
    log = backlog()
    fetched = log.fetches
    for day in range(1, 41):
        log.clock(day_start(on(day)))
    assert sorted(made) == CODES and log.fetches == fetched + 1
    assert set(looked) == {MONDAY, on(10), on(20)}, "the first close, and the turns of their past"
    assert len(looked) == 3 * len(CODES)


def test_what_is_told_of_a_task_makes_its_past_anew() -> None:
    log = backlog()
    log.clock(day_start(on(1)))
    before = held(log), held(log, CODES[1])
    log.fold([report(progress(0.9, 30, subject=CODES[0]))])
    log.clock(day_start(on(2)))
    assert held(log) is not before[0] and held(log, CODES[1]) is before[1]
    assert [day for day, _ in held(log).past] == [MONDAY, on(10), on(20), on(30), on(40)]


@pytest.mark.parametrize("at_once", [True, False])
def test_of_a_long_backlog_the_next_states_are_kept_alone(
    monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    """What was fetched to make the past is not kept either: the next states are fetched anew."""
    monkeypatch.setattr(ahead, "STATES", 4)
    log = MemoryLog(world())
    log.clock(day_start(MONDAY))
    told = [report(progress(day / 100, day, subject=CODES[0])) for day in range(1, 30)]
    log.fold([report(assigned(CODES[0], due=on(60)), unit=PROVINCE), *told])
    if at_once:
        log.clock(day_start(on(31)))
    else:
        for day in range(1, 30):
            log.clock(day_start(on(day)))
            past = held(log, CODES[0]).past
            assert past[0][0] == on(day - 1) and len(past) <= 4
        log.clock(day_start(on(31)))
    assert log.fetches == 8, "30 states, four at a time"
    assert len([close for outcome in log.outcomes for close in outcome.days]) == 30
    assert all(outcome.restated == [] for outcome in log.outcomes)


def test_it_is_ahead_until_the_day_that_knows_all_of_it() -> None:
    log = backlog()
    log.clock(day_start(on(40)))
    assert sorted(log.partition.ahead) == CODES
    assert ahead_of(log.partition.tasks.values(), on(39)) == CODES
    log.clock(day_start(on(41)))
    assert not log.partition.ahead


def test_a_completion_that_counts_later_than_it_occurred_is_ahead_too() -> None:
    log = MemoryLog(world())
    told = report(completed(1), reported_at=day_start(on(9)), received_at=day_start(on(9)))
    log.fold([report(assigned(), unit=PROVINCE), told])
    placed = log.partition.tasks.values()
    assert ahead_of(placed, on(8)) and not ahead_of(placed, on(9))


def test_what_it_shows_holds_until_its_day_and_with_its_forecast() -> None:
    log = backlog()
    log.clock(day_start(on(1)))
    one = held(log)
    assert one.until == on(10).toordinal()
    assert still_shows(one, None, on(9)) and not still_shows(one, None, on(10))
    assert not still_shows(one, 5_000, on(9))


def test_a_lead_that_gave_the_task_away_has_a_close_that_begins_and_one_that_ends() -> None:
    """Both assignments come at once: no task ever counts for the first lead."""
    log = MemoryLog(world())
    log.clock(day_start(MONDAY))
    given = [assigned(CODES[0]), assigned(CODES[0], occurred_at=at(5), lead=OTHER)]
    log.fold([report(*given, unit=PROVINCE)])
    log.clock(day_start(on(7)))
    closes = [(one.leaf.lead, one.day, sum(one.counts) > 0) for one in log.outcomes[-1].days]
    assert sorted(closes) == [
        (COMMUNE, MONDAY, True),
        (COMMUNE, on(5), False),
        (OTHER, on(5), True),
    ]


def test_a_leaf_that_only_later_days_know_has_no_close_before() -> None:
    log = MemoryLog(world())
    log.clock(day_start(MONDAY))
    log.fold([report(assigned(CODES[0], occurred_at=day_start(on(5))), unit=PROVINCE)])
    log.clock(day_start(on(7)))
    (close,) = log.outcomes[-1].days
    assert close.day == on(5) and sum(close.counts[: INDEX["overdue"] + 1]) == 1
