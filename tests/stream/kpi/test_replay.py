"""While days long past go by, plans and readings count from the day they were told."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from schema.earned.axis import axis_of
from schema.earned.plan import Plan
from schema.workdays import state_offices
from stream.kpi.leaf import Group, Key
from stream.kpi.operational.plans import Planned
from stream.kpi.replay import Replay
from tests.stream.kpi.places import COUNTRY, TODAY, cut
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


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


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
