from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.measures import ZERO, Counts
from stream.kpi.holders import Holders, few
from stream.kpi.leaf import Leaf
from tests.stream.kpi.places import LEADS, counts, cut

CUT = cut()


def spread(*held: int) -> dict[str, int]:
    return {f"vn.{n:02}": number for n, number in enumerate(held)}


@pytest.mark.parametrize(
    ("held", "k"),
    [
        (spread(40, *[1] * 60), 1),
        (spread(39, *[1] * 61), 2),
        (spread(8, 8, 8, 8, 8, *[1] * 60), 5),
        (spread(8, 8, 8, 8, 7, *[1] * 61), None),  # 39 % by five, six would be needed
        (spread(399, *[1] * 601), 2),  # 39.9 % is not 40 %, the next one makes it so
        (spread(400, *[1] * 600), 1),
        (spread(20), 1),
    ],
)
def test_the_fewest_that_hold_forty_percent(held: dict[str, int], k: int | None) -> None:
    found = few(held)
    assert (len(found.units) if found else None) == k
    if found:
        assert found.held == sum(held[unit] for unit in found.units)


def test_equal_holders_are_named_in_the_order_of_their_codes() -> None:
    found = few({"vn.02": 5, "vn.01": 5, "vn.03": 5})
    assert found is not None and found.units == ("vn.01", "vn.02")


@given(
    st.lists(st.tuples(st.sampled_from(LEADS), st.integers(0, 2), st.integers(0, 5)), max_size=25)
)
def test_holders_share_exactly_what_is_overdue(moves: list[tuple[str, int, int]]) -> None:
    holders = Holders(CUT)
    worth: dict[Leaf, Counts] = {}
    for lead, partition, overdue in moves:
        leaf = Leaf(partition, lead, "nq57")
        after = counts(overdue=overdue)
        holders.move(leaf, worth.get(leaf, ZERO), after)
        worth[leaf] = after
    total = sum(sum(now) for now in worth.values())
    assert sum(holders.of(("vn", "")).values()) == total
    assert all(holders.of(("vn", "nq57")).values())
    assert holders.of(("vn", "")) == Holders(CUT, worth).of(("vn", ""))


def test_a_province_counts_for_its_communes_in_the_nation_and_communes_in_the_province() -> None:
    holders = Holders(CUT, {Leaf(0, "vn.01.00001", ""): counts(overdue=2)})
    assert holders.of(("vn", "")) == {"vn.01": 2}
    assert holders.of(("vn.01", "")) == {"vn.01.00001": 2}
