"""SPI(t) of a task on its page: by hand, and every reason there is none."""

from datetime import date, timedelta
from typing import Any

import pytest

from schema.earned.plan import Milestone
from tests.web.office import line, task_facts
from tests.web.states import TODAY
from web.compose.schedule import numbers, tile
from web.compose.work import TaskFacts
from web.words import words

START, DUE = date(2026, 6, 1), date(2026, 6, 26)
"""A Monday and a Friday: W(start, due_0) = 19."""
TODAY_ = date(2026, 6, 12)
"""The Friday of the second week: W(start, today) = 9."""


def task(due_0: date | None = DUE, **given: Any) -> TaskFacts:
    """A task of four weeks, 30 % done."""
    milestones, done_on = given.pop("milestones", ()), given.pop("done_on", None)
    values: dict[str, Any] = {"state": "in_time", "start": START, "due": DUE, "progress": 3_000}
    of = line(**(values | given))
    return task_facts(line=of, due_0=due_0, milestones=milestones, done_on=done_on)


def test_by_hand() -> None:
    """0.3 · 19 = 5.7 days of the plan are done, 9 have passed: 5.7 ÷ 9, 3.3 days behind."""
    told = numbers(task(), TODAY_)
    assert (told["at"], told["pd"]) == (9, 19)
    assert told["planned_share"] == pytest.approx(9 / 19, abs=1e-4)
    assert told["es"] == pytest.approx(5.7, abs=1e-2)
    assert told["spi_t"] == pytest.approx(5.7 / 9, abs=1e-3)
    assert told["days_behind"] == pytest.approx(3.3, abs=1e-2)


def test_milestones_bend_the_plan_and_an_end_stops_the_clock() -> None:
    steps = (Milestone(1, date(2026, 6, 10)), Milestone(1, None))
    assert numbers(task(milestones=steps, progress=5_000), date(2026, 6, 10))["spi_t"] == 1.0
    done = task(progress=10_000, done_on=TODAY_, state="done_on_time")
    assert numbers(done, DUE)["spi_t"] == pytest.approx(19 / 9)


def test_after_a_revision_it_is_by_the_first_date() -> None:
    later = task(due=DUE + timedelta(days=90))
    assert numbers(later, TODAY_) == numbers(task(), TODAY_)


@pytest.mark.parametrize(
    ("given", "today", "why"),
    [
        ({"progress": None}, TODAY_, "no_data"),
        ({"state": "suspended"}, TODAY_, "no_data"),
        ({"state": "recurring"}, TODAY_, "no_data"),
        ({"start": None}, TODAY_, "no_data"),
        ({"due_0": None}, TODAY_, "no_data"),
        ({"start": DUE}, DUE + timedelta(days=5), "no_data"),
        ({}, START, "not_yet_due"),
        ({}, START - timedelta(days=9), "not_yet_due"),
    ],
)
def test_where_there_is_none_it_says_why(given: dict[str, Any], today: date, why: str) -> None:
    assert numbers(task(**given), today) == {"spi_t": None, "spi_t_state": why}


def test_what_is_said_of_it() -> None:
    facts = task(start=TODAY - timedelta(days=20), due_0=TODAY + timedelta(days=20))
    made = tile(facts, words("vi"))
    assert made.page["known"]
    assert made.said["operational/spi_t"][0].startswith("0,")
    assert made.said["operational/days_behind"][0].startswith("chậm ")
    assert made.said["operational/planned_share"][0].endswith("%")
    unknown = tile(task(progress=None), words("vi"))
    assert (unknown.said, unknown.page) == ({}, {"known": False})
