"""What a unit holds: sums, its planned curve, and what the score sees of it."""

from __future__ import annotations

from fractions import Fraction as F

import msgspec

from schema.measures import ZERO, named
from schema.quality import Quality
from stream.core.leaf import place_task
from stream.core.task import MilestoneClaim, MilestonePlan, TaskState
from stream.kpi.ranking.held import Held, on_day, total
from tests.stream.kpi.ranking.tasks import CALENDAR, TODAY, held, june, task


def test_the_sums_are_those_of_its_tasks() -> None:
    both = held("vn.01", task("vn.01.t1", 19), task("vn.01.00001.t1", 19, done=18))
    counts = named(both.counts)
    assert (counts["overdue"], counts["done_on_time"], counts["weight_due"]) == (1, 1, 2_000)
    assert total([]) == ZERO


def test_what_the_score_sees() -> None:
    """Due Fri 19, today Wed 24: 3 working days late; by weight 3/2 on the mean."""
    seen = held("vn.01", task("vn.01.t1", 19), task("vn.01.t2", 19, done=18)).entrant(7)
    assert (seen.on_time, seen.due, seen.late, seen.volume) == (1, 2, F(3, 2), 7)


def test_spi_t_is_that_of_its_curve() -> None:
    """One of two equal plans 1..19 June is done: ES is half of 14 working days, AT 17."""
    seen = held("vn.01", task("vn.01.t1", 19), task("vn.01.t2", 19, done=18)).entrant(None)
    assert seen.spi_t == F(7, 17)


def test_a_unit_without_leaves_has_no_spi_t() -> None:
    assert held("vn.01").entrant(None).spi_t is None
    assert held("vn.01", task("vn.01.t1", 19, recurring=True)).entrant(None).spi_t is None


def test_who_was_never_assigned_is_not_there() -> None:
    assert on_day([TaskState(code="vn.01.t9")], TODAY, CALENDAR) == []


def test_the_same_tasks_on_another_day() -> None:
    given = [task("vn.01.t1", 25), task("vn.01.t2", 19, done=18)]
    later = held("vn.01", *given).on(june(26))
    assert later.entrant(3) == held("vn.01", *given, today=june(26)).entrant(3)
    assert (later.day, later.entrant(3).due) == (june(26), 2)


def test_on_another_day_the_plan_and_the_quality_stay() -> None:
    quality = Quality(slots=8, on_time=8, share=80_000, checks=4, records=2, tasks=2, fresh=2)
    now = Held("vn.01", on_day([task("vn.01.t1", 25)], TODAY, CALENDAR), TODAY, CALENDAR,
               quality=quality)  # fmt: skip
    later = now.on(june(26))
    assert later.tasks[0].curve is now.tasks[0].curve is not None
    assert later.entrant(None).quality == now.entrant(None).quality is not None


def test_the_plan_goes_through_its_milestones() -> None:
    """A quarter is planned by Wed 3/6, two working days in; it is done, after seventeen of them."""
    base = task("vn.01.t1", 29)
    assert base.assignment is not None
    steps = (MilestonePlan("a", 1_000, june(3)), MilestonePlan("b", 3_000, june(29)))
    given = msgspec.structs.replace(base.assignment, milestones=steps)
    half = msgspec.structs.replace(
        base, assignment=given, milestones_verified=(MilestoneClaim("a", "c"),)
    )
    assert held("vn.01", half).entrant(None).spi_t == F(2, 17), "two days' worth of seventeen"


def test_the_clock_stops_when_all_is_done() -> None:
    """1..19 June are 14 working days, done on Thu 18 after 13 of them."""
    done = held("vn.01", task("vn.01.t1", 19, done=18))
    assert done.entrant(None).spi_t == F(14, 13)


def test_a_task_without_a_weight_weighs_nothing_among_others() -> None:
    """Q44."""
    light, heavy = task("vn.01.t1", 12, weight=None), task("vn.01.t2", 19, done=18)
    assert held("vn.01", light, heavy).curve.at(june(19).toordinal()) == 10_000_000


def test_a_task_counts_as_the_fold_counts_it() -> None:
    state = task("vn.01.t1", 22)
    (only,) = on_day([state], june(22), CALENDAR)
    assert only.placed == place_task(state, june(22), CALENDAR, 0)
    assert only.lead == "vn.01"
