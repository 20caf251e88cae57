"""What a figure is made of gives the figure itself, for any counts (Q26–27, Q42–45)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from schema.figures import instances, planning
from schema.figures_operational import operational
from schema.formulas import ALIKE, FIGURES, Formula, formula
from schema.measures import MEASURES
from schema.states import PARTITION
from web.compose.tile import resolve

COUNTS = st.fixed_dictionaries({name: st.integers(0, 10**6) for name in MEASURES})
ELSEWHERE = ("planning/shares/", "operational/ev", "operational/earned_share", "risk/", "diffic")
"""Made in another place than ``schema.figures.planning`` and ``operational``."""


@given(COUNTS)
def test_each_formula_gives_the_published_figure(counts: dict[str, int]) -> None:
    twin = {
        "planning": planning(counts),
        "operational": operational(counts),
        "instances": instances(counts),
    }
    for pointer in FIGURES:
        if not pointer.startswith(ELSEWHERE):
            value = formula(pointer, counts).value(counts)
            assert resolve(twin, pointer) == (None if value is None else float(value)), pointer


def test_every_rate_and_part_of_the_planning_tier_has_a_formula() -> None:
    numbers = {
        name for name, value in planning(dict.fromkeys(MEASURES, 1)).items() if value is not None
    } - {"states", "withdrawn"}
    assert {f"planning/{name}" for name in numbers} <= set(FIGURES)


def test_without_any_weight_all_tasks_count_alike() -> None:
    """Q44."""
    counts = dict.fromkeys(MEASURES, 0) | {"tasks_reported": 2, "progress_plain": 5_000}
    assert formula("operational/progress", counts).value(counts) == Fraction(1, 4)
    assert set(ALIKE) <= set(FIGURES)


def test_a_share_of_nothing_is_no_number() -> None:
    counts = dict.fromkeys(MEASURES, 0)
    assert FIGURES["planning/on_time_rate"].value(counts) is None
    assert FIGURES["planning/total"].value(counts) == 0


def test_the_parts_of_the_whole_are_its_states() -> None:
    assert FIGURES["planning/total"].num == tuple(state.value for state in PARTITION)


def test_a_scale_stands_in_the_denominator() -> None:
    assert Formula(("a",), ("b",), 10).parts({"a": 3, "b": 2}) == (3, 20)
    assert Formula(("a",), scale=10).value({"a": 3}) == Fraction(3, 10)
