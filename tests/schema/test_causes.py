"""The causes of a leaf's contribution sum to it; time alone is told from reports."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from schema.attribution import Moved, Weighing, weighing
from schema.causes import STANDING, Cause, Turn, count, split
from schema.formulas import FIGURES, Formula
from schema.states import PARTITION

STATES = st.sampled_from([state.value for state in PARTITION] + ["unknown", "suspended"])
SIGNS = st.sampled_from(["on_track", "at_risk", "behind", "overdue", "silent", "none"])
TURNS = st.lists(
    st.builds(
        Turn, st.booleans(), st.none() | STATES, STATES, st.none() | SIGNS, SIGNS, st.integers(1, 9)
    )
)
FACTORS = st.builds(Weighing, st.fractions(-1, 1), st.fractions(-1, 1))
OVERDUE = FIGURES["planning/states/overdue"]
ONE = Weighing(Fraction(1), Fraction(0))


def moved(num: int, den: int = 0) -> Moved:
    return Moved(num=num, den=den, adds=None)


@given(
    st.sampled_from([*FIGURES.values()]),
    FACTORS,
    st.integers(-50, 50),
    st.integers(-50, 50),
    TURNS,
    st.integers(0, 3),
)
def test_causes_sum_to_the_contribution(
    formula: Formula, factors: Weighing, num: int, den: int, turns: list[Turn], reports: int
) -> None:
    found = split(formula, factors, moved(num, den), turns, reports)
    assert sum(found.values(), Fraction(0)) == factors.adds(num, den)
    assert all(found.values())


def test_a_midnight_and_a_report_are_told_apart() -> None:
    turns = [
        Turn(True, "due_soon", "overdue", "on_track", "overdue", 3),
        Turn(False, "overdue", "done_late", "overdue", "on_track", 1),
    ]
    found = split(OVERDUE, ONE, moved(2), turns, 1)
    assert found == {Cause.TIME: 3, Cause.REPORTS: -1}


def test_what_no_change_of_standing_tells_is_other() -> None:
    """A task that another lead took over moves two leaves and no standing."""
    assert split(OVERDUE, ONE, moved(-1), [], 1) == {Cause.OTHER: -1}


def test_progress_of_a_leaf_nobody_reported_on_moved_by_time() -> None:
    late = FIGURES["planning/avg_days_late"]
    factors = weighing(late, {"days_late": 2, "overdue": 1}, {"days_late": 3, "overdue": 1})
    assert factors is not None
    assert split(late, factors, moved(1), [], 0) == {Cause.TIME: 1}
    assert split(late, factors, moved(1), [], 2) == {Cause.BOTH: 1}


def test_signs_count_for_tasks_that_count() -> None:
    moves: Counter[str] = Counter()
    count(Turn(True, "in_time", "due_soon", "on_track", "at_risk", 2), moves)
    count(Turn(False, "in_time", "suspended", "silent", "at_risk", 1), moves)
    assert +moves == {"due_soon": 2, "at_risk": 2, "suspended": 1}
    assert moves["silent"] == -1 and moves["in_time"] == -3


def test_states_and_signs_are_what_standings_tell() -> None:
    assert {"overdue", "recurring", "cancelled", "at_risk", "silent"} <= STANDING
    assert "days_late" not in STANDING and "done_on_time_0" not in STANDING
