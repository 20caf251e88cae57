"""Who may say what, kind by kind: Q30, Q31; with the lead in force at the update's place."""

from __future__ import annotations

from typing import Any

import pytest

from schema.fields import Evidence, Milestone
from schema.states import Verdict
from schema.update import (
    DifficultyAnswered,
    DifficultyRaised,
    EvidenceAdded,
    MilestoneDone,
    SlotOpened,
    TaskCancelled,
    TaskResumed,
    TaskSuspended,
    Update,
)
from stream.core.authority import (
    assigning_side,
    lead_side,
    not_assigning,
    not_lead,
    not_working,
    working_side,
)
from tests.builders import (
    COMMUNE,
    MINISTRY,
    OTHER,
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
    returned,
    revised,
    verified,
    world,
)
from tests.memory_log import MemoryLog

STRANGER = "vn.15.04470"
COUNTRY = world(units=(COMMUNE, OTHER, STRANGER))
UNITS = {"lead": COMMUNE, "above": PROVINCE, "coordinator": OTHER, "assigned_by": MINISTRY,
         "above it": "tw", "root": "vn", "stranger": STRANGER}  # fmt: skip
LEAD = {"lead", "above", "root"}
WORKING = LEAD | {"coordinator"}
ASSIGNING = {"assigned_by", "above it", "root"}


def _base(days: float = 3) -> dict[str, Any]:
    return {"id": new_id(), "subject": TASK, "occurred_at": at(days)}


SIDES: list[tuple[Update, set[str]]] = [
    (completed(3), LEAD),
    (MilestoneDone(milestone="m1", **_base()), LEAD),
    (progress(0.5, 3), WORKING),
    (DifficultyRaised(difficulty="n", type="data", **_base()), WORKING),
    (EvidenceAdded(evidence=[Evidence(hash="h")], **_base()), WORKING),
    (verified(3), ASSIGNING),
    (returned(3), ASSIGNING),
    (reopened(3), LEAD | ASSIGNING),
    (assigned(occurred_at=at(3), assigned_by=MINISTRY), ASSIGNING),
    (TaskSuspended(**_base()), ASSIGNING),
    (TaskResumed(**_base()), ASSIGNING),
    (TaskCancelled(**_base()), ASSIGNING),
    (SlotOpened(period="p", due=on(9), **_base()), ASSIGNING),
    (revised("requested", 3, new_due=on(50)), LEAD | ASSIGNING),
    (revised("approved", 3, new_due=on(50)), ASSIGNING),
    (revised("refused", 3), ASSIGNING),
    (DifficultyAnswered(difficulty="k", **_base()), {"stranger", "above", "root"}),
]


def _claimed() -> MemoryLog:
    """A task of the commune given by the ministry, claimed done, with a question asked."""
    log = MemoryLog(COUNTRY)
    steps = [Milestone(code="m1", weight=1)]
    given = assigned(assigned_by=MINISTRY, coordinators=[OTHER], milestones=steps)
    asked = DifficultyRaised(difficulty="k", type="data", asked_of=STRANGER, **_base(2))
    log.each([report(given, unit=MINISTRY), report(completed(2), asked)])
    return log


@pytest.mark.parametrize(("update", "allowed"), SIDES, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("who", UNITS)
def test_q30_each_kind_has_its_side(update: Update, allowed: set[str], who: str) -> None:
    log = _claimed()
    log.fold([report(update, unit=UNITS[who])])
    wanted = Verdict.ACCEPTED if who in allowed else Verdict.REJECTED
    assert log.verdict(update.id).verdict is wanted


def test_q30_the_lead_in_force_at_its_place_decides() -> None:
    log = _claimed()
    before, after, late = progress(0.1, 3), progress(0.2, 6), progress(0.3, 6)
    log.fold([report(after, late)])
    moved = assigned(occurred_at=at(5), lead=STRANGER, assigned_by=MINISTRY)
    log.fold([report(moved, unit=MINISTRY)])
    log.fold([report(before)])
    assert log.verdict(before.id).verdict is Verdict.ACCEPTED
    assert log.verdict(after.id).verdict is Verdict.REJECTED


def test_q30_a_unit_verifies_itself_only_where_it_is_on_both_sides() -> None:
    for assigner, verdict in ((COMMUNE, Verdict.ACCEPTED), (PROVINCE, Verdict.REJECTED)):
        log = MemoryLog(COUNTRY)
        act = verified(4)
        log.fold([report(assigned(assigned_by=assigner), unit=PROVINCE)])
        log.each([report(completed(2)), report(act)])
        assert log.verdict(act.id).verdict is verdict
    log = _claimed()
    both = verified(4)
    log.fold([report(both, unit="vn")])
    assert log.verdict(both.id).verdict is Verdict.ACCEPTED, "a unit above both speaks for both"


def test_sides_of_a_task() -> None:
    task, era = _claimed().partition.tasks[TASK].task.assignment, COUNTRY.at(at())
    assert task is not None
    sides = {"lead": lead_side, "working": working_side, "assigning": assigning_side}
    found = {name: {who for who, unit in UNITS.items() if side(unit, task, era)}
             for name, side in sides.items()}  # fmt: skip
    assert found == {"lead": LEAD, "working": WORKING, "assigning": ASSIGNING}


def test_a_refusal_names_who_may() -> None:
    task = _claimed().partition.tasks[TASK].task.assignment
    assert task is not None
    assert COMMUNE in not_lead(STRANGER, task)
    assert "coordinator" in not_working(STRANGER, task)
    assert MINISTRY in not_assigning(STRANGER, task)
