"""Planned value, SPI and the earned schedule taken apart: by hand, and for any plans."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from schema.earned.curve import Curve, Drawn
from schema.earned.schedule import actual_days, earned, planned_days
from schema.kpi import Operational
from schema.shares import Shared
from tests.schema.earned.leaves import AXIS, june, leaf, plan, plans
from web.compose.accounts.item import METHOD, TIME, of_leaf
from web.compose.accounts.planned import FIGURES, FINISH, START, Side, account
from web.compose.why import Leaf

HUE, SA_PA = Leaf("vn.46"), Leaf("vn.15.00001")
ONE = 10_000_000


def side(today: date, drawn: dict[Leaf, tuple[Drawn, ...]], work: dict[Leaf, int]) -> Side:
    """What roll would publish of these plans."""
    curve = Curve(one for each in drawn.values() for one in each)
    if not curve.leaves:
        return Side(published=None, today=today, plans={}, earned={})
    ev, day = sum(work.values()), today.toordinal()
    es = earned(curve, ev, AXIS)
    published = Operational(
        alike=curve.row == 1, pv=curve.at(day), ev=ev, whole=curve.at(curve.last), es_num=es.num,
        es_den=es.den, at=actual_days(curve, day, AXIS), pd=planned_days(curve, AXIS),
        start=date.fromordinal(curve.first), finish=date.fromordinal(curve.last),
    )  # fmt: skip
    both = {leaf: (each, each) for leaf, each in work.items()}
    return Side(published=published, today=today, plans=drawn, earned=both)


def whole(found: Shared) -> Fraction:
    return sum(found.shares.values(), Fraction(0))


A, B = leaf(plan(1, 12)), leaf(plan(2, 5))
BEGIN = side(june(5), {HUE: (A,)}, {HUE: 3 * ONE // 10})
END = side(june(9), {HUE: (A,), SA_PA: (B,)}, {HUE: ONE // 2, SA_PA: ONE // 4})


def test_planned_value_moves_by_what_each_leaf_plans() -> None:
    found, parts = account("operational/pv", BEGIN, END)
    assert (found.before, found.after) == (Fraction(4444, 10_000), Fraction(16667, 10_000))
    assert found.shares == {
        (of_leaf(SA_PA),): Fraction(1),
        (of_leaf(HUE),): Fraction(16667 - 10_000 - 4444, 10_000),
    }
    assert parts == {}


def test_what_was_published_and_is_not_planned_any_more_is_the_methods() -> None:
    gone = Side(published=BEGIN.published, today=june(5), plans={}, earned=BEGIN.earned)
    found, _ = account("operational/pv", gone, END)
    assert found.shares[(METHOD,)] == Fraction(-4444, 10_000)
    assert whole(found) == found.difference


def test_the_earned_schedule_passes_by_its_plans_then_by_what_was_earned() -> None:
    found, _ = account("operational/es", BEGIN, END)
    new = Curve([A, B])
    then = Fraction(*earned(new, 3 * ONE // 10, AXIS))
    assert found.shares["plan", of_leaf(SA_PA)] == then - (found.before or 0)
    gained = {path[1]: each for path, each in found.shares.items() if path[0] == "ev"}
    assert gained[of_leaf(HUE)] / gained[of_leaf(SA_PA)] == Fraction(20, 25)
    assert whole(found) == found.difference


def test_durations_move_by_their_ends() -> None:
    elapsed, _ = account("operational/at", BEGIN, END)
    assert elapsed.shares == {(TIME,): 2}
    early = side(june(9), {HUE: (A,), SA_PA: (leaf(plan(1, 19)),)}, {HUE: 0})
    assert account("operational/pd", BEGIN, early)[0].shares == {(FINISH,): 5}
    later = side(june(9), {HUE: (leaf(plan(3, 5)),)}, {HUE: 0})
    assert account("operational/at", BEGIN, later)[0].shares == {(START,): -2, (TIME,): 2}


def test_days_behind_and_spi_t_are_made_of_both() -> None:
    for name in ("spi_t", "days_behind"):
        found, parts = account(f"operational/{name}", BEGIN, END)
        assert set(parts) == {"es", "at"} and whole(found) == found.difference
        assert {path[0] for path in found.shares} == {"es", "at"}


def test_a_scope_that_planned_nothing_has_nothing_to_share() -> None:
    nothing = Side(published=None, today=june(1), plans={}, earned={})
    for figure in FIGURES:
        found, _ = account(figure, nothing, END)
        assert (found.before, found.difference, found.shares) == (None, None, {})
    assert account("operational/pv", nothing, END)[0].after == Fraction(16667, 10_000)


def test_a_plan_without_duration_has_no_spi_t() -> None:
    step = side(june(5), {HUE: (leaf(plan(5, 5)),)}, {HUE: 0})
    assert account("operational/spi_t", step, END)[0].difference is None


leaves = st.dictionaries(
    st.sampled_from([HUE, SA_PA, Leaf("tw.btc")]),
    st.tuples(st.lists(plans().map(leaf), min_size=1, max_size=2).map(tuple), st.integers(0, ONE)),
    min_size=1,
)


@settings(max_examples=25, deadline=None)
@given(before=leaves, after=leaves, days=st.tuples(st.integers(0, 70), st.integers(0, 70)))
def test_shares_sum_to_the_difference_to_the_last_digit(
    before: dict[Leaf, tuple[tuple[Drawn, ...], int]],
    after: dict[Leaf, tuple[tuple[Drawn, ...], int]],
    days: tuple[int, int],
) -> None:
    kept = before | dict(list(after.items())[:1])  # some leaves are the same at both ends
    sides = [
        side(
            date.fromordinal(date(2026, 4, 10).toordinal() + day),
            {each: found[0] for each, found in given_.items()},
            {each: found[1] for each, found in given_.items()},
        )
        for day, given_ in zip(days, (kept, before | after), strict=True)
    ]
    for figure in FIGURES:
        found, _ = account(figure, *sides)
        if found.difference is not None:
            assert whole(found) == found.difference, figure
            if figure in ("operational/pv", "operational/planned_share", "operational/pd"):
                assert all(METHOD not in path for path in found.shares), figure
