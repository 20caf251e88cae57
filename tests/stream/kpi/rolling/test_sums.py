from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from schema.flows import FLOW, FLOW_WIDTH
from stream.kpi.leaf import Group
from stream.kpi.rolling.bands import WINDOWS
from stream.kpi.rolling.sums import FlowSums, together
from tests.stream.kpi.places import COUNTRY, TODAY, cut, unit

COMMUNE = Group("vn.01.00001", "nq57", "A", "science")
LAST = FLOW_WIDTH - 1


def test_a_row_counts_to_all_its_scopes_and_programmes() -> None:
    sums = FlowSums(cut(), TODAY)
    keys = sums.put((0, COMMUNE, TODAY), TODAY, (2, 1))
    scopes = ("vn.01.00001", "vn.01", "vn", "f.A", "m.science")
    assert set(keys) == {(scope, programme) for scope in scopes for programme in ("", "nq57")}
    for key in keys:
        total = sums.total(key, (0,))
        assert total is not None and total[:2] == (2, 1)
    assert sums.total(("vn.02", ""), (0,)) is None


def test_partitions_add_up_and_a_row_may_become_smaller() -> None:
    sums = FlowSums(cut(), TODAY)
    sums.put((0, COMMUNE, TODAY), TODAY, (2, 1, *(0,) * (LAST - 2), 7))
    sums.put((3, COMMUNE, TODAY), TODAY, (5,))
    sums.put((0, COMMUNE, TODAY), TODAY, (1, 0, 0, 4))
    total = sums.total(("vn", ""), WINDOWS["d7"].now)
    assert total is not None and len(total) == FLOW_WIDTH
    assert (total[0], total[1], total[3], total[LAST]) == (6, 0, 4, 0)


def test_facts_count_to_no_programme() -> None:
    sums = FlowSums(cut(), TODAY)
    facts = (0,) * FLOW["updates_form"] + (3,)
    assert sums.put((0, Group("vn.02", "", "", ""), TODAY), TODAY, facts) == [
        ("vn.02", ""),
        ("vn", ""),
    ]


def test_a_merger_takes_the_past_along() -> None:
    sums = FlowSums(cut(), TODAY)
    sums.put((0, COMMUNE, TODAY), TODAY - timedelta(days=9), (1,))
    left = [one for one in COUNTRY.units if one.code != "vn.01.00001"]
    ended = unit("vn.01.00001", "commune", "vn.02", end=TODAY)
    sums.recut(cut(replace(COUNTRY, units=(*left, ended))))
    assert sums.total(("vn.01", ""), WINDOWS["d30"].now) is None
    total = sums.total(("vn.02", ""), WINDOWS["d30"].now)
    assert total is not None and total[0] == 1


def test_counts_together() -> None:
    assert together(()) == 0
    assert together((1, 2)) == 1 + (2 << 64)


def test_a_row_told_later_takes_out_what_an_earlier_one_put_in() -> None:
    """A correction is a negative row of its own day; the days' sum is never below zero."""
    sums = FlowSums(cut(), TODAY)
    sums.put((0, COMMUNE, TODAY), TODAY, (3, 2, 1))
    sums.put((0, COMMUNE, TODAY + timedelta(days=1)), TODAY, (-1, -2, 4))
    assert (sums.total(("vn", ""), (0,)) or ())[:3] == (2, 0, 5)


def test_what_a_band_moved_for_is_told_also_when_everything_is_added_up_anew() -> None:
    sums = FlowSums(cut(), TODAY)
    sums.put((0, COMMUNE, TODAY), TODAY, (3,))
    sums.moved.clear()
    sums.begin_day(TODAY + timedelta(days=400))
    assert ("vn", "") in sums.moved and sums.total(("vn", ""), (0,)) is None
