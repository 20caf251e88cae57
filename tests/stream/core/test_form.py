"""What any update must pass: Q12 (not from the future), Q39 (known units)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from schema.notes import Urged
from schema.states import Verdict
from schema.update import DifficultyRaised, IndicatorReading, TargetSet, Update
from stream.core.entry import entries
from stream.core.form import NOT_IN_FORCE, in_force, unfit
from stream.core.world import Era
from tests.builders import (
    COMMUNE,
    MORNING,
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

ERA = world().at(at())
NOWHERE = "vn.99"


def _base(subject: str = TASK) -> dict[str, Any]:
    return {"id": new_id(), "subject": subject, "occurred_at": at(1)}


def test_q12_what_occurs_more_than_five_minutes_after_it_was_received_is_refused() -> None:
    said = progress(0.2)
    for ahead, fault in ((timedelta(minutes=5), False), (timedelta(minutes=5, seconds=1), True)):
        made = report(said, reported_at=said.occurred_at - ahead)
        (entry,) = entries(made, offline=False)
        assert (unfit(entry, ERA) is not None) is fault


@pytest.mark.parametrize(
    ("update", "unit"),
    [
        (progress(0.2), NOWHERE),
        (assigned(lead=NOWHERE), PROVINCE),
        (assigned(assigned_by=NOWHERE), PROVINCE),
        (assigned(coordinators=[OTHER, NOWHERE]), PROVINCE),
        (assigned(f"{NOWHERE}.t0001", lead=COMMUNE), PROVINCE),
        (DifficultyRaised(**_base(), difficulty="k", type="data", asked_of=NOWHERE), COMMUNE),
        (Urged(**_base(), to=NOWHERE), PROVINCE),
        (IndicatorReading(**_base("C01"), unit=NOWHERE, period="2026"), NOWHERE),
        (TargetSet(**_base("C01"), unit=NOWHERE, date=on(9), value=1.0), PROVINCE),
    ],
)
def test_q39_an_unknown_code_is_rejected_as_a_bad_code(update: Update, unit: str) -> None:
    log = MemoryLog(world())
    log.fold([report(update, unit=unit)])
    judged = log.verdict(update.id)
    assert judged.verdict is Verdict.REJECTED
    assert judged.reason == f"no unit has the code {NOWHERE}"


def test_q39_a_code_that_is_not_in_force_is_accepted_and_flagged() -> None:
    era = Era(above={COMMUNE: frozenset(), OTHER: frozenset()}, here=[COMMUNE])
    (here,) = entries(report(progress(0.2)), offline=False)
    (gone,) = entries(report(progress(0.2), unit=OTHER), offline=False)
    assert in_force(here, era) and not in_force(gone, era)
    assert unfit(gone, era) is None
    assert NOT_IN_FORCE == "not_in_force"


def test_a_task_may_be_given_to_a_unit_that_begins_tomorrow() -> None:
    def era(day: Any) -> Era:
        return Era(above={PROVINCE: frozenset(), COMMUNE: frozenset((PROVINCE,))}, here=[PROVINCE])

    log = MemoryLog(world(era=era))
    given = assigned(occurred_at=MORNING)
    log.fold([report(given, unit=PROVINCE)])
    assert log.verdict(given.id).marks == (NOT_IN_FORCE,)
