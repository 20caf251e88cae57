"""Curves of the country: parent = sum of children, kept = from scratch, integer for integer."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schema.earned.axis import Ints
from schema.earned.curve import Curve
from stream.kpi.leaf import Group, Key
from stream.kpi.operational.plans import Planned, Plans
from tests.schema.anything import calm
from tests.schema.earned.leaves import AXIS, days, june, plan, plans
from tests.stream.kpi.places import COUNTRY, LEADS, TODAY, cut, unit

CUT = cut()
groups = st.builds(
    Group,
    lead=st.sampled_from(LEADS),
    programme=st.sampled_from(["", "nq57", "nq66"]),
    field=st.sampled_from(["", "A"]),
    in_charge=st.sampled_from(["", "m.science"]),
)
leaves = st.builds(Planned, groups, plans(), st.one_of(st.none(), days))
moves = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.one_of(st.none(), leaves)), min_size=1, max_size=12
)
HERE = Group("vn.01.00001", "nq57", "", "")
TASK = Planned(HERE, plan(1, 5))
KEYS = {(scope, each) for scope in ("vn.01.00001", "vn.01", "vn") for each in ("", "nq57")}


FIRST, LAST = june(1).toordinal() - 60, june(1).toordinal() + 30


def whole(of: Curve | None) -> Ints:
    """Both rows of a curve for every day that any of these plans may touch."""
    rows: Ints = np.zeros((2, LAST - FIRST), dtype=np.int64)
    if of is not None:
        begin, end = of.first - FIRST, of.last + 1 - FIRST
        rows[:, begin:end] = of.rows
        rows[:, end:] = of.rows[:, -1:]
    return rows


@calm
@given(moves)
def test_a_parent_is_the_sum_of_its_children_and_its_own(
    given_moves: list[tuple[str, Planned | None]],
) -> None:
    of = Plans(CUT, AXIS)
    for code, planned in given_moves:
        of.put(code, planned)
    tree = COUNTRY.tree(TODAY)
    last = {code: planned for code, planned in dict(given_moves).items() if planned}
    for programme in ("", "nq57", "nq66"):
        for scope in tree.units:
            own = Plans(CUT, AXIS)
            for code, planned in last.items():
                if planned.group.lead == scope and programme in ("", planned.group.programme):
                    own.put(code, planned)
            parts = [of.curve((child, programme)) for child in tree.children(scope)]
            below = [whole(part) for part in (*parts, own.curve((scope, "")))]
            assert np.array_equal(whole(of.curve((scope, programme))), sum(below))


@calm
@given(moves)
def test_kept_equals_from_scratch(given_moves: list[tuple[str, Planned | None]]) -> None:
    kept = Plans(CUT, AXIS)
    for code, planned in given_moves:
        kept.put(code, planned)
    fresh = Plans(CUT, AXIS)
    fresh.put_all(dict(given_moves))
    assert state(kept) == state(fresh) == state(kept.recut(cut()))


def state(of: Plans) -> dict[Key, object]:
    """All that is kept, in a form that compares."""
    return {
        key: (c.first, c.last, c.leaves, c.leaves_done, c.all_done, c.rows.tolist())
        for key, c in of._curves.items()
    }


def test_a_task_touches_the_scopes_it_counts_to() -> None:
    of = Plans(CUT, AXIS)
    assert of.put("t", TASK) == of.redrawn == KEYS
    of.redrawn.clear()
    assert of.put("t", TASK) == of.redrawn == set(), "nothing is new"


def test_a_completion_moves_figures_but_no_curve() -> None:
    of = Plans(CUT, AXIS)
    of.put("t", TASK)
    of.redrawn.clear()
    assert of.put("t", replace(TASK, done=june(4))) == KEYS
    assert of.redrawn == set()
    found = of.curve(("vn", ""))
    assert found is not None and found.all_done == june(4).toordinal()


def test_another_plan_is_another_curve() -> None:
    of = Plans(CUT, AXIS)
    of.put("t", TASK)
    of.redrawn.clear()
    assert of.put("t", replace(TASK, plan=plan(1, 8))) == of.redrawn == KEYS


def test_what_was_redrawn_stays_told_until_somebody_empties_it() -> None:
    of, there = Plans(CUT, AXIS), {("vn.02", ""), ("vn", "")}
    of.put("t", TASK)
    of.put("u", Planned(Group("vn.02", "", "", ""), plan(1, 5)))
    assert of.redrawn == KEYS | there
    of.put("t", None)
    of.put("u", None)
    of.redrawn.discard(("vn", ""))
    assert of.put_all({"u": Planned(Group("vn.02", "", "", ""), plan(1, 5))}) == there
    assert of.redrawn == KEYS | there


def test_a_change_of_lead_moves_a_task_from_scope_to_scope() -> None:
    of = Plans(CUT, AXIS)
    of.put_all({"t": TASK, "none": None})
    there = Group("vn.02", "nq57", "", "")
    of.redrawn.clear()
    assert (
        of.put("t", replace(TASK, group=there))
        == of.redrawn
        == KEYS | {("vn.02", ""), ("vn.02", "nq57")}
    )
    assert of.curve(("vn.01", "")) is None
    assert of.put("t", None) and of.put("t", None) == set()


def test_further_tasks_are_put_one_by_one() -> None:
    of = Plans(CUT, AXIS)
    of.put_all({"t": TASK})
    assert of.put_all({"t": None, "u": TASK}) == KEYS
    found = of.curve(("vn", ""))
    assert found is not None and found.leaves == 1


def test_a_recut_draws_everything_anew_and_what_became_empty() -> None:
    of = Plans(CUT, AXIS)
    of.put("t", TASK)
    ended = replace(
        COUNTRY,
        units=(
            *(found for found in COUNTRY.units if found.code != "vn.01.00001"),
            unit("vn.01.00001", "commune", "vn.01", end=TODAY),
        ),
    )
    anew = of.recut(cut(ended))
    assert anew.curve(("vn.01.00001", "")) is None
    assert anew.redrawn == KEYS
    assert anew.recut(CUT).redrawn == KEYS, "what had no curve before"
