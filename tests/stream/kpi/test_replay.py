"""While days long past go by, plans and readings count from the day they were told."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from schema.earned.axis import axis_of
from schema.earned.plan import Plan
from schema.flows import FLOW, FLOW_WIDTH
from schema.workdays import state_offices
from stream.kpi.leaf import Group, Key
from stream.kpi.operational.plans import Planned
from stream.kpi.replay import Replay
from tests.stream.kpi.places import COUNTRY, TODAY, ago, counts, cut
from tests.stream.kpi.strategic.say import indicator

VN: Key = ("vn", "")
KEYS = [VN, ("tw", "")]


def planned(weight: int = 1000) -> Planned:
    plan = Plan(TODAY - timedelta(days=60), TODAY, weight, ())
    return Planned(Group("vn.01", "", "", ""), plan)


def replay() -> Replay:
    return Replay(COUNTRY, cut(), axis_of(state_offices()), TODAY - timedelta(days=30))


def leaves(found: Replay) -> int:
    curve = found.curve(VN)
    return curve.leaves if curve else 0


def test_a_plan_counts_from_the_day_its_task_was_told() -> None:
    found = replay()
    found.learn({"a": (ago(20), planned()), "b": (ago(10), planned())}, {})
    counted = []
    for n in range(25, 5, -5):
        moved = found.advance(ago(n), KEYS)
        counted.append((leaves(found), VN in moved))
    assert counted == [(0, False), (1, True), (1, False), (2, True)]


def test_what_is_learnt_again_takes_the_place_of_what_was_known() -> None:
    found = replay()
    found.learn({"a": (ago(20), planned())}, {})
    found.advance(ago(15), KEYS)
    found.learn({"a": (ago(20), None)}, {})
    assert found.advance(ago(14), KEYS) == {VN}
    assert leaves(found) == 0


def test_a_task_that_was_suspended_in_the_meantime_is_no_leaf_any_more() -> None:
    found = replay()
    found.learn({"a": (ago(20), planned()), "b": (ago(20), planned())}, {})
    found.advance(ago(15), KEYS)
    found.learn({"b": (ago(20), planned())}, {})
    assert found.advance(ago(14), KEYS) == {VN}
    assert leaves(found) == 1


def test_a_country_without_indicators_has_no_record() -> None:
    found = replay()
    found.learn({}, {})
    found.advance(ago(3), KEYS)
    assert found.board.strategic(VN) is None


def test_long_ago_indicators_are_judged_on_sundays_and_say_so() -> None:
    catalogue = replace(COUNTRY, indicators=(indicator(),))
    first = TODAY - timedelta(days=30)
    found = Replay(catalogue, cut(catalogue), axis_of(state_offices()), first, ago(5))
    found.learn({}, {})
    days = []
    for n in range(20, 2, -1):
        found.advance(ago(n), KEYS)
        record = found.board.strategic(VN)
        days.append(record and record.day)
    sundays = [ago(n) for n in range(20, 5, -1) if ago(n).weekday() == 6]
    assert set(days[days.index(sundays[0]) :]) == {*sundays, ago(5), ago(4), ago(3)}


def test_quality_of_a_day_is_made_of_what_was_told_by_it() -> None:
    """Three updates told on their day, one of them found to be double four days later."""
    row, found = Group("vn.01", "", "", ""), replay()
    of = [0] * FLOW_WIDTH
    of[FLOW["updates_form"]] = 3
    double = [0] * FLOW_WIDTH
    double[FLOW["faults"]] = 1
    found.learn({}, {})
    told = [((0, row, ago(9)), ago(9), tuple(of)), ((0, row, ago(5)), ago(9), tuple(double))]
    found.learn_flows(told)
    made, zero = {}, counts()
    found.put_reports([("vn.01", ago(9), 1)])
    for n in (9, 6, 5):
        found.advance(ago(n), KEYS, ago(9))
        quality = found.quality(VN, zero)
        rolling = found.rolling(VN)
        assert quality is not None and rolling is not None
        made[n] = (quality.records, quality.faults, rolling.d7.now.reports)
    assert made == {9: (3, 0, 1), 6: (3, 0, 1), 5: (3, 1, 1)}
    assert found.quality(("f.A", ""), zero) is None


def test_long_ago_communes_have_no_windows_and_no_quality() -> None:
    first, commune = TODAY - timedelta(days=30), ("vn.01.00001", "")
    found = Replay(COUNTRY, cut(), axis_of(state_offices()), first, ago(5))
    for n, kept in ((6, False), (5, True)):
        found.advance(ago(n), KEYS, ago(9))
        for key, is_there in ((commune, kept), (VN, True), (("vn.01", ""), True)):
            assert (found.rolling(key) is not None) is is_there
            assert (found.quality(key, counts()) is not None) is is_there
