"""Data quality taken apart by the units whose own it is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schema.quality import Quality, accurate, clean, complete, dq, live, timeliness
from web.compose.accounts.item import Item
from web.compose.accounts.measured import FIGURES, account, owned

BELOW = {"vn": ("vn.15", "vn.46"), "vn.15": ("vn.15.00001",)}
MADE = {"accurate": accurate, "complete": complete, "clean": clean, "live": live,
        "timeliness": timeliness, "dq": dq}  # fmt: skip


def children(unit: str) -> tuple[str, ...]:
    return BELOW.get(unit, ())


def quality(**given_: int) -> Quality:
    return Quality(**given_)


def pooled(own: dict[str, Quality]) -> dict[str, Quality]:
    """What roll pools of what each unit has of its own."""

    def pool(unit: str) -> Quality:
        inside = [own.get(unit, Quality()), *map(pool, children(unit))]
        fields: dict[str, Any] = {
            name: sum(getattr(one, name) for one in inside) for name in Quality.__struct_fields__
        }
        return Quality(**fields)

    return {unit: pool(unit) for unit in ("vn", "vn.15", "vn.46", "vn.15.00001")}


def test_what_a_unit_has_of_its_own() -> None:
    own = {"vn.15": quality(slots=2), "vn.15.00001": quality(slots=3, late=1)}
    found = owned("vn", pooled(own), children)
    assert found[Item("unit", "vn.15")] == quality(slots=2)
    assert found[Item("unit", "vn.15.00001")] == quality(slots=3, late=1)
    assert found[Item("unit", "vn")] == Quality()


def test_a_fault_lowers_by_the_unit_that_made_it() -> None:
    base = {"vn.46": quality(records=10), "vn.15": quality(records=10)}
    worse = base | {"vn.15": quality(records=10, faults=5)}
    found, parts = account("quality/clean", "vn", pooled(base), pooled(worse), children)
    assert found.shares == {("faults", Item("unit", "vn.15")): Fraction(-1, 4)}
    assert (found.before, found.after) == (Fraction(1), Fraction(3, 4)) and not parts


def test_with_too_few_slots_there_is_no_score_to_share() -> None:
    few = pooled({"vn.46": quality(slots=4, share=40_000, checks=1)})
    many = pooled({"vn.46": quality(slots=8, share=40_000, checks=1)})
    found, parts = account("quality/dq", "vn", few, many, children)
    assert (found.before, found.after, found.shares) == (None, dq(many["vn"]), {})
    assert set(parts) == {"accurate", "complete", "clean", "live"}


numbers = st.builds(
    Quality, slots=st.integers(5, 20), on_time=st.integers(0, 5), share=st.integers(1, 50_000),
    checks=st.integers(0, 9), severity=st.integers(0, 4), records=st.integers(0, 9),
    faults=st.integers(0, 3), tasks=st.integers(0, 9), fresh=st.integers(0, 9),
    weight=st.integers(0, 5), weight_fresh=st.integers(0, 5),
)  # fmt: skip
country = st.dictionaries(
    st.sampled_from(["vn", "vn.15", "vn.46", "vn.15.00001"]), numbers, min_size=1
)


@given(before=country, after=country)
def test_shares_sum_to_the_difference_of_what_is_published(
    before: dict[str, Quality], after: dict[str, Quality]
) -> None:
    begin, end = pooled(before), pooled(after)
    for figure in FIGURES:
        found, _ = account(figure, "vn", begin, end, children)
        made = MADE[figure.partition("/")[2]]
        if found.difference is not None:
            assert (found.before, found.after) == (made(begin["vn"]), made(end["vn"])), figure
            assert sum(found.shares.values()) == found.difference, figure
