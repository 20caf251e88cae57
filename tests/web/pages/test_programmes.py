"""Programmes at a glance; the method in short."""

from schema import kpi
from tests.web.pages_rig import client
from tests.web.states import NO_TASKS, state
from web.pages.programmes import line

STATE = state("vn", NO_TASKS | {"done_on_time": 9, "overdue": 1}, "nq57")


def test_a_row() -> None:
    twin = client({"states_of_programmes": [(kpi.encode(STATE),)]}).get("/programmes.json").json()
    assert twin["programmes"]["nq57"] == {
        "total": 10,
        "overdue": 1,
        "due_soon": 0,
        "on_time_rate": 0.9,
        "change_7d": 0,
    }


def test_before_anything_was_published() -> None:
    text = client().get("/programmes").text
    assert "57-NQ/TW — Nghị quyết 57" in text
    assert set(line(None).values()) == {None}


def test_the_method_names_its_thresholds() -> None:
    text = client().get("/method").text
    assert "95%" in text
    assert "hoàn thành đúng hạn ÷ (hoàn thành + quá hạn)" in text
