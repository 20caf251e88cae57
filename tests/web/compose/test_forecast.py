"""A task's forecast on its page: numbers only where reports bear them, warnings with their days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.web.office import line, task_facts
from web.compose.forecast import late_by, tile, warned_since
from web.compose.task import task_view
from web.compose.tile import resolve
from web.compose.work import Foreseen, Turn
from web.words import words

VI = words("vi")
DUE = date(2026, 12, 11)


def foreseen(**given: Any) -> Foreseen:
    """A forecast that says 82 % late, from five days with reports."""
    values: dict[str, Any] = {
        "day": date(2026, 11, 22),
        "updates": 6,
        "finish_p10": date(2026, 12, 10),
        "finish_p50": date(2026, 12, 18),
        "finish_p90": date(2027, 1, 15),
        "p_late": 8_200,
        "ground": "reports",
        "reports": 5,
        "first": date(2026, 9, 1),
        "last": date(2026, 11, 20),
        "newest": True,
    }
    return Foreseen(**(values | given))


def turn(day: int, sign: str, state: str = "in_time", month: int = 11) -> Turn:
    at = datetime(2026, month, day, 2, tzinfo=UTC)
    return Turn(
        at=at, state_from=None, state_to=state, sign_from=None, sign_to=sign, reason="forecast"
    )


WARNED = (turn(18, "behind"), turn(11, "at_risk"), turn(2, "on_track"), turn(1, "behind"))


def facts(**given: Any) -> Any:
    values: dict[str, Any] = {
        "line": line(state="in_time", sign="behind", due=DUE),
        "turns": WARNED,
        "foreseen": foreseen(),
    }
    return task_facts(**(values | given))


def test_a_forecast_is_told_with_its_quantiles_and_the_reports_it_stands_on() -> None:
    made = tile(facts(), VI)
    told = made.twin["forecast"]
    assert (told["p_late"], told["late_by"], told["reports"]) == (0.82, 5, 5)
    assert (told["finish_p10"], told["finish_p50"], told["finish_p90"]) == (
        "2026-12-10", "2026-12-18", "2027-01-15",
    )  # fmt: skip
    assert (told["first"], told["last"], told["day"]) == ("2026-09-01", "2026-11-20", "2026-11-22")
    assert made.said["forecast/p_late"] == ("82,0%", "behind")
    assert "18/12/2026" in made.page["finish"] and "20/11/2026" in made.page["days"]


def test_a_warning_says_how_many_days_before_it_stands() -> None:
    made = tile(facts(), VI)
    assert made.twin["forecast"]["warning"] == {"since": "2026-11-11", "days_before": 30}
    assert made.said["forecast/warning/days_before"] == ("30", "")


def test_a_warning_lasts_until_the_due_date_and_is_remembered_when_it_came_true() -> None:
    late = (turn(12, "overdue", "overdue", 12), *WARNED)
    assert warned_since(late) == date(2026, 11, 11)
    assert warned_since((turn(20, "on_track"), *WARNED)) is None, "it was taken back"
    assert warned_since((turn(12, "overdue", "overdue", 12), turn(2, "on_track"))) is None
    assert warned_since(()) is None


@pytest.mark.parametrize(
    ("told", "state"),
    [(None, "too_few"), (foreseen(ground="prior", reports=0, first=None, last=None), "too_few")],
)
def test_without_reports_there_is_no_number(told: Foreseen | None, state: str) -> None:
    made = tile(facts(foreseen=told, turns=()), VI)
    twin = made.twin["forecast"]
    assert (twin["p_late"], twin["p_late_state"]) == (None, state)
    assert "finish_p50" not in twin and not made.said
    assert made.page["why"] == "chưa đủ báo cáo"


def test_of_what_is_done_nothing_is_foreseen() -> None:
    made = tile(facts(foreseen=None, line=line(state="done_on_time", sign="on_track")), VI)
    assert made.twin["forecast"]["p_late_state"] == "no_data"
    assert made.page["why"] == "không dự báo"


def test_silence_and_a_newer_update_are_said() -> None:
    made = tile(facts(foreseen=foreseen(ground="silent", newest=False)), VI)
    assert made.page["silent"] and not made.page["newest"]
    assert made.twin["forecast"]["state"] == "silent"


def test_the_middle_before_the_due_date_is_not_late() -> None:
    assert late_by(DUE - timedelta(days=1), DUE) == 0 == late_by(DUE, None)
    assert not tile(facts(foreseen=foreseen(finish_p50=DUE)), VI).page["late"]


def test_every_figure_of_it_is_in_the_twin_of_the_task() -> None:
    figures, twin, _ = task_view(facts(), "en")
    mine = [pointer for pointer in figures if pointer.startswith("forecast/")]
    assert len(mine) == 4
    assert all(resolve(twin, pointer) == figures[pointer].value for pointer in mine)
