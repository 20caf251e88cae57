"""Progress by day, as a task's state keeps it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schema.fields import Milestone
from schema.update import MilestoneDone
from stream.core.history import noted, points
from stream.core.task import TaskState
from stream.kpi.forecast.record import Point
from tests.builders import (
    MONDAY,
    PROVINCE,
    TASK,
    assigned,
    at,
    completed,
    new_id,
    on,
    progress,
    reopened,
    report,
    verified,
    world,
)
from tests.memory_log import MemoryLog

DAY = date(2026, 6, 1).toordinal()
SAYINGS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10_000)), max_size=40)


def after(*reports: object) -> TaskState:
    """The task once these reports are folded."""
    log = MemoryLog(world())
    log.fold(list(reports))  # type: ignore[arg-type]
    return log.partition.tasks[TASK].task


@given(SAYINGS)
def test_the_last_word_of_each_of_the_newest_twelve_days(sayings: list[tuple[int, int]]) -> None:
    history = b""
    for day, share in sorted(sayings, key=lambda said: said[0]):
        history = noted(history, DAY + day, share)
    last = {day: share for day, share in sorted(sayings, key=lambda said: said[0])}
    expected = [Point(date.fromordinal(DAY + day), last[day]) for day in sorted(last)[-12:]]
    assert points(history) == expected and len(history) <= 72


def test_a_day_behind_the_last_one_is_the_last_one() -> None:
    history = noted(noted(b"", DAY + 5, 100), DAY + 3, 900)
    assert points(history) == [Point(date.fromordinal(DAY + 5), 900)]


def test_progress_and_what_a_reopening_says_are_noted_by_local_day() -> None:
    claim = completed(4)
    task = after(
        report(assigned(), unit=PROVINCE),
        report(progress(0.1, 1)),
        report(progress(0.2, 1.2)),
        report(progress(0.4, 3)),
        report(claim),
        report(verified(5, of=claim.id), unit=PROVINCE),
        report(reopened(6, progress=0.3), unit=PROVINCE),
    )
    assert points(task.history) == [Point(on(1), 2_000), Point(on(3), 4_000), Point(on(6), 3_000)]


def test_q40_with_milestones_the_share_of_the_verified_ones_is_noted() -> None:
    steps = [Milestone(code="m1", weight=1), Milestone(code="m2", weight=3)]
    claim = MilestoneDone(id=new_id(), subject=TASK, occurred_at=at(2), milestone="m2")
    given_ = report(assigned(milestones=steps), unit=PROVINCE)
    judged = verified(4, of=claim.id, milestone="m2")
    task = after(given_, report(progress(0.9, 1)), report(claim), report(judged, unit=PROVINCE))
    assert task.progress == 9_000
    assert points(task.history) == [Point(on(4), 7_500)]
    again = reopened(6, of=claim.id, milestone="m2", progress=0.2)
    task = after(given_, report(claim), report(judged, unit=PROVINCE), report(again, unit=PROVINCE))
    assert points(task.history)[-1] == Point(on(6), 0)
    assert points(task.history)[0].day > MONDAY
