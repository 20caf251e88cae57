"""Shares of figures made of figures sum to the difference, whatever they are made of."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.shares import Shared, Values, of_parts, of_ratio, of_sum, shapley, spread

whole = st.integers(-50, 50)
part = st.integers(1, 50)
leaves = st.dictionaries(st.sampled_from("abcdef"), st.tuples(whole, part), min_size=1)


def product(values: Values) -> Fraction | None:
    a, b = values["a"], values["b"]
    return None if a is None or b is None else a * b


def mean(values: Values) -> Fraction | None:
    known = [one for one in values.values() if one is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def known(number: int) -> Shared:
    return of_sum({}, {"x": number})


@given(before=leaves, after=leaves)
def test_shares_of_a_ratio_sum_to_its_difference(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> None:
    found = of_ratio(before, after)
    assert sum(found.shares.values()) == found.difference


@given(a0=leaves, a1=leaves, b0=leaves, b1=leaves)
def test_shares_of_a_figure_of_figures_sum_to_its_difference(
    a0: dict[str, tuple[int, int]],
    a1: dict[str, tuple[int, int]],
    b0: dict[str, tuple[int, int]],
    b1: dict[str, tuple[int, int]],
) -> None:
    inner = of_parts(product, {"a": of_ratio(a0, a1), "b": of_ratio(b0, b1)})
    found = of_parts(mean, {"inner": inner, "a": of_ratio(a0, a1)})
    assert sum(found.shares.values()) == found.difference


def test_a_product_by_hand() -> None:
    """2·3 → 5·7: a brings 3 at b = 3 or 7, the mean is 15; b brings 4 at a = 2 or 5, 14."""
    found = shapley(
        product,
        {"a": Fraction(2), "b": Fraction(3)},
        {"a": Fraction(5), "b": Fraction(7)},
    )
    assert found == {"a": 15, "b": 14}


def test_what_a_part_brings_is_spread_as_its_leaves_moved() -> None:
    moved = of_sum({"x": 1, "y": 5}, {"x": 4, "y": 4})
    assert spread(Fraction(10), moved) == {("x",): 15, ("y",): -5}


def test_a_part_that_was_not_known_is_told_as_a_whole() -> None:
    unknown = Shared(before=None, after=Fraction(1), shares={})
    found = of_parts(mean, {"a": of_sum({"x": 3}, {"x": 3}), "b": unknown})
    assert found.shares == {("b",): Fraction(-1)}


def test_a_figure_unknown_at_one_end_has_nothing_to_share() -> None:
    unknown = Shared(before=None, after=Fraction(1), shares={})
    found = of_parts(product, {"a": known(1), "b": unknown})
    assert (found.difference, found.shares) == (None, {})
    with pytest.raises(ValueError, match="known at both ends"):
        shapley(product, {"a": None, "b": Fraction(1)}, {"a": Fraction(1), "b": Fraction(1)})


def test_orders_on_whose_way_nothing_is_known_are_left_out() -> None:
    """a / b where b passes from 1 to 2 and a from 0: known on every way; with b = 0 not."""

    def picky(values: Values) -> Fraction | None:
        a, b = values["a"], values["b"]
        assert a is not None and b is not None
        return None if a == 1 and b == 0 else a + b

    ends = {"a": Fraction(0), "b": Fraction(0)}, {"a": Fraction(1), "b": Fraction(2)}
    assert shapley(picky, *ends) == {"a": 1, "b": 2}

    def lone(values: Values) -> Fraction | None:
        a, b = values["a"], values["b"]
        assert a is not None and b is not None
        return None if (a == 1) != (b == 2) else a + b

    assert shapley(lone, *ends) == {"a": 3}
