"""Programmes at a glance; the method in short."""

from datetime import date

from schema import kpi
from tests.web.pages_rig import client
from tests.web.states import NO_TASKS, state
from web.pages.programmes import line, said, ways
from web.words import words

STATE = state("vn", NO_TASKS | {"done_on_time": 9, "overdue": 1}, "nq57")


def test_a_row() -> None:
    rows = {
        "states_of_programmes": [(kpi.encode(STATE),)],
        "waves_of_programmes": [("nq57", 7, 2, 1)],
    }
    twin = client(rows).get("/programmes.json").json()  # type: ignore[arg-type]
    assert twin["programmes"]["nq57"] == {
        "total": 10,
        "overdue": 1,
        "wave": 7,
        "wave_at_risk": 2,
        "wave_behind": 1,
        "on_time_rate": 0.9,
        "due": 10,
        "index": 0.9,
        "index_coverage": 0.3,
        "change_7d": 0,
    }


def test_nothing_due_in_thirty_days_is_a_zero() -> None:
    twin = client({"states_of_programmes": [(kpi.encode(STATE),)]}).get("/programmes.json").json()
    assert twin["programmes"]["nq57"]["wave"] == 0


def test_an_index_of_which_too_little_is_known_is_grey() -> None:
    known = line(STATE, None) | {"index": 0.9, "index_coverage": 0.59}
    assert said({"x": known}, words("vi"))["programmes/x/index"] == ("0,90", "grey")
    enough = said({"x": known | {"index_coverage": 0.6}}, words("vi"))
    assert enough["programmes/x/index"] == ("0,90", "")


def test_each_number_of_the_wave_leads_to_its_tasks() -> None:
    found = ways({"nq57": {}}, date(2026, 11, 22))
    at = "/boards/vn@nq57/tasks?due=2026-11-22..2026-12-21"
    assert found["programmes/nq57/wave"] == at
    assert found["programmes/nq57/wave_behind"] == at + "&sign=behind"


def test_before_anything_was_published() -> None:
    text = client().get("/programmes").text
    assert "57-NQ/TW — Nghị quyết 57" in text
    assert set(line(None, None).values()) == {None}


def test_the_method_names_its_thresholds() -> None:
    text = client().get("/method").text
    assert "95%" in text
    assert "hoàn thành đúng hạn ÷ (hoàn thành + quá hạn)" in text
