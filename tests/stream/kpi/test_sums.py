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
        sums.put({leaf: worth})
    expected = from_scratch(dict(moves))
    assert {key: sums.total(key) for key in sums.keys()} == expected
    assert sums.leaves == {leaf: sums.worth(leaf) for leaf in sums.leaves} == dict(moves)


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


@given(moves, moves)
def test_many_at_once_are_one_after_the_other(
    first: list[tuple[Leaf, Counts]], then: list[tuple[Leaf, Counts]]
) -> None:
    together, one_by_one = Sums(CUT, dict(first)), Sums(CUT, dict(first))
    touched = together.put(dict(then))
    assert touched == {key for leaf, worth in then for key in one_by_one.put({leaf: worth})}
    assert touched == {count.key for leaf, _ in then for count in CUT.counts(leaf.group)}
    assert {key: together.total(key) for key in together.keys()} == {
        key: one_by_one.total(key) for key in one_by_one.keys()
    }


def test_a_country_of_many_leaves_adds_up() -> None:
    worth = {
        Leaf(number, lead, "nq57"): counts(overdue=1) for number in range(90) for lead in LEADS
    }
    sums = Sums(CUT, worth)
    assert sums.leaves == worth
    assert sums.total(("vn", "")) == counts(overdue=90 * len(LEADS))


def test_the_largest_number_a_column_holds_is_exact() -> None:
    most = (1 << 63) - 1
    sums = Sums(CUT, {Leaf(0, "vn.01", ""): counts(weight_progress=most)})
    assert sums.total(("vn", "")) == counts(weight_progress=most)
    sums.put({Leaf(0, "vn.01", ""): counts(weight_progress=most - 1)})
    assert sums.total(("vn", "")) == counts(weight_progress=most - 1)


def test_what_nothing_was_put_into_is_worth_zero() -> None:
    assert Sums(CUT).total(("vn", "")) == Sums(CUT).worth(Leaf(0, "vn.01", "")) == ZERO


def test_a_recut_keeps_the_leaves() -> None:
    leaf = Leaf(0, "vn.01", "nq57")
    sums = Sums(CUT, {leaf: counts(overdue=3)}).recut(cut())
    assert sums.total(("vn", "nq57")) == counts(overdue=3)


def test_a_country_of_many_scopes_adds_up() -> None:
    """A scope and programme each is a row of its own, however many there are."""
    many = [f"p{number}" for number in range(70)]
    sums = Sums(CUT, {Leaf(0, LEADS[0], one): counts(overdue=1) for one in many})
    assert [sums.total(("vn", one)) for one in many] == [counts(overdue=1)] * 70
    assert sums.total(("vn", "")) == counts(overdue=70)
