from __future__ import annotations

from schema.fields import Milestone
from schema.update import DifficultyAnswered, DifficultyRaised
from stream.core.leaf import Placed
from stream.core.task import unpack
from stream.fold import task_rows
from tests.builders import COMMUNE, TASK, assigned, at, completed, new_id, on, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import reported

LEAD, DUE, STATE, VERSION, PROGRESS, CLAIMED, OPEN = 3, 17, 18, 20, 21, 23, 27
FOLD, MILESTONES, STATE_0 = 29, 30, 31


def placed(*reports: object) -> Placed:
    """The task after these reports."""
    log = MemoryLog(world())
    log.fold(list(reports))  # type: ignore[arg-type]
    return log.partition.tasks[TASK]


def test_a_task_that_is_under_way() -> None:
    task = placed(reported(assigned(), unit="vn.15"), reported(progress(0.25)))
    cells = task_rows.task_cells(6, task)
    assert len(cells) == len(task_rows.TASK_TYPES)
    assert cells[:4] == (TASK, 6, COMMUNE, COMMUNE)
    assert (cells[DUE], cells[STATE], cells[VERSION]) == (on(30), "in_time", 1)
    assert cells[PROGRESS] == 2500
    assert unpack(cells[FOLD]) == task.task


def test_a_task_that_never_reported_has_no_progress() -> None:
    task = placed(reported(assigned(start=on(-5)), unit="vn.15"))
    assert task_rows.progress_of(task) is None


def test_a_task_spoken_of_before_it_is_assigned() -> None:
    cells = task_rows.task_cells(0, placed(reported(progress(0.25))))
    assert cells[LEAD] is None and cells[STATE] == "unknown"
    assert len(cells) == len(task_rows.TASK_TYPES)


def test_milestones_stand_as_planned_in_their_order() -> None:
    steps = [Milestone(code="m1", weight=0.3, due=on(14)), Milestone(code="m2", weight=0.7)]
    task = placed(reported(assigned(milestones=steps), unit="vn.15"))
    assert task_rows.task_cells(0, task)[MILESTONES] == '[[300,"2026-06-15"],[700,null]]'
    plain = placed(reported(assigned(), unit="vn.15"))
    assert task_rows.task_cells(0, plain)[MILESTONES] is None


def test_the_state_by_the_original_due_date_stands_beside_the_state() -> None:
    """Q22."""
    task = placed(reported(assigned(), unit="vn.15"))
    assert task_rows.task_cells(0, task)[STATE_0] == "in_time"


def test_the_day_a_completion_was_claimed() -> None:
    task = placed(reported(assigned(), unit="vn.15"), reported(completed()))
    assert task_rows.task_cells(0, task)[CLAIMED] == on(2)


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
    assert task_rows.task_cells(2, task)[OPEN] == still_open
