"""What a task adds to the sums, and when that may change."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.measures import INDEX, MEASURES, WIDTH, ZERO, named
from schema.states import PARTITION, State
from schema.workdays import state_offices
from stream.core.leaf import place_task, summed
from stream.core.task import Done, OpenDifficulty, TaskState
from tests.stream.kpi.test_planning import DUE, task

CALENDAR = state_offices()
TODAY = date(2026, 6, 24)


def weighed(one: TaskState, weight: int | None) -> TaskState:
    assert one.assignment is not None
    return msgspec.structs.replace(
        one, assignment=msgspec.structs.replace(one.assignment, weight=weight)
    )


def counts_of(one: TaskState, today: date = TODAY) -> dict[str, int]:
    return {name: n for name, n in named(place_task(one, today, CALENDAR, 0).counts).items() if n}


def test_an_overdue_task() -> None:
    assert counts_of(weighed(task(progress=4_000), 2_000)) == {
        "overdue": 1,
        "overdue_0": 1,
        "days_late": 3,
        "weight": 2_000,
        "weight_reported": 2_000,
        "weight_progress": 8_000_000,
        "tasks_reported": 1,
        "tasks_counted": 1,
        "progress_plain": 4_000,
        "weight_due": 2_000,
        "weight_overdue": 2_000,
        "weight_days_late": 6_000,
        "days_late_capped": 3,
        "live_tasks": 1,
        "live_weight": 2_000,
    }


def test_a_task_is_fresh_for_its_max_age_and_stale_from_the_day_after() -> None:
    """Q66; time alone moves it, on the day the task asked to be woken."""
    heard = weighed(task(told_on=TODAY.toordinal(), progress=10), 2_000)
    fresh = place_task(heard, TODAY, CALENDAR, 0)
    assert named(fresh.counts)["live_fresh"] == 1
    assert named(fresh.counts)["live_weight_fresh"] == 2_000
    last = TODAY + timedelta(days=30)
    assert named(place_task(heard, last, CALENDAR, 0).counts)["live_fresh"] == 1
    stale = named(place_task(heard, last + timedelta(days=1), CALENDAR, 0).counts)
    assert (stale["live_tasks"], stale["live_fresh"], stale["live_weight_fresh"]) == (1, 0, 0)


def test_a_task_with_slots_wakes_every_day_and_counts_them() -> None:
    weekly = task(recurring=True)
    assert weekly.assignment is not None
    given = msgspec.structs.replace(weekly.assignment, cadence="weekly")
    placed = place_task(msgspec.structs.replace(weekly, assignment=given), TODAY, CALENDAR, 0)
    assert placed.wake == TODAY.toordinal() + 1
    assert (placed.counts[INDEX["recurring"]], placed.counts[INDEX["slots"]]) == (1, 3)


def test_days_late_weigh_90_at_most() -> None:
    """Q71: the cap is for the score alone; days late stay as they are (Q27)."""
    counts = counts_of(weighed(task(done=Done("c", DUE + timedelta(days=200))), 2_000))
    assert counts["days_late"] > 90
    assert (counts["days_late_capped"], counts["weight_days_late"]) == (90, 180_000)


def test_without_a_weight_only_its_days_count() -> None:
    counts = counts_of(weighed(task(), None))
    assert counts["days_late_capped"] == counts["days_late"] == 3
    assert "weight_days_late" not in counts


def test_done_in_time_by_a_revised_date_is_late_by_the_original_one() -> None:
    revised = task(due=DUE + timedelta(days=30), done=Done("c", DUE + timedelta(days=3)))
    counts = counts_of(revised)
    assert counts["done_on_time"] == 1 and counts["done_late_0"] == 1
    assert "days_late" not in counts


def test_withdrawn_and_recurring_tasks_count_once_and_in_no_rate() -> None:
    assert counts_of(task(withdrawn="cancelled")) == {"cancelled": 1}
    assert counts_of(task(recurring=True)) == {"recurring": 1}


def test_open_difficulties_are_counted() -> None:
    known = [
        OpenDifficulty(code, "legal", "", None, "vn.15", TODAY, None, answered)
        for code, answered in (("a", None), ("b", TODAY))
    ]
    assert counts_of(task(difficulties=tuple(known)))["difficulties_open"] == 1


def test_an_unassigned_task_is_in_no_leaf() -> None:
    unknown = place_task(task(assignment=None), TODAY, CALENDAR, 0)
    assert unknown.leaf is None and unknown.counts == ZERO


@given(
    due=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    done=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_every_task_is_in_exactly_one_part(due: date, today: date, done: date | None) -> None:
    one = task(due=due, done=None if done is None else Done("c", done))
    counts = named(place_task(one, today, CALENDAR, 0).counts)
    assert sum(counts[state] for state in PARTITION) == 1


@given(
    due=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    begin=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_what_it_counts_stays_until_it_wakes(due: date, begin: date) -> None:
    one = weighed(task(due=due), 1_000)
    placed = place_task(one, begin, CALENDAR, 0)
    assert placed.wake > begin.toordinal()
    for ordinal in range(begin.toordinal(), min(placed.wake, begin.toordinal() + 90)):
        again = place_task(one, date.fromordinal(ordinal), CALENDAR, 0)
        assert (again.state, again.sign, again.counts) == (
            placed.state,
            placed.sign,
            placed.counts,
        )


def test_tasks_that_count_alike_share_their_row_and_leaf() -> None:
    one, two = (place_task(task(code=code), TODAY, CALENDAR, 0) for code in ("a", "b"))
    assert one.adds is two.adds and one.leaf is two.leaf
    assert len(MEASURES) == WIDTH and State.OVERDUE in MEASURES


@pytest.mark.parametrize("secrecy", ["none", "restricted", "secret", "top_secret"])
def test_q38_secret_tasks_are_counted_like_others(secrecy: str) -> None:
    one = task()
    assert one.assignment is not None
    kept = msgspec.structs.replace(one.assignment, secrecy=secrecy)
    assert counts_of(msgspec.structs.replace(one, assignment=kept)) == counts_of(one)


def test_q103_a_change_of_lead_moves_the_task_to_another_leaf() -> None:
    one = task()
    assert one.assignment is not None
    given = msgspec.structs.replace(one.assignment, lead="vn.48")
    before = place_task(one, TODAY, CALENDAR, 0)
    after = place_task(msgspec.structs.replace(one, assignment=given), TODAY, CALENDAR, 0, before)
    assert before.leaf is not None and after.leaf == before.leaf._replace(lead="vn.48")
    assert after.adds == before.adds


def test_q22_without_an_original_date_the_date_in_force_judges() -> None:
    """It cannot be (a one-off task has a date from the first, Q24); it would not break anything."""
    one = task()
    assert one.assignment is not None
    kept = msgspec.structs.replace(one.assignment, due_0=None)
    counts = counts_of(msgspec.structs.replace(one, assignment=kept))
    assert counts["overdue"] == counts["overdue_0"] == 1


def test_the_sums_of_leaves_are_those_of_their_tasks() -> None:
    placed = [
        place_task(one, TODAY, state_offices(), 1) for one in (task(), task(), task(due=TODAY))
    ]
    nobody = place_task(TaskState(code="x"), TODAY, state_offices(), 0)
    (leaf,) = {one.leaf for one in placed}
    assert summed([*placed, nobody]) == {leaf: sum(one.adds for one in placed)}
    assert summed([nobody]) == {}
