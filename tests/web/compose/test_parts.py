"""Conditions on tasks are those by which the fold counts them."""

from __future__ import annotations

import pytest

from schema.formulas import ALIKE, FIGURES
from schema.measures import MEASURES
from schema.states import PARTITION, WITHDRAWN
from web.compose.parts import _BY_MEASURE, ALL, FIGURES_OF_TASKS, parts


def test_every_measure_of_tasks_is_a_condition() -> None:
    """What is left: signs of difficulties, weights that no figure of a board is made of, slots."""
    quality = {
        name for name in MEASURES if name.startswith(("instance_", "slots", "live_", "period_"))
    }
    left = set(MEASURES) - set(_BY_MEASURE) - quality
    assert left == {
        "weight_zero",
        "weight_due",
        "weight_overdue",
        "weight_days_late",
        "days_late_capped",
        "difficulties_open",
    }


def test_all_figures_but_difficulties_are_made_of_tasks() -> None:
    others = set(FIGURES) - set(FIGURES_OF_TASKS)
    assert others == {"difficulties_open", *(f for f in FIGURES if f.startswith("instances/"))}
    assert all(parts(figure) for figure in (*FIGURES_OF_TASKS, *ALIKE))


@pytest.mark.parametrize("figure", ["difficulties_open", "index", "planning", "", "x/y"])
def test_other_pointers_are_no_figures_of_tasks(figure: str) -> None:
    assert parts(figure) is None


def test_the_tasks_of_a_rate_are_those_of_its_denominator() -> None:
    found = parts("planning/on_time_rate")
    assert found is not None
    assert set(found.whole.states) == {"done_on_time", "done_late", "overdue"}
    assert found.counted.states == ("done_on_time",)


def test_by_the_original_date_the_state_of_then_counts() -> None:
    """Q22."""
    found = parts("planning/on_time_rate_due_0")
    assert found is not None
    assert set(found.whole.states_0) == {"done_on_time", "done_late", "overdue"}
    assert "recurring" not in found.whole.states


def test_who_never_reported_is_in_the_coverage_only() -> None:
    """Q43."""
    progress, coverage = parts("operational/progress"), parts("operational/coverage")
    assert progress is not None and coverage is not None
    assert progress.whole.reported and not coverage.whole.reported and coverage.counted.reported


def test_all_states_are_the_parts_and_what_is_outside_them() -> None:
    assert set(ALL) == {state.value for state in (*PARTITION, *WITHDRAWN)}
