"""Small cells: the rule by examples, and what an attacker makes of all that is published (Q38)."""

from __future__ import annotations

from hypothesis import given, settings

from tests.web.compose.attacker import (
    Attacker,
    Var,
    cells,
    countries,
    country,
    may,
    sums_of,
)
from web.compose.withheld import Held, K, Withheld, withheld

BIG = cells(done_on_time=40, in_time=30, overdue=10)


def test_a_country_without_secrets_publishes_every_cell() -> None:
    assert withheld(country(vn=(None, cells(), False), a=("vn", cells(overdue=1), False))) == (
        Withheld()
    )


def test_a_secret_among_many_is_published() -> None:
    given = country(vn=(None, cells(), False), a=("vn", BIG, True), b=("vn", BIG, False))
    assert withheld(given) == Withheld(secret=frozenset({"vn", "a"}))


def test_a_small_cell_takes_a_second_unit_along() -> None:
    small = cells(done_on_time=9, overdue=3)
    given = country(
        vn=(None, cells(), False), a=("vn", small, True), b=("vn", BIG, False), c=("vn", BIG, False)
    )
    assert withheld(given).cells == {"a", "b"}, "the second: the fewest tasks, then by code"
    assert not withheld(given).totals


def test_what_a_unit_leads_itself_is_the_second_at_no_cost() -> None:
    small = cells(done_on_time=9, overdue=3)
    given = country(vn=(None, BIG, False), a=("vn", small, True), b=("vn", BIG, False))
    assert withheld(given).cells == {"a"}


def test_the_example_of_the_method_page() -> None:
    given = country(
        p=(None, cells(), False),
        a=("p", cells(done_on_time=9, overdue=3), True),
        b=("p", cells(done_on_time=40, overdue=10), False),
        c=("p", cells(done_on_time=8, overdue=6), False),
    )
    found = withheld(given)
    assert found.cells == found.groups == {"a", "c"}
    assert not found.totals and not found.withdrawn


def test_groups_are_published_where_only_their_parts_are_small() -> None:
    few = cells(done_on_time=20, done_late=2, in_time=9, overdue=8)
    given = country(vn=(None, cells(), False), a=("vn", few, True), b=("vn", BIG, False),
                    c=("vn", cells(done_late=3), False))  # fmt: skip
    found = withheld(given)
    assert found.cells == {"a", "c"} and not found.groups


def test_of_fewer_than_five_tasks_the_total_is_withheld_too() -> None:
    given = country(
        vn=(None, cells(), False), a=("vn", cells(overdue=2), True), b=("vn", BIG, False)
    )
    assert withheld(given).totals == {"a", "b"}


def test_two_small_totals_need_a_third() -> None:
    two = cells(overdue=2)
    given = country(
        vn=(None, cells(), False),
        a=("vn", two, True),
        b=("vn", two, False),
        c=("vn", BIG, False),
    )
    assert withheld(given).totals == {"a", "b", "c"}


def test_where_nothing_else_can_be_withheld_the_unit_above_is() -> None:
    given = country(
        vn=(None, cells(), False),
        p=("vn", cells(), False),
        a=("p", cells(done_on_time=9, overdue=3), True),
        q=("vn", BIG, False),
    )
    assert withheld(given).cells == {"p", "a", "q"}


def test_a_withheld_unit_is_not_the_sum_of_published_ones() -> None:
    small = cells(done_on_time=9, overdue=3)
    given = country(
        vn=(None, cells(), False),
        a=("vn", small, True),
        b=("vn", cells(), False),
        b1=("b", BIG, False),
        b2=("b", BIG, False),
    )
    assert withheld(given).cells == {"a", "b", "b1"}


def test_a_secret_own_task_is_not_what_is_left_of_the_whole() -> None:
    given = country(vn=(None, cells(overdue=1), True), a=("vn", BIG, False), b=("vn", BIG, False))
    assert withheld(given).cells == {"a"}
    assert withheld(given).totals == {"a"}


def test_the_root_withheld_needs_something_withheld_below_it() -> None:
    given = country(vn=(None, cells(), False), a=("vn", cells(overdue=2, in_time=9), True))
    everything = frozenset({"vn", "a"})
    assert withheld(given) == Withheld(cells=everything, groups=everything, secret=everything)


def test_withdrawn_tasks_are_withheld_by_themselves() -> None:
    few = cells(done_on_time=40, overdue=10, suspended=1)
    given = country(
        vn=(None, cells(), False),
        a=("vn", few, True),
        b=("vn", cells(done_on_time=8, cancelled=3), False),
        c=("vn", cells(overdue=9, suspended=4), False),
    )
    assert withheld(given) == Withheld(
        withdrawn=frozenset({"a", "c"}), secret=frozenset({"vn", "a"})
    )


def test_k_is_a_parameter() -> None:
    given = country(
        vn=(None, cells(), False), a=("vn", cells(overdue=5), True), b=("vn", BIG, False)
    )
    assert not withheld(given).cells
    assert withheld(given, 6).cells == {"a", "b"}


@settings(max_examples=300)
@given(countries())
def test_no_small_cell_that_may_hold_a_secret_is_found_out(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    """Also where it is a sum: the rule goes by who leads secrets, not by where they stand."""
    units, secrets = given
    attacker = Attacker(units, withheld(units), secrets)
    small = {
        (unit, n)
        for unit, n in attacker.x
        if 0 < attacker.x[unit, n] < K and may(attacker, unit, n)
    }
    assert not small & attacker.known
    assert not small & attacker.determined()
    assert not attacker.only_ones(small)


@settings(max_examples=200)
@given(countries())
def test_no_small_sum_with_a_secret_is_a_difference_of_what_is_published(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    units, secrets = given
    attacker = Attacker(units, withheld(units), secrets)
    for (_, n), rest in attacker.differences():
        inside = {m for leaf, m in attacker.secret if leaf in rest}
        if n in inside | {m for cell in inside for m in sums_of(cell)}:
            assert sum(attacker.x[leaf, n] for leaf in rest) >= K


@given(countries())
def test_a_unit_without_secrets_around_publishes_everything(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    units, _ = given
    open_ = {code: Held(parent=held.parent, cells=held.cells) for code, held in units.items()}
    assert withheld(open_) == Withheld()


@given(countries())
def test_what_is_withheld_is_withheld_whole(
    given: tuple[dict[str, Held], dict[Var, int]],
) -> None:
    found = withheld(given[0])
    assert found.totals <= found.groups <= found.cells
    assert found == withheld(dict(reversed(given[0].items()))), "in whatever order units come"
