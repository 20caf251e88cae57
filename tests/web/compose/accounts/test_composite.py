"""The composite index and the score taken apart; both are what is published."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.score import Parameters, entrant, mean, parts, weigh
from schema.shares import Shared, of_parts, of_sum
from web.compose.accounts.composite import (
    Side,
    capped,
    index,
    lateness,
    on_time,
    score,
    scored,
    weighed,
)
from web.compose.accounts.item import Item, of_leaf
from web.compose.why import Leaf

BY = Parameters()
HUE, SA_PA = Leaf("vn.46", "nq57"), Leaf("vn.46.00001", "nq57")
NAMES = ("done_on_time", "done_late", "overdue", "weight", "weight_due", "weight_days_late",
         "days_late_capped")  # fmt: skip


def known(value: Fraction | None, other: Fraction | None) -> Shared:
    if value is None or other is None:
        return Shared(before=value, after=other, shares={})
    return of_sum({Item("time"): value}, {Item("time"): other})


def whole(found: Shared) -> Fraction:
    return sum(found.shares.values(), Fraction(0))


def side(leaves: dict[Leaf, dict[str, int]], others: dict[str, int] | None = None) -> Side:
    total = {n: sum(one.get(n, 0) for one in leaves.values()) for n in NAMES}
    return Side(leaves=leaves, league={"vn.46": total, "vn.15": others or dict.fromkeys(NAMES, 0)})


def counts(**given_: int) -> dict[str, int]:
    return dict.fromkeys(NAMES, 0) | given_


def test_the_league_moves_a_rate_too() -> None:
    begin = side({HUE: counts(done_on_time=4, overdue=6)})
    end = side({HUE: counts(done_on_time=4, overdue=6)}, counts(done_on_time=10))
    found = on_time(begin, end, BY)
    assert (found.before, found.after) == (Fraction(8, 20), (4 + 10 * Fraction(14, 20)) / 20)
    assert found.shares == {("league", Item("league", "vn.15")): found.difference}


def test_days_late_lower_the_score_of_their_leaf() -> None:
    begin = side({HUE: counts(weight=5, weight_due=2)})
    end = side({HUE: counts(weight=5, weight_due=2), SA_PA: counts(weight_days_late=90)})
    assert lateness(begin, end).shares == {("late", of_leaf(SA_PA)): Fraction(-1, 2)}
    alike = side({HUE: counts(done_late=1, days_late_capped=9)})
    assert lateness(alike, alike).before == Fraction(9, 10)


def test_no_more_than_one_counts() -> None:
    found = capped("spi_t", known(Fraction(1, 2), Fraction(3)))
    assert found.after == 1
    assert found.shares == {("spi_t", Item("time")): Fraction(1, 2)}


def test_the_composite_index_is_shared_among_the_three_tiers() -> None:
    begin, end = {HUE: counts(done_on_time=1, overdue=1)}, {HUE: counts(done_on_time=2)}
    made = index(known(Fraction(1), Fraction(2)), known(None, Fraction(1, 2)), begin, end)
    found = of_parts(weighed, made)
    assert found.before == (Fraction(4, 10) + Fraction(3, 20)) / Fraction(7, 10)
    assert found.after == Fraction(4, 10) + Fraction(3, 20) + Fraction(3, 10)
    assert ("operational",) in found.shares and whole(found) == found.difference


sizes = st.integers(0, 9)
leaf = st.fixed_dictionaries(dict.fromkeys(NAMES, sizes))
shares = st.one_of(st.none(), st.fractions(0, 2, max_denominator=9))


both = st.tuples(shares, shares)


@settings(max_examples=40)
@given(a=leaf, b=leaf, c=leaf, other=leaf, spi=both, dq=both)
def test_a_score_is_the_one_that_is_published_and_sums(
    a: dict[str, int],
    b: dict[str, int],
    c: dict[str, int],
    other: dict[str, int],
    spi: tuple[Fraction | None, Fraction | None],
    dq: tuple[Fraction | None, Fraction | None],
) -> None:
    ends = side({HUE: a, SA_PA: b}), side({HUE: a, SA_PA: c}, other)
    made = score(ends[0], ends[1], known(*spi), known(*dq), BY)
    found = of_parts(partial(scored, by=BY), made)
    if found.difference is not None:
        assert whole(found) == found.difference
    league = [entrant(unit, of) for unit, of in ends[0].league.items()]
    told = parts(league[0], mean(league), BY)
    assert (made["on_time"].before, made["lateness"].before) == (told.on_time, told.lateness)
    values = {name: part.before for name, part in made.items()}
    assert weigh(told, BY)[0] == scored(values | {"spi_t": None, "dq": None}, BY)
