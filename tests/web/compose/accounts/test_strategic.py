"""The strategic index taken apart up the ladder, and an attainment by its value and its path."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.attain import attainment, rule_for
from schema.ladder import Ladder
from schema.shares import Shared
from schema.strategic import Attained, Exact
from tests.web.compose.accounts.catalogue import CATALOGUE
from web.compose.accounts.item import METHOD, Item
from web.compose.accounts.strategic import JUDGED, Ground, Side, account, judged

BELOW = {"vn": ("vn.15", "vn.46")}
GROUND = Ground(catalogue=CATALOGUE, unit="vn", children=lambda unit: BELOW.get(unit, ()))
LADDER = Ladder(CATALOGUE)
CODES = tuple(one.code for one in CATALOGUE.indicators)


def exact(value: Fraction | int | None) -> Exact | None:
    if value is None:
        return None
    return Fraction(value).numerator, Fraction(value).denominator


def stood(code: str, value: int, base: int, goal: int, asked: int, **more: bool) -> Attained:
    """An indicator as the tier judges it."""
    one = CATALOGUE.indicator_by_code[code]
    y, b, g = Fraction(value), Fraction(base), Fraction(goal)
    a = attainment(rule_for(one.direction, b, g), y, g, b, Fraction(asked))
    return Attained(code, exact(a), exact(y), exact(b), exact(g), exact(asked), **more)


def side(*stands: Attained, below: Mapping[str, tuple[Attained, ...]] | None = None) -> Side:
    known = {one.code: one for one in stands}
    attained = {
        code: None if one.attainment is None else Fraction(*one.attainment)
        for code, one in known.items()
    }
    rung = LADDER.index(attained)
    return Side(
        stands=known,
        below={unit: {one.code: one for one in each} for unit, each in (below or {}).items()},
        index=exact(rung.value),
        coverage=exact(rung.coverage) if known else None,
    )


def whole(found: Shared) -> Fraction:
    return sum(found.shares.values(), Fraction(0))


def test_an_attainment_moves_by_its_reading_and_by_its_path() -> None:
    """(42 − 26)/(58 − 26) → (50 − 26)/(66 − 26): 1/2 → 3/5; value +9/40, path −1/8 ... by hand."""
    begin, end = side(stood("A01", 42, 26, 90, 58)), side(stood("A01", 50, 26, 90, 66))
    found = judged("A01", GROUND, begin, end)
    assert (found.before, found.after) == (Fraction(1, 2), Fraction(3, 5))
    value = (Fraction(8, 32) + Fraction(8, 40)) / 2
    asked = (Fraction(16, 40) - Fraction(16, 32) + Fraction(24, 40) - Fraction(24, 32)) / 2
    assert found.shares == {
        ("value", Item("reading", "vn", "A01")): value,
        ("asked", Item("path", "vn", "A01")): asked,
    }


def test_a_value_that_is_added_up_is_told_by_its_units() -> None:
    def at(lao_cai: int, hue: int, total: int) -> Side:
        units = {"vn.15": (stood("A01", lao_cai, 0, 9, 9),), "vn.46": (stood("A01", hue, 0, 9, 9),)}
        return side(stood("A01", total, 0, 100, 50, rolled=True), below=units)

    found = judged("A01", GROUND, at(3, 5, 8), at(7, 4, 12))
    assert found.shares == {
        ("value", Item("reading", "vn.15", "A01")): Fraction(4, 50),
        ("value", Item("reading", "vn.46", "A01")): Fraction(-1, 50),
        ("value", METHOD): Fraction(1, 50),
    }


def test_ranks_and_laws_are_told_as_a_whole() -> None:
    law = Attained("A03", (0, 1), (0, 1)), Attained("A03", (1, 1), (1, 1))
    found = judged("A03", GROUND, side(law[0]), side(law[1]))
    assert found.shares == {(Item("reading", "vn", "A03"),): 1}
    late = Attained("A03", (1, 1), (0, 1)), Attained("A03", (0, 1), (0, 1))
    found = judged("A03", GROUND, side(late[0]), side(late[1]))
    assert found.shares == {(Item("path", "vn", "A03"),): -1}


def test_what_became_known_is_told_of_the_indicator_as_a_whole() -> None:
    one, other = stood("A01", 42, 26, 90, 58), stood("A02", 5, 10, 0, 8)
    found, parts = account("strategic/index", GROUND, side(one), side(one, other))
    assert list(found.shares) == [("nq57", "A", "a1", "A02")]
    assert found.difference == whole(found) and set(parts) == {"nq57/A"}


def test_coverage_moves_by_what_became_known() -> None:
    one, unknown = stood("A01", 42, 26, 90, 58), Attained("A02")
    begin, end = side(one, unknown), side(one, stood("A02", 5, 10, 0, 8))
    found, _ = account("strategic/coverage", GROUND, begin, end)
    assert (found.before, found.after) == (Fraction(2, 3), Fraction(1))
    assert [path[-1] for path in found.shares] == [Item("reading", "vn", "A02")]


def test_a_field_an_objective_and_an_indicator_have_accounts_of_their_own() -> None:
    begin = side(stood("A01", 42, 26, 90, 58), stood("C01", 4, 0, 8, 8))
    end = side(stood("A01", 58, 26, 90, 58), stood("C01", 6, 0, 8, 8))
    for figure, moved in (
        ("strategic/indicators/A01", Fraction(1, 2)),
        ("strategic/objectives/a1", Fraction(1, 2)),
        ("strategic/fields/C", Fraction(1, 4)),
        ("strategic/index", (2 * Fraction(1, 2) + Fraction(1, 4)) / 3),
    ):
        found, _ = account(figure, GROUND, begin, end)
        assert found.difference == whole(found) == moved, figure
    assert account("strategic/objectives/none", GROUND, begin, end)[0].difference is None


def test_what_was_published_otherwise_is_the_methods() -> None:
    begin = side(stood("A01", 42, 26, 90, 58))
    other = Side(stands=begin.stands, below={}, index=(1, 4))
    found, _ = account("strategic/index", GROUND, other, begin)
    assert found.shares == {(METHOD,): Fraction(1, 4)}


numbers = st.integers(-20, 120)
stands = st.lists(
    st.builds(stood, st.sampled_from(CODES), numbers, numbers, numbers, numbers), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(before=stands, after=stands)
def test_shares_of_the_index_sum_to_what_the_ladder_moved(
    before: list[Attained], after: list[Attained]
) -> None:
    begin, end = side(*before), side(*after)
    for figure in ("strategic/index", "strategic/coverage"):
        found, _ = account(figure, GROUND, begin, end)
        if found.difference is not None:
            assert whole(found) == found.difference
            assert (METHOD,) not in found.shares, "the ladder is climbed as it was published"
    for code in CODES:
        found = judged(code, GROUND, begin, end)
        if found.difference is not None:
            assert whole(found) == found.difference
    assert {"stock", "flow", "ratio"} == JUDGED
