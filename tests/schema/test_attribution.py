"""The contributions of leaves sum to the difference of the figure, to the last digit."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schema.attribution import Counts, Moved, attribute, change, total, weighing
from schema.formulas import ALIKE, FIGURES, Formula
from schema.measures import MEASURES

LEAVES = st.dictionaries(
    st.sampled_from(["vn.01", "vn.02", "vn.03", "tw.a", "tw.b"]),
    st.fixed_dictionaries({name: st.integers(0, 10**5) for name in MEASURES}),
)
FORMULAS = st.sampled_from([*FIGURES.values(), *ALIKE.values()])
RATE = FIGURES["planning/on_time_rate"]
NOTHING: Counts = {}


@given(FORMULAS, LEAVES, LEAVES)
def test_contributions_sum_to_the_difference(
    formula: Formula, before: dict[str, Counts], after: dict[str, Counts]
) -> None:
    found = attribute(formula, before, after)
    assert found.before == formula.value(total(before, formula))
    assert found.after == formula.value(total(after, formula))
    if found.difference is None:
        assert all(leaf.adds is None for leaf in found.leaves.values())
    else:
        adds = [leaf.adds for leaf in found.leaves.values() if leaf.adds is not None]
        assert len(adds) == len(found.leaves)
        assert sum(adds, Fraction(0)) == found.difference


@given(FORMULAS, LEAVES, LEAVES)
def test_a_group_adds_what_its_leaves_add(
    formula: Formula, before: dict[str, Counts], after: dict[str, Counts]
) -> None:
    fine = attribute(formula, before, after)
    assume(fine.difference is not None)
    coarse = attribute(formula, _by_top(before, formula), _by_top(after, formula))
    for top in ("vn", "tw"):
        parts = [moved.adds or 0 for leaf, moved in fine.leaves.items() if leaf.startswith(top)]
        assert (coarse.leaves[top].adds if top in coarse.leaves else 0) == sum(parts)


def _by_top(leaves: dict[str, Counts], formula: Formula) -> dict[str, Counts]:
    by_top = groupby(sorted(leaves), key=lambda leaf: leaf[:2])
    return {top: total({leaf: leaves[leaf] for leaf in found}, formula) for top, found in by_top}


@given(FORMULAS, LEAVES, LEAVES)
def test_there_and_back_is_nothing(
    formula: Formula, before: dict[str, Counts], after: dict[str, Counts]
) -> None:
    there, back = attribute(formula, before, after), attribute(formula, after, before)
    for leaf, moved in there.leaves.items():
        other = back.leaves[leaf]
        assert (moved.num, moved.den) == (-other.num, -other.den)
        assert moved.adds is None or moved.adds == -(other.adds or 0)


def test_an_example_by_hand() -> None:
    """7/10 → 8/13: in one leaf what was overdue is done, another has three more overdue.

    D0 + D1 = 23, N0 + N1 = 15, 2·D0·D1 = 260: (1·23)/260 and (-3·15)/260, together -22/260.
    """
    before = {"a": {"done_on_time": 7, "overdue": 3}}
    after = {"a": {"done_on_time": 8, "overdue": 2}, "b": {"overdue": 3}}
    found = attribute(RATE, before, after)
    assert found.leaves["a"] == Moved(num=1, den=0, adds=Fraction(23, 260))
    assert found.leaves["b"] == Moved(num=0, den=3, adds=Fraction(-45, 260))
    assert found.difference == Fraction(-22, 260) == Fraction(8, 13) - Fraction(7, 10)


def test_a_leaf_that_did_not_move_is_not_told() -> None:
    same = {"done_on_time": 1, "overdue": 1}
    assert attribute(RATE, {"a": same}, {"a": same}).leaves == {}


@pytest.mark.parametrize("late", ["before", "after"])
def test_where_nothing_was_due_there_is_no_difference(late: str) -> None:
    some = {"a": {"done_on_time": 1}}
    ends = (NOTHING, some) if late == "before" else (some, NOTHING)
    found = attribute(RATE, *ends)
    assert found.difference is None
    assert [leaf.adds for leaf in found.leaves.values()] == [None]
    assert weighing(RATE, NOTHING, some["a"]) is None


def test_what_moved_is_told_in_whole_tasks() -> None:
    assert change(RATE, {"overdue": 2}, {"done_on_time": 1, "overdue": 1}) == (1, 0)
