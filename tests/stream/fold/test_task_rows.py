from __future__ import annotations

from schema.clock import day_start
from schema.fields import Milestone
from schema.update import DifficultyAnswered, DifficultyRaised
from stream.core.leaf import Placed
from stream.core.task import unpack
from stream.fold import task_rows
from tests.builders import COMMUNE, TASK, assigned, at, completed, new_id, on, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import reported

LEAD, DUE, STATE, VERSION, PROGRESS, CLAIMED, OPEN = 3, 17, 18, 20, 21, 23, 27
FOLD, MILESTONES, STATE_0, LIVE, MISSING = 29, 30, 31, 32, 33


def placed(*reports: object) -> Placed:
    """The task after these reports."""
    log = MemoryLog(world())
    log.fold(list(reports))  # type: ignore[arg-type]
    return log.partition.tasks[TASK]


def test_a_task_that_is_under_way() -> None:
    task = placed(reported(assigned(), unit="vn.15"), reported(progress(0.25)))
    cells = task_rows.task_cells(6, task, on(0))
    assert len(cells) == len(task_rows.TASK_TYPES)
    assert cells[:4] == (TASK, 6, COMMUNE, COMMUNE)
    assert (cells[DUE], cells[STATE], cells[VERSION]) == (on(30), "in_time", 1)
    assert cells[PROGRESS] == 2500
    assert unpack(cells[FOLD]) == task.task


def test_a_task_that_never_reported_has_no_progress() -> None:
    task = placed(reported(assigned(start=on(-5)), unit="vn.15"))
    assert task_rows.progress_of(task.task, task.counts) is None


def test_a_task_spoken_of_before_it_is_assigned() -> None:
    cells = task_rows.task_cells(0, placed(reported(progress(0.25))), on(0))
    assert cells[LEAD] is None and cells[STATE] == "unknown"
    assert len(cells) == len(task_rows.TASK_TYPES)


def test_milestones_stand_as_planned_in_their_order() -> None:
    steps = [Milestone(code="m1", weight=0.3, due=on(14)), Milestone(code="m2", weight=0.7)]
    task = placed(reported(assigned(milestones=steps), unit="vn.15"))
    assert task_rows.task_cells(0, task, on(0))[MILESTONES] == '[[300,"2026-06-15"],[700,null]]'
    plain = placed(reported(assigned(), unit="vn.15"))
    assert task_rows.task_cells(0, plain, on(0))[MILESTONES] is None


def test_the_state_by_the_original_due_date_stands_beside_the_state() -> None:
    """Q22."""
    task = placed(reported(assigned(), unit="vn.15"))
    assert task_rows.task_cells(0, task, on(0))[STATE_0] == "in_time"


def test_the_day_a_completion_was_claimed() -> None:
    task = placed(reported(assigned(), unit="vn.15"), reported(completed()))
    assert task_rows.task_cells(0, task, on(0))[CLAIMED] == on(2)


def test_difficulties_and_how_many_are_open() -> None:
    raised = [
        DifficultyRaised(
            id=new_id(), subject=TASK, occurred_at=at(1), difficulty=code, type="legal"
        )
        for code in ("d1", "d2")
    ]
    answered = DifficultyAnswered(id=new_id(), difficulty="d1", subject=TASK, occurred_at=at(2))
    task = placed(
        reported(assigned(), unit="vn.15"), reported(*raised), reported(answered, unit="vn")
    )
    found = list(task_rows.difficulty_cells(2, task.task))
    assert all(len(row) == len(task_rows.DIFFICULTY_TYPES) for row in found)
    assert [row[:4] for row in found] == [(TASK, code, 2, COMMUNE) for code in ("d1", "d2")]
    still_open = sum(1 for row in found if row[-1] is None)
    assert task_rows.task_cells(2, task, on(0))[OPEN] == still_open


def test_missing_slots_are_told_by_period_and_due_day() -> None:
    given = assigned(task_kind="recurring", due=None, cadence="weekly")
    log = MemoryLog(world())
    log.fold([reported(given, unit="vn.15"), reported(completed(8.5, period="2026-W24"))])
    log.clock(day_start(on(23)))
    task = log.partition.tasks[TASK]
    cells = task_rows.task_cells(0, task, on(23))
    assert cells[MISSING] == '[["2026-W23","2026-06-08"],["2026-W25","2026-06-22"]]'
    log.fold([reported(completed(23, period=p)) for p in ("2026-W23", "2026-W25")])
    assert task_rows.task_cells(0, log.partition.tasks[TASK], on(23))[MISSING] is None


def test_how_a_task_counts_in_live() -> None:
    silent = placed(reported(assigned(), unit="vn.15"))
    heard = placed(reported(assigned(), unit="vn.15"), reported(progress(0.25)))
    recurring = placed(reported(assigned(task_kind="recurring", due=None), unit="vn.15"))
    cells = [task_rows.task_cells(0, one, on(1)) for one in (recurring, silent, heard)]
    assert [one[LIVE] for one in cells] == [0, 1, 2]
