"""What an address may ask of a list of tasks."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest

from web.compose.parts import ALL
from web.pages.asked import LAST, OPEN, Asked, BadFilter, asked_of, cursor


def test_a_figure_brings_its_tasks_and_marks_those_counted() -> None:
    given = asked_of({"figure": "planning/on_time_rate"}).given()
    assert set(given["states"]) == {"done_on_time", "done_late", "overdue"}
    assert given["in_states"] == ["done_on_time"]


def test_the_numerator_alone() -> None:
    given = asked_of({"figure": "planning/on_time_rate", "of": "counted"}).given()
    assert given["states"] == given["in_states"] == ["done_on_time"]


def test_states_days_and_nothing() -> None:
    assert asked_of({"state": "in_time,due_soon"}).given()["states"] == ["in_time", "due_soon"]
    wave = asked_of({"due": "2026-11-22..2026-11-28"}).given()
    assert (wave["due_from"], wave["due_to"]) == (date(2026, 11, 22), date(2026, 11, 28))
    assert wave["states"] == list(OPEN)
    assert asked_of({"due": "2026-11-22"}).due == (date(2026, 11, 22), date(2026, 11, 22))
    assert asked_of({}).given()["states"] == list(ALL)


def test_a_sign_narrows_what_falls_due() -> None:
    given = asked_of({"due": "2026-11-22", "sign": "behind,at_risk"}).given()
    assert (given["states"], given["signs"]) == (list(OPEN), ["behind", "at_risk"])


@pytest.mark.parametrize(
    "given",
    [
        {"figure": "difficulties_open"},
        {"figure": "planning/total", "state": "overdue"},
        {"state": "lost"},
        {"sign": "lost"},
        {"figure": "planning/total", "sign": "behind"},
        {"of": "half"},
        {"due": "30/11/2026"},
        {"after": "vn.01.t0001"},
        {"after": "2026-11-22~"},
        {"after": "2026-11-22~a\0b"},
    ],
)
def test_what_cannot_be_understood_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(BadFilter):
        asked_of(given)


def test_an_address_says_what_was_asked_again() -> None:
    asked = asked_of(
        {
            "state": "in_time,due_soon",
            "due": "2026-11-22..2026-11-28",
            "unit": "vn.01",
            "sign": "behind",
        }
    )
    again = {name: values[0] for name, values in parse_qs(asked.query()).items()}
    assert asked_of(again) == asked
    assert asked_of({"after": cursor(None, "vn.01.t0001")}).after == (LAST, "vn.01.t0001")
    assert Asked(figure="planning/due").query(of="counted") == "figure=planning%2Fdue&of=counted"
