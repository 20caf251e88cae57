"""Tasks and sums of a batch: each change of standing once, with its cause, and the days closed."""

from __future__ import annotations

from schema.clock import day_start
from schema.states import State
from tests.builders import (
    MONDAY,
    PROVINCE,
    assigned,
    completed,
    on,
    progress,
    report,
    verified,
)
from tests.memory_log import MemoryLog
from tests.stream.core.random_reports import WORLD


def test_each_change_of_standing_is_published_once_with_its_cause() -> None:
    log = MemoryLog(WORLD)
    log.clock(day_start(MONDAY))
    claim = completed()
    log.each(
        [
            report(assigned(due=on(5)), unit=PROVINCE),
            report(progress(0.1)),
            report(claim),
            report(verified(of=claim.id), unit=PROVINCE),
        ]
    )
    changes = [s.standing for outcome in log.outcomes for s in outcome.standings]
    assert [(c.version, c.state) for c in changes] == [
        (1, State.DUE_SOON),
        (2, State.AWAITING),
        (3, State.DONE_ON_TIME),
    ]
    assert changes[1].update == claim.id and changes[0].title.startswith("Số hóa")


def test_an_older_clock_moves_nothing() -> None:
    log = MemoryLog(WORLD)
    log.clock(day_start(on(4)))
    outcome = log.clock(day_start(on(2)))
    assert log.partition.clock == day_start(on(4)) and outcome.days == []


def test_a_day_without_change_closes_with_no_row() -> None:
    log = MemoryLog(WORLD)
    log.fold([report(assigned(due=on(30)), unit=PROVINCE)])
    assert len(log.clock(day_start(on(1))).days) == 1
    assert log.clock(day_start(on(2))).days == []
