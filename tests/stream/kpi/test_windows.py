from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schema.catalogue import UnitChange
from schema.kpi import Windows
from stream.kpi.cut import Cut
from stream.kpi.windows import Arrived, Sent, Today
from tests.stream.kpi.places import COUNTRY, LEADS, TODAY, cut, unit

CUT = cut()


def test_arrivals_add_up_and_each_unit_counts_once() -> None:
    today = Today(CUT)
    moved = today.put(
        {
            Sent(0, "vn.01"): Arrived(1, 0, 5),
            Sent(0, "vn.01.00001"): Arrived(3, 3, 20),
            Sent(1, "vn.01.00001"): Arrived(2, 1, 30),
            Sent(1, "tw.a"): Arrived(2, 2, 0),
        }
    )
    assert today.of("vn") == Windows(
        updates_today=8, automatic_today=6, units_today=3, units=7, lag_s_today=55
    )
    assert (today.of("vn.01").updates_today, today.of("vn.01").units_today) == (6, 2)
    assert moved == today.scopes == {"vn", "vn.01", "vn.01.00001", "tw", "tw.a"}


def test_a_row_that_grows_adds_what_it_grew_by_and_the_unit_counts_once() -> None:
    today = Today(CUT, {Sent(0, "vn.01"): Arrived(1, 0, 5)})
    assert today.put({Sent(0, "vn.01"): Arrived(4, 1, 9)}) == {"vn", "vn.01"}
    assert today.of("vn") == Windows(
        updates_today=4, automatic_today=1, units_today=1, units=7, lag_s_today=9
    )
    assert today.put({Sent(0, "vn.01"): Arrived(4, 1, 9)}) == set()


def test_a_unit_that_is_not_expected_to_report_is_no_reporting_unit() -> None:
    today = Today(CUT, {Sent(0, "vn"): Arrived(3, 0, 0)})
    assert (today.of("vn").updates_today, today.of("vn").units_today) == (3, 0)


def test_a_quiet_scope_knows_how_many_may_report() -> None:
    assert Today(CUT).of("vn.01") == Windows(units=3)


def test_under_another_tree_what_was_sent_counts_to_who_answers_for_it() -> None:
    rows = {Sent(0, "vn.01.00001"): Arrived(2, 1, 9)}
    ended = replace(
        COUNTRY,
        units=(
            *(found for found in COUNTRY.units if found.code != "vn.01.00001"),
            unit("vn.01.00001", "commune", "vn.01", end=TODAY),
        ),
    )
    today = Today(Cut(ended, TODAY), Today(CUT, rows).rows)
    assert today.scopes == {"vn", "vn.01"}
    assert today.of("vn.01").units_today == 1, "it counts as the province that stands above it"


def test_units_that_were_merged_are_the_one_they_became() -> None:
    """What they sent and their reporting go together (Q36): once however many of them report."""
    merged = replace(
        COUNTRY,
        units=(*COUNTRY.units, unit("vn.03", "province", "vn", end=TODAY)),
        changes=(UnitChange(kind="merge", sources=("vn.03",), to=("vn.02",), on=TODAY),),
    )
    today = Today(Cut(merged, TODAY), {Sent(0, "vn.03"): Arrived(2, 0, 0)})
    assert (today.of("vn.02").updates_today, today.of("vn.02").units_today) == (2, 1)
    today.put({Sent(1, "vn.02"): Arrived(1, 0, 0)})
    assert (today.of("vn").updates_today, today.of("vn").units_today) == (3, 1)


sent = st.builds(Sent, st.integers(0, 2), st.sampled_from([*LEADS, "vn"]))
sums = st.builds(Arrived, st.integers(0, 9), st.integers(0, 4), st.integers(0, 99))


@given(st.lists(st.dictionaries(sent, sums, max_size=4), max_size=8))
def test_followed_row_by_row_it_is_what_is_added_up_at_once(
    steps: list[dict[Sent, Arrived]],
) -> None:
    followed, whole = Today(CUT), dict[Sent, Arrived]()
    for rows in steps:
        before = {scope: followed.of(scope) for scope in CUT.units}
        moved = followed.put(rows)
        whole |= rows
        assert {s for s in before if followed.of(s) != before[s]} <= moved
    anew = Today(CUT, whole)
    assert all(followed.of(scope) == anew.of(scope) for scope in CUT.units)
