"""What is kept by adding and taking away is what a sum from scratch gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schema.measures import WIDTH, ZERO, Counts
from stream.kpi.leaf import Key, Leaf
from stream.kpi.sums import Sums
from tests.stream.kpi.places import COUNTRY, LEADS, TODAY, added, counts, cut

CUT = cut()
leaves = st.builds(
    Leaf,
    partition=st.integers(0, 2),
    lead=st.sampled_from(LEADS),
    programme=st.sampled_from(["", "nq57", "nq66"]),
    plan=st.sampled_from(["", "p"]),
    field=st.sampled_from(["", "A", "B"]),
    in_charge=st.sampled_from(["", "m.science"]),
)
small = st.lists(st.integers(0, 9), min_size=WIDTH, max_size=WIDTH).map(tuple)
moves = st.lists(st.tuples(leaves, st.one_of(small, st.just(ZERO))), max_size=30)


def from_scratch(last: dict[Leaf, Counts]) -> dict[Key, Counts]:
    by_key: dict[Key, list[Counts]] = {}
    for leaf, worth in last.items():
        for count in CUT.counts(leaf.group):
            by_key.setdefault(count.key, []).append(worth)
    return {key: added(rows) for key, rows in by_key.items()}


@given(moves)
def test_kept_equals_from_scratch(moves: list[tuple[Leaf, Counts]]) -> None:
    sums = Sums(CUT)
    for leaf, worth in moves:
        sums.put(leaf, worth)
    expected = from_scratch(dict(moves))
    assert {key: sums.total(key) for key in sums.keys()} == expected
    assert sums.leaves == dict(moves)


@given(moves)
def test_the_parent_is_the_sum_of_its_children_and_its_own(
    moves: list[tuple[Leaf, Counts]],
) -> None:
    sums = Sums(CUT, dict(moves))
    tree = COUNTRY.tree(TODAY)
    for programme in ("", "nq57", "nq66"):
        for code in tree.units:
            below = [sums.total((child, programme)) for child in tree.children(code)]
            own = [
                worth
                for leaf, worth in sums.leaves.items()
                if leaf.lead == code and programme in ("", leaf.programme)
            ]
            assert sums.total((code, programme)) == added([*below, *own])


@given(moves)
def test_programmes_add_up_to_the_bare_scope(moves: list[tuple[Leaf, Counts]]) -> None:
    named = {leaf: worth for leaf, worth in moves if leaf.programme}
    sums = Sums(CUT, named)
    assert sums.total(("vn", "")) == added(sums.total(("vn", each)) for each in ("nq57", "nq66"))


def test_a_scope_nothing_counts_to_is_worth_zero() -> None:
    assert Sums(CUT).total(("vn", "")) == ZERO


def test_a_recut_keeps_the_leaves() -> None:
    leaf = Leaf(0, "vn.01", "nq57")
    sums = Sums(CUT, {leaf: counts(overdue=3)}).recut(cut())
    assert sums.total(("vn", "nq57")) == counts(overdue=3)
