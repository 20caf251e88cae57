"""Tasks made of seats."""

from __future__ import annotations

from collections import Counter

from schema.place import task_home
from schema.states import State
from stream.sample.seats import SINGLE
from stream.sample.tasks import STANDING_OFFICE
from tests.stream.sample.small import tasks, tree


def test_codes_begin_with_the_home_unit_and_are_unique() -> None:
    assert all(task_home(task.code) == task.unit for task in tasks())
    assert len({task.code for task in tasks()}) == len(tasks())


def test_who_assigns() -> None:
    for task in tasks():
        parent = tree().units[task.unit].parent
        assert task.assigned_by == (parent if task.kind == "commune" else STANDING_OFFICE)


def test_the_lead_does_not_coordinate_its_own_task() -> None:
    assert not [task for task in tasks() if task.unit in task.coordinators]
    assert max(len(task.coordinators) for task in tasks()) >= 34, "some ask every province"


def test_seven_programmes_six_of_them_small() -> None:
    held = Counter(task.template.programme for task in tasks())
    assert len(held) == 7
    assert held.most_common(1)[0][0] == "nq57"
    assert held["nq57"] > len(tasks()) * 0.7


def test_titles_carry_the_name_of_their_unit_and_none_is_given_twice() -> None:
    assert not [task for task in tasks() if "{" in task.title]
    twice = Counter((task.unit, task.title) for task in tasks())
    assert max(twice.values()) == 1


def test_titles_of_the_design_are_there_with_their_leads() -> None:
    leads = {task.title: task.unit for task in tasks()}
    assert leads["Phủ sóng 5G cho 90% dân số"] == "tw.bkhcn"
    assert leads["Nhân rộng mô hình thôn, bản số"] == "vn.15"
    assert sum(task.unit == SINGLE for task in tasks()) == 1


def test_progress_never_falls_and_stays_below_a_whole() -> None:
    for task in tasks():
        if task.fate is None:
            continue
        curve = [task.progress(day) for day in range(task.work_from, task.work_until + 1)]
        assert curve == sorted(curve)
        assert all(0 <= value < 1 for value in curve)


def test_recurring_tasks_have_a_cadence_and_no_dates() -> None:
    recurring = [task for task in tasks() if task.state is State.RECURRING]
    assert all(task.fate is None and task.template.cadence for task in recurring)
    assert len(recurring) == 178


def test_some_tasks_go_by_milestones_that_make_a_whole() -> None:
    held = [task.milestones for task in tasks() if task.milestones]
    assert held
    assert all(round(sum(one.weight for one in steps), 6) == 1 for steps in held)
