"""What a task adds to the sums, and when that may change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from schema.measures import INDEX, MEASURES, WIDTH, ZERO, named
from schema.states import PARTITION, Sign, State
from schema.workdays import state_offices
from stream.core.leaf import LeafKey, place_task, summed
from stream.core.task import Claim, Done, ExtraSlot, OpenDifficulty, TaskState
from stream.kpi.planning import NEVER
from tests.stream.kpi.test_planning import DUE, task

CALENDAR = state_offices()
TODAY = date(2026, 6, 24)


def weighed(one: TaskState, weight: int | None) -> TaskState:
    assert one.assignment is not None
    return structs.replace(one, assignment=structs.replace(one.assignment, weight=weight))


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
    given = structs.replace(weekly.assignment, cadence="weekly")
    placed = place_task(structs.replace(weekly, assignment=given), TODAY, CALENDAR, 0)
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


@pytest.mark.parametrize(
    ("p_late", "told", "measure"),
    [
        (4_999, 5, ""),
        (5_000, 5, "at_risk"),
        (8_000, 5, "behind"),
        (8_000, 60, "behind"),
        (8_000, 61, "silent"),
    ],
)
def test_what_is_foreseen_and_silence_are_counted(p_late: int, told: int, measure: str) -> None:
    """In time until 31 days from now; told so many days ago, silent after twice 30."""
    far = weighed(
        task(due=TODAY + timedelta(days=31), told_on=TODAY.toordinal() - told, progress=0), 2_000
    )
    assert far.assignment is not None
    far = structs.replace(far, assignment=structs.replace(far.assignment, start=date(2026, 1, 5)))
    placed = place_task(far, TODAY, CALENDAR, 7, None, p_late)
    counts = named(placed.counts)
    told_of = {name: counts[name] for name in ("at_risk", "behind", "silent") if counts[name]}
    assert told_of == ({measure: 1} if measure else {})
    assert placed.sign == (measure or "on_track")
    assert (placed.version, counts["in_time"], counts["weight"]) == (7, 1, 2_000)
    assert (counts["weight_due"], counts["weight_overdue"], counts["weight_zero"]) == (0, 0, 0)


def test_a_task_without_weight_is_counted_as_such() -> None:
    """Q44; and of what nobody reported nothing is in the mean (Q43)."""
    assert counts_of(weighed(task(due=TODAY + timedelta(days=60)), None)) == {
        "in_time": 1, "overdue_0": 1, "tasks_counted": 1, "weight_zero": 1, "live_tasks": 1,
    }  # fmt: skip


def test_what_is_done_on_time_weighs_in_what_was_due_and_is_not_heard_of() -> None:
    assert counts_of(weighed(task(done=Done("c", DUE)), 2_000)) == {
        "done_on_time": 1, "done_on_time_0": 1, "weight": 2_000, "weight_due": 2_000,
        "tasks_counted": 1, "tasks_reported": 1, "progress_plain": 10_000,
        "weight_reported": 2_000, "weight_progress": 20_000_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "wakes"),
    [
        (date(2026, 6, 24), date(2026, 7, 25)),  # stale 31 days after it was told
        (date(2026, 5, 25), date(2026, 6, 25)),  # tomorrow
        (date(2026, 5, 24), date(2026, 7, 24)),  # stale already: silent after 60 days
        (date(2026, 4, 25), date(2026, 6, 25)),
        (date(2026, 4, 24), date(2026, 9, 22)),  # silent already: due soon
    ],
)
def test_time_wakes_it_for_staleness_for_silence_and_for_its_dates(told: date, wakes: date) -> None:
    """Due on Thursday 1/10/2026, started long ago, fresh for 30 days."""
    one = task(due=date(2026, 10, 1), told_on=told.toordinal())
    assert one.assignment is not None
    given = structs.replace(one.assignment, start=date(2026, 1, 5), due_0=date(2026, 10, 1))
    placed = place_task(structs.replace(one, assignment=given), TODAY, CALENDAR, 0)
    assert date.fromordinal(placed.wake) == wakes


def test_it_wakes_for_its_original_date_too() -> None:
    """Q22: from Saturday 20/6 on it is late by it, whatever was granted."""
    revised = task(due=date(2027, 6, 1), told_on=date(2026, 6, 18).toordinal())
    before = place_task(revised, DUE, CALENDAR, 0)
    assert date.fromordinal(before.wake) == DUE + timedelta(days=1)
    after = place_task(revised, DUE + timedelta(days=1), CALENDAR, 0)
    assert date.fromordinal(after.wake) == date(2026, 7, 19), "stale"
    assert named(after.counts)["overdue_0"] == 1


CLAIM = Claim("c", TODAY, TODAY, TODAY)
EXTRA = (ExtraSlot("x", date(2026, 6, 1), date(2026, 6, 3), 0, ()),)


@pytest.mark.parametrize(
    "moved",
    [
        {"due": TODAY + timedelta(days=40)},
        {"claim": CLAIM},
        {"done": Done("c", DUE)},
        {"withdrawn": "suspended"},
        {"extra_slots": EXTRA},
        {"progress": 5_000},
        {"told_on": TODAY.toordinal()},
    ],
)
def test_what_moves_it_is_judged_again_and_the_rest_as_before(moved: dict[str, object]) -> None:
    one = weighed(task(), 1_000)
    before = place_task(one, TODAY, CALENDAR, 0)
    after = structs.replace(one, **moved)
    found = place_task(after, TODAY, CALENDAR, 0, before)
    assert found == place_task(after, TODAY, CALENDAR, 0)
    kept = moved.keys() <= {"progress", "told_on"}
    assert (found.judgement is before.judgement) is kept


def test_a_leaf_is_all_that_sums_are_cut_by() -> None:
    one = task()
    assert one.assignment is not None
    given = structs.replace(one.assignment, plan="p", objective="o", field="f", in_charge="m.x")
    placed = place_task(structs.replace(one, assignment=given), TODAY, CALENDAR, 0)
    assert placed.leaf == LeafKey("vn.15", "nq57", "p", "o", "f", "m.x")


def test_open_difficulties_are_counted() -> None:
    known = [
        OpenDifficulty(code, "legal", "", None, "vn.15", TODAY, None, answered)
        for code, answered in (("a", None), ("b", TODAY))
    ]
    assert counts_of(task(difficulties=tuple(known)))["difficulties_open"] == 1


def test_an_unassigned_task_is_in_no_leaf() -> None:
    unknown = place_task(task(assignment=None), TODAY, CALENDAR, 0)
    assert unknown.leaf is None and unknown.counts == ZERO
    assert (unknown.sign, unknown.wake) == (Sign.NONE, NEVER)


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
    kept = structs.replace(one.assignment, secrecy=secrecy)
    assert counts_of(structs.replace(one, assignment=kept)) == counts_of(one)


def test_q103_a_change_of_lead_moves_the_task_to_another_leaf() -> None:
    one = task()
    assert one.assignment is not None
    given = structs.replace(one.assignment, lead="vn.48")
    before = place_task(one, TODAY, CALENDAR, 0)
    after = place_task(structs.replace(one, assignment=given), TODAY, CALENDAR, 0, before)
    assert before.leaf is not None and after.leaf == before.leaf._replace(lead="vn.48")
    assert after.adds == before.adds


def test_q22_without_an_original_date_the_date_in_force_judges() -> None:
    """It cannot be (a one-off task has a date from the first, Q24); it would not break anything."""
    one = task()
    assert one.assignment is not None
    kept = structs.replace(one.assignment, due_0=None)
    counts = counts_of(structs.replace(one, assignment=kept))
    assert counts["overdue"] == counts["overdue_0"] == 1


def test_the_sums_of_leaves_are_those_of_their_tasks() -> None:
    placed = [
        place_task(one, TODAY, state_offices(), 1) for one in (task(), task(), task(due=TODAY))
    ]
    nobody = place_task(TaskState(code="x"), TODAY, state_offices(), 0)
    (leaf,) = {one.leaf for one in placed}
    assert summed([*placed, nobody]) == {leaf: sum(one.adds for one in placed)}
    assert summed([nobody]) == {}
