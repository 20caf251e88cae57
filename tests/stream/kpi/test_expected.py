"""Units and reports of the period that ended last: each unit once, in every scope it belongs to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schema.measures import ZERO
from schema.period import Period
from stream.kpi.expected import NOTHING, Expected
from stream.kpi.leaf import Leaf
from tests.stream.kpi.places import LEADS, counts, cut

CUT = cut()
A, B, C = Leaf(0, "vn.01.00001", "nq57"), Leaf(1, "vn.01.00001", ""), Leaf(0, "vn.01.00002", "")


def due(reports: int, missing: int = 0) -> tuple[int, ...]:
    return counts(period_reports=reports, period_missing=missing)


def test_a_unit_counts_once_however_many_leaves_and_reports_it_has() -> None:
    found = Expected(CUT, {A: due(2, 1), B: due(1, 1), C: due(1)})
    whole = Period(reports=4, reports_missing=2, units=2, units_missing=1)
    assert found.of(("vn", "")) == found.of(("vn.01", "")) == whole
    assert found.of(("vn", "nq57")) == Period(
        reports=2, reports_missing=1, units=1, units_missing=1
    )
    assert found.of(("tw", "")) == NOTHING


def test_a_report_that_comes_takes_the_unit_out_when_it_was_the_last_it_owed() -> None:
    found = Expected(CUT, {A: due(2, 2)})
    found.move(A, due(2, 2), due(2, 1))
    assert found.of(("vn", "")).units_missing == 1
    found.move(A, due(2, 1), due(2))
    assert found.of(("vn", "")) == Period(reports=2, units=1)
    found.move(A, due(2), ZERO)
    assert found.of(("vn", "")) == NOTHING


LEAVES = st.sampled_from([Leaf(n, lead, "") for lead in LEADS for n in (0, 1)])
MOVES = st.lists(st.tuples(LEAVES, st.integers(0, 3), st.integers(0, 3)), max_size=25)


@given(MOVES)
def test_moving_is_a_recount(moves: list[tuple[Leaf, int, int]]) -> None:
    found, now = Expected(CUT), dict[Leaf, tuple[int, ...]]()
    for leaf, reports, missing in moves:
        after = due(reports, min(reports, missing))
        found.move(leaf, now.get(leaf, ZERO), after)
        now[leaf] = after
    again = Expected(CUT, now)
    keys = [(scope, "") for scope in ("vn", "tw", *LEADS)]
    assert [found.of(key) for key in keys] == [again.of(key) for key in keys]
