"""What a task contributes to days, through the real fold (Q81, Q82)."""

from __future__ import annotations

from schema.flows import FLOW, bin_of
from schema.report import LogReport
from schema.update import Corrected, DifficultyAnswered, DifficultyRaised
from stream.core.flow import FlowKey
from stream.core.task import TaskState
from stream.core.task_flows import may_move, task_flows
from tests.builders import (
    COMMUNE,
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

COUNTED = ("completions", "completions_on_time", "difficulties_raised", "difficulties_answered")
QUALITY = FLOW["records_other"]
"""From here on flows are of data quality: `test_noticed` has them."""


def of_tasks(*reports: LogReport, lead: str = COMMUNE) -> dict[int, dict[str, int]]:
    """By days after the start, what the lead's days count of its task; lags by their bin."""
    log = MemoryLog(world())
    log.each(reports)
    assert log.days() == log.recounted()
    return of_lead(log, lead)


def of_lead(log: MemoryLog, lead: str) -> dict[int, dict[str, int]]:
    """What the days of a lead count of tasks of nq57."""
    names = list(FLOW)[:QUALITY]
    found = {
        (key.day - on(0)).days: {
            names[flow]: number for flow, number in day.items() if flow < QUALITY
        }
        for key, day in log.days().items()
        if key[:4] == (lead, "nq57", "", "")
    }
    return {day: counts for day, counts in found.items() if counts}


def given(**fields: object) -> LogReport:
    """The assignment, by the province."""
    return report(assigned(**fields), unit=PROVINCE)  # type: ignore[arg-type]


def lag(name: str, **since: float) -> str:
    """The bin of a lag."""
    seconds = since.get("days", 0) * 86_400 + since.get("hours", 0) * 3_600
    return f"{name}_{bin_of(seconds):02d}"


def test_a_completion_counts_on_the_day_c_once_it_is_verified() -> None:
    claim = report(completed(2))
    assert of_tasks(given(), claim) == {}
    said = of_tasks(given(), claim, report(verified(6), unit=PROVINCE))
    assert said == {
        2: {"completions": 1, "completions_on_time": 1},
        6: {lag("verified", days=4): 1},
    }


def test_the_due_day_itself_is_on_time() -> None:
    verdict = report(verified(6), unit=PROVINCE)
    last = of_tasks(given(due=on(2)), report(completed(2)), verdict)
    assert last[2] == {"completions": 1, "completions_on_time": 1}
    assert of_tasks(given(due=on(1)), report(completed(2)), verdict)[2] == {"completions": 1}


def test_a_returned_claim_counts_for_nothing() -> None:
    assert of_tasks(given(), report(completed(2)), report(returned(3), unit=PROVINCE)) == {}


def test_a_task_done_twice_counts_twice_and_a_reopening_takes_nothing_out() -> None:
    once = (given(), report(completed(2)), report(verified(3), unit=PROVINCE))
    again = report(reopened(5), unit=PROVINCE)
    first = {"completions": 1, "completions_on_time": 1}
    assert of_tasks(*once, again)[2] == first
    twice = of_tasks(*once, again, report(completed(8)), report(verified(9), unit=PROVINCE))
    assert (twice[2], twice[8]) == (first, first)


def test_only_a_correction_takes_a_completion_from_a_past_day() -> None:
    claim = completed(2)
    done = (given(), report(claim), report(verified(3, of=claim.id), unit=PROVINCE))
    taken_back = Corrected(id=new_id(), subject=TASK, occurred_at=at(20), supersedes=claim.id)
    assert of_tasks(*done, report(taken_back)) == {}


def test_on_time_is_judged_by_the_due_date_in_force_now() -> None:
    done = (given(due=on(4)), report(completed(7)), report(verified(8), unit=PROVINCE))
    assert "completions_on_time" not in of_tasks(*done)[7]
    asked = report(revised("requested", 3, new_due=on(10), reason="r"))
    granted = report(revised("approved", 9, new_due=on(10), reason="r"), unit=PROVINCE)
    assert of_tasks(*done, asked, granted)[7]["completions_on_time"] == 1


def test_a_recurring_task_has_no_completions() -> None:
    daily = given(task_kind="recurring", cadence="daily", due=None)
    claim = report(completed(2, period="2026-06"))
    verdict = report(verified(3, period="2026-06"), unit=PROVINCE)
    assert of_tasks(daily, claim, verdict) == {}


def test_difficulties_count_on_the_day_raised_and_on_that_of_the_first_answer() -> None:
    raised = DifficultyRaised(
        id=new_id(), subject=TASK, occurred_at=at(1), difficulty="d", type="legal"
    )
    answers = [
        DifficultyAnswered(id=new_id(), subject=TASK, occurred_at=at(days), difficulty="d")
        for days in (4.5, 6)
    ]
    said = of_tasks(given(), report(raised), *(report(one, unit=PROVINCE) for one in answers))
    assert said == {
        1: {"difficulties_raised": 1},
        4: {"difficulties_answered": 1, lag("answered", days=3.5): 1},
    }


def test_a_new_lead_takes_the_past_with_it() -> None:
    log = MemoryLog(world())
    log.each([given(), report(completed(2)), report(verified(3), unit=PROVINCE)])
    moved = report(assigned(lead=OTHER, occurred_at=at(9)), unit=PROVINCE)
    log.fold([moved])
    assert of_lead(log, COMMUNE) == {}
    assert of_lead(log, OTHER)[2] == {"completions": 1, "completions_on_time": 1}
    assert FlowKey(COMMUNE, "nq57", "", "", on(2)) in log.flows, "its row stays, with zeros"


def test_progress_moves_no_day_of_a_task() -> None:
    log = MemoryLog(world())
    log.each([given(), report(completed(2)), report(verified(3), unit=PROVINCE)])
    before = log.partition.tasks[TASK]
    log.fold([report(progress(0.5, 4))])
    assert not may_move(before, log.partition.tasks[TASK])
    log.fold([report(reopened(5), unit=PROVINCE)])
    assert may_move(before, log.partition.tasks[TASK])


def test_without_an_assignment_there_is_no_lead_to_count_for() -> None:
    assert task_flows(TaskState(code=TASK)) == {}
