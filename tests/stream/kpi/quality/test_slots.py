"""What the slots of a task add: on time, late, missing (Q63, Q69); instances (Q32)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schema.workdays import state_offices
from stream.core.slots import Slot
from stream.core.task import Claim, Done, Instance
from stream.kpi.quality.slots import instance_state, missing, one_instance, slot_counts
from tests.stream.core.test_slots import cadenced

CALENDAR = state_offices()
WEEK, DUE = "2026-W23", date(2026, 6, 8)
"""The first week, due on a Monday because its Sunday is a day off."""
TODAY = date(2026, 6, 12)


def counts(*said: Instance, today: date = TODAY, **fields: object) -> dict[str, int]:
    return dict(slot_counts(cadenced("weekly", instances=said, **fields), today, CALENDAR))


@pytest.mark.parametrize(
    ("known", "timely"),
    [
        (DUE, "slots_on_time"),
        (DUE + timedelta(days=2), "slots_on_time"),
        (DUE + timedelta(days=3), "slots_late"),
    ],
)
def test_a_slot_is_on_time_until_its_grace_is_over(known: date, timely: str) -> None:
    said = counts(Instance(WEEK, known, 10_000), grace=2)
    assert (said["slots"], said[timely], said["slots_share"]) == (1, 1, 10_000)


def test_a_missing_slot_counts_once_its_grace_has_ended() -> None:
    assert "slots" not in counts(today=DUE)
    assert "slots" not in counts(today=DUE + timedelta(days=2), grace=2)
    missing = counts(today=DUE + timedelta(days=3), grace=2)
    assert missing["slots"] == 1 and not {"slots_on_time", "slots_late"} & missing.keys()


def test_what_was_known_later_than_the_day_that_is_judged_is_missing_on_it() -> None:
    """A past day counted anew is not told what came after it."""
    late = Instance(WEEK, TODAY + timedelta(days=1), 10_000)
    assert "slots_late" not in counts(late)
    assert counts(late, today=TODAY + timedelta(days=1))["slots_late"] == 1


def test_a_slot_filled_early_waits_for_its_day_too() -> None:
    assert "slots" not in counts(Instance(WEEK, date(2026, 6, 2), 10_000), today=DUE)


def test_a_slot_leaves_after_90_days() -> None:
    last = DUE + timedelta(days=89)
    here, gone = counts(today=last), counts(today=last + timedelta(days=1))
    assert here["slots"] == gone["slots"] + 1 - (last.weekday() == 0)


def test_a_withdrawn_task_has_none() -> None:
    assert counts(withdrawn="suspended") == {}


CLAIM = Claim("c", date(2026, 6, 5), date(2026, 6, 5), date(2026, 6, 5))


@pytest.mark.parametrize(
    ("said", "state", "late"),
    [
        (Instance(WEEK, done=Done("c", DUE)), "done_on_time", 0),
        (Instance(WEEK, done=Done("c", DUE + timedelta(days=2))), "done_late", 2),
        (Instance(WEEK, claim=CLAIM), "awaiting", 0),
        (Instance(WEEK, claim=Claim("c", DUE, TODAY, TODAY)), "overdue", 4),
        (Instance(WEEK), "overdue", 4),
    ],
)
def test_a_period_has_one_state_by_the_due_day_of_its_slot(
    said: Instance, state: str, late: int
) -> None:
    """Grace does not move d."""
    found = counts(said, grace=3)
    assert found[f"instance_{state}"] == 1
    assert found.get("instance_days_late", 0) == late
    assert found["instance_due_soon"] == 1, "the week that runs"


def test_a_month_that_runs_is_in_time_until_seven_days_are_left() -> None:
    monthly = cadenced("monthly")
    early = slot_counts(monthly, date(2026, 6, 2), CALENDAR)
    late = slot_counts(monthly, date(2026, 6, 22), CALENDAR)
    assert (early["instance_in_time"], late["instance_due_soon"]) == (1, 1)


def test_a_one_off_task_with_a_cadence_reports_and_has_no_instances() -> None:
    said = counts(recurring=False)
    assert said == {"slots": 1, "period_reports": 1, "period_missing": 1}


def test_the_period_that_ended_last_is_the_newest_closed_slot_of_a_task() -> None:
    """H1: an older slot that was missed is of another period; one that is open is not due yet."""
    older = counts(Instance(WEEK, DUE, 10_000), today=DUE + timedelta(days=7))
    assert (older["period_reports"], older.get("period_missing", 0)) == (1, 0)
    newer = counts(Instance(WEEK, DUE, 10_000), today=DUE + timedelta(days=8))
    assert (newer["slots"], newer["period_reports"], newer["period_missing"]) == (2, 1, 1)
    before = counts(Instance("2026-W24", TODAY, 10_000), today=DUE + timedelta(days=8))
    assert (before["slots"], before["period_reports"]) == (2, 1)
    assert "period_missing" not in before


@pytest.mark.parametrize(("grace", "next_closed"), [(0, date(2026, 10, 1)), (5, date(2026, 10, 8))])
@pytest.mark.parametrize("filled", [True, False])
def test_a_quarter_is_owed_until_the_next_one_is_closed(
    grace: int, next_closed: date, filled: bool
) -> None:
    """It is longer than the 90 days of data quality: those forget it, the period does not."""
    came = (Instance("2026-Q2", date(2026, 6, 29), 10_000),) if filled else ()
    quarterly = cadenced("quarterly", grace=grace, start=date(2026, 1, 1), instances=came)
    leaves = date(2026, 6, 30) + timedelta(days=90)
    assert leaves < next_closed
    day = leaves - timedelta(days=1)
    while day <= next_closed:
        said = slot_counts(quarterly, day, CALENDAR)
        assert said["slots"] == (0 if leaves <= day < next_closed else 1)
        assert said["period_reports"] == 1
        assert said["period_missing"] == (0 if filled and day < next_closed else 1)
        day += timedelta(days=1)


def test_nothing_is_owed_of_a_quarter_before_the_task_began() -> None:
    young = cadenced("quarterly", start=date(2026, 7, 2))
    assert "period_reports" not in slot_counts(young, date(2026, 9, 29), CALENDAR)


def test_what_came_late_has_come() -> None:
    late = counts(Instance(WEEK, DUE + timedelta(days=2), 10_000))
    assert late["slots_late"] == 1 and "period_missing" not in late


def test_nothing_is_expected_before_a_slot_is_closed_or_of_a_task_that_is_done() -> None:
    assert "period_reports" not in counts(today=DUE)
    done = counts(done=Done("c", DUE), recurring=False)
    assert done["slots"] == 1 and "period_reports" not in done


def test_slots_that_are_closed_and_that_nobody_filled_are_missing_the_oldest_first() -> None:
    third, day = Instance("2026-W25", TODAY, 10_000), date(2026, 6, 30)
    said = cadenced("weekly", instances=(third,))
    assert [slot.period for slot in missing(said, day, CALENDAR)] == [WEEK, "2026-W24", "2026-W26"]
    assert [slot.period for slot in missing(said, date(2026, 6, 29), CALENDAR)] == [
        WEEK,
        "2026-W24",
    ]
    later = cadenced("weekly", instances=(Instance(WEEK, TODAY + timedelta(days=1), 10_000),))
    assert [slot.period for slot in missing(later, TODAY, CALENDAR)] == [WEEK], "not known yet"
    assert missing(later, TODAY + timedelta(days=1), CALENDAR) == []
    assert missing(cadenced("weekly", withdrawn="cancelled"), day, CALENDAR) == []


def test_late_on_a_day_off_is_late_by_no_working_day() -> None:
    """Q27: due on Friday 5/6, done on the Saturday."""
    friday, done = Slot("x", date(2026, 6, 1), date(2026, 6, 5), date(2026, 6, 5)), date(2026, 6, 6)
    found = one_instance(friday, Instance("x", done=Done("c", done)), TODAY, CALENDAR)
    assert found == {"instance_done_late": 1, "instance_days_late": 0}


MONTH = Slot("2026-06", date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 2))
BOUND = Claim("c", date(2026, 6, 30), date(2026, 6, 30), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("said", "today", "state"),
    [
        (Instance("2026-06"), date(2026, 6, 18), "in_time"),  # W = 8
        (Instance("2026-06"), date(2026, 6, 19), "due_soon"),  # W = 7
        (Instance("2026-06"), date(2026, 6, 30), "due_soon"),
        (Instance("2026-06"), date(2026, 7, 1), "overdue"),
        (Instance("2026-06", claim=BOUND), date(2026, 7, 9), "awaiting"),
        (Instance("2026-06", done=Done("c", date(2026, 6, 30))), date(2026, 7, 9), "done_on_time"),
        (Instance("2026-06", done=Done("c", date(2026, 7, 1))), date(2026, 7, 9), "done_late"),
    ],
)
def test_the_edges_of_a_period(said: Instance, today: date, state: str) -> None:
    assert instance_state(MONTH, said, today, CALENDAR).value == state
