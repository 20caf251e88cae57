from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schema.catalogue import Membership
from schema.measures import ZERO, Counts
from stream.kpi.closes import Closes
from stream.kpi.leaf import Key, Leaf
from stream.kpi.sums import Sums
from tests.stream.kpi.places import COUNTRY, LEADS, TODAY, counts, cut

CUT = cut()
FIRST = date(2026, 9, 1)
A = Leaf(0, "vn.01.00001", "nq57")
B = Leaf(1, "vn.02", "")

changes = st.dictionaries(
    st.builds(Leaf, partition=st.just(0), lead=st.sampled_from(LEADS), programme=st.just("nq57")),
    st.integers(0, 9).map(lambda n: counts(overdue=n)),
    max_size=4,
)
days = st.lists(changes, min_size=1, max_size=20)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def values(history: list[dict[Leaf, Counts]], n: int) -> Sums:
    """The tree at the close of day `n`, added up from scratch."""
    leaves: dict[Leaf, Counts] = {}
    for changed in history[: n + 1]:
        leaves |= changed
    return Sums(CUT, leaves)


@given(days)
def test_the_newest_row_up_to_a_day_is_its_value(history: list[dict[Leaf, Counts]]) -> None:
    closes, newest = Closes(CUT), dict[Key, Counts]()
    for n, changed in enumerate(history):
        newest |= dict(closes.close(day(n), changed))
        expected = values(history, n)
        for key in expected.keys():
            assert newest.get(key, ZERO) == expected.total(key)


@given(days)
def test_yesterday_and_a_week_ago_are_those_closes(history: list[dict[Leaf, Counts]]) -> None:
    closes = Closes(CUT)
    for n, changed in enumerate(history):
        closes.close(day(n), changed)
    last = len(history) - 1
    key = ("vn", "")
    assert closes.yesterday(key) == values(history, last).total(key)
    week = closes.week_ago(key)
    assert week == (values(history, last - 6).total(key) if last >= 6 else None)


@given(days, st.integers(0, 19))
def test_taking_up_is_going_on(history: list[dict[Leaf, Counts]], n: int) -> None:
    n = min(n, len(history) - 1)
    ever, anew = Closes(CUT), Closes(CUT, first=FIRST, day=day(n))
    for before, changed in enumerate(history[: n + 1]):
        ever.close(day(before), changed)
    recent = {day(i): history[i] for i in range(max(0, n - 5), n + 1)}
    anew.load(values(history, n - 6).leaves if n >= 6 else {}, recent)
    for after in range(n + 1, len(history)):
        assert ever.close(day(after), history[after]) == anew.close(day(after), history[after])
    for key in (("vn", ""), ("vn.01", "nq57")):
        assert ever.yesterday(key) == anew.yesterday(key)
        assert ever.week_ago(key) == anew.week_ago(key)


def test_only_what_differs_from_the_day_before_is_written() -> None:
    closes = Closes(CUT)
    first = dict(closes.close(day(0), {A: counts(overdue=1), B: counts(in_time=2)}))
    assert set(first) == {
        ("vn", ""), ("vn", "nq57"), ("vn.01", ""), ("vn.01", "nq57"),
        ("vn.01.00001", ""), ("vn.01.00001", "nq57"), ("vn.02", ""),
    }  # fmt: skip
    assert closes.close(day(1), {}) == []
    second = dict(closes.close(day(2), {B: counts(in_time=3)}))
    assert set(second) == {("vn", ""), ("vn.02", "")}


def test_days_close_one_after_the_other() -> None:
    closes = Closes(CUT)
    closes.close(day(0), {})
    with pytest.raises(ValueError, match=f"expected the close of {day(1)}"):
        closes.close(day(2), {})


def test_before_the_first_close_nothing_is_known() -> None:
    closes = Closes(CUT)
    assert (closes.due, closes.week_day) == (None, None)
    assert closes.yesterday(("vn", "")) is closes.week_ago(("vn", "")) is None


def test_after_a_recut_the_next_close_writes_all_that_the_new_tree_changed() -> None:
    closes = Closes(CUT)
    closes.close(day(0), {A: counts(overdue=1), B: counts(in_time=2)})
    moved = replace(
        COUNTRY, memberships=(Membership(unit="vn.01.00001", parent="vn.02", valid_from=FIRST),)
    )
    closes.recut(cut(moved, TODAY))
    rows = dict(closes.close(day(1), {}))
    assert rows == {
        ("vn.01", ""): ZERO,
        ("vn.01", "nq57"): ZERO,
        ("vn.02", ""): counts(overdue=1, in_time=2),
        ("vn.02", "nq57"): counts(overdue=1),
    }
    assert dict(closes.values())[("vn", "")] == counts(overdue=1, in_time=2)
