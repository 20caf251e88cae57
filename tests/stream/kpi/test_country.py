from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schema.catalogue import empty
from schema.clock import day_start
from schema.earned.plan import Plan
from schema.figures import figures
from schema.flows import FLOW, FLOW_WIDTH
from schema.kpi import KpiState, Windows, decode, encode
from schema.measures import Counts
from schema.quality import Quality
from schema.workdays import state_offices
from stream.kpi.country import Country, Stand
from stream.kpi.dated import Fact
from stream.kpi.leaf import Group, Key, Leaf
from stream.kpi.operational.plans import Planned
from stream.kpi.windows import Arrived, Sent
from tests.stream.kpi.places import COUNTRY, LEADS, TODAY, counts, text, unit

STAND = Stand(kpi_version=7, as_of=day_start(TODAY), clock=day_start(TODAY), positions={0: 3, 1: 5})
DAY = timedelta(days=1)
A, B = Leaf(0, "vn.01.00001", "nq57"), Leaf(1, "vn.02", "")


def country() -> Country:
    return Country(COUNTRY, TODAY, state_offices())


def states(of: Country) -> dict[Key, KpiState]:
    """The states of what was touched, taken as published."""
    found = dict(of.states(STAND))
    of.touched.clear()
    return found


def test_in_the_beginning_everything_known_is_published_empty() -> None:
    found = states(country())
    assert len(found) == 12
    assert not any(any(state.counts.values()) for state in found.values())
    assert found["vn", ""].windows == Windows(units=7)
    assert found["vn", "nq57"].windows == Windows(), "windows exist for the bare scope"


def test_a_country_of_which_nothing_is_known_is_published_too() -> None:
    found = states(Country(empty(), TODAY, state_offices()))
    assert found.keys() == {("vn", "")}
    assert text(found["vn", ""].headline.en.line) == "No task has been assigned yet"


def test_a_leaf_touches_its_scopes_and_nothing_else() -> None:
    of = country()
    states(of)
    of.put({A: counts(overdue=2)})
    found = states(of)
    scopes = ("vn.01.00001", "vn.01", "vn")
    assert found.keys() == {(scope, each) for scope in scopes for each in ("", "nq57")}
    assert {state.counts["overdue"] for state in found.values()} == {2}
    assert {state.kpi_version for state in found.values()} == {7}
    assert found["vn", ""].positions == {0: 3, 1: 5}
    assert states(of) == {}


def test_dated_facts_touch_only_where_they_differ() -> None:
    of = country()
    states(of)
    due = Fact("open", TODAY + timedelta(days=4))
    facts = {"vn.02": {Group("vn.02", "", "", ""): {due: 1}}}
    of.put_facts(["vn.02", "vn.01"], facts)
    found = states(of)
    assert found.keys() == {("vn.02", ""), ("vn", "")}
    assert found["vn", ""].next_due == due.day
    of.put_facts(["vn.02", "vn.01"], facts)
    assert states(of) == {}


def test_arrivals_touch_only_where_they_differ() -> None:
    of = country()
    of.begin_arrivals({Sent(0, "vn.01"): Arrived(2, 1, 9)})
    states(of)
    of.put_arrivals({Sent(0, "vn.01"): Arrived(2, 1, 9), Sent(1, "tw.a"): Arrived(1, 1, 0)})
    found = states(of)
    assert found.keys() == {("tw.a", ""), ("tw", ""), ("vn", "")}
    assert found["vn", ""].windows.updates_today == 3


def test_a_new_day_begins_with_what_arrived_on_it() -> None:
    of = country()
    of.begin_arrivals({Sent(0, "vn.01"): Arrived(2, 1, 9)})
    states(of)
    of.begin_arrivals({Sent(0, "tw.a"): Arrived(1, 0, 0)})
    found = states(of)
    assert found["vn.01", ""].windows == Windows(units=3)
    assert found["vn", ""].windows.updates_today == 1
    assert "vn.02" not in {scope for scope, _ in found}


def test_a_close_gives_the_past_of_every_state() -> None:
    of = country()
    of.put({A: counts(overdue=1)})
    rows = of.close(TODAY - timedelta(days=1), {A: counts(overdue=1)})
    assert dict(rows)["vn", ""] == counts(overdue=1)
    of.put({A: counts(done_late=1)})
    state = states(of)["vn", ""]
    assert state.yesterday is not None and state.yesterday["overdue"] == 1
    assert state.week_ago is None
    assert state.counts["done_late"] == 1


def test_a_new_day_touches_everything_once() -> None:
    of = country()
    states(of)
    of.begin_day(TODAY)
    assert states(of) == {}
    of.begin_day(TODAY + timedelta(days=1))
    assert len(states(of)) == 12


def test_a_fifth_of_the_reports_missing_is_enough_to_judge_one_more_is_not() -> None:
    """H1 at its boundary, from the leaves; its numbers are those of the tile."""
    of = country()
    rules = []
    for missing in (2, 3, 2):
        of.put({A: counts(in_time=1, period_reports=9, period_missing=missing)})
        of.put({B: counts(in_time=1, period_reports=1)})
        state = states(of)["vn", ""]
        rules.append(state.headline.rule)
        if missing == 3:
            twin = figures(state)
            period, numbers = twin["quality"]["period"], twin["headline"]
            assert (numbers["missing"], numbers["expected"]) == (1, 2)
            assert (period["units_missing"], period["units"]) == (1, 2)
            assert numbers["reports_missing"] == period["reports_missing"] == 3
            assert numbers["reports_expected"] == period["reports"] == 10
            assert text(state.headline.vi.line) == (
                "Chưa đủ căn cứ đánh giá — 1/2 đơn vị chưa báo cáo kỳ này"
            )
            assert text(state.headline.en.line) == (
                "Not enough reported to judge: 1 of 2 units are missing"
            )
    assert rules == ["H7", "H1", "H7"]


def test_a_merger_takes_what_is_owed_along() -> None:
    of = country()
    of.put({A: counts(in_time=1, period_reports=1, period_missing=1)})
    of.recut(COUNTRY, TODAY)
    assert states(of)["vn", ""].headline.rule == "H1"


def test_an_unchanged_sentence_is_not_written_again() -> None:
    of = country()
    of.put({A: counts(in_time=1)})
    before = states(of)["vn", ""].headline
    of.put({A: counts(in_time=1, weight_progress=500)})
    assert states(of)["vn", ""].headline is before


PLANNED = Planned(
    Group("vn.01.00001", "nq57", "", ""), Plan(TODAY - 10 * DAY, TODAY + 10 * DAY, 1000)
)


def test_a_plan_touches_its_scopes_and_is_measured_with_the_leaves() -> None:
    of = country()
    of.put({A: counts(weight=1000, weight_progress=2_500_000)})
    states(of)
    of.put_plans({"t": PLANNED})
    found = states(of)
    assert {scope for scope, _ in found} == {"vn.01.00001", "vn.01", "vn"}
    schedule = found["vn", "nq57"].operational
    assert schedule is not None
    assert (schedule.pv, schedule.ev, schedule.whole) == (5_714_000, 2_500_000, 10_000_000)
    assert (schedule.at, schedule.pd) == (8, 14)
    assert found["vn", ""].operational == schedule
    of.begin_day(TODAY + 20 * DAY)
    later = states(of)["vn", ""].operational
    assert later is not None and (later.pv, later.pd) == (10_000_000, 14)


def test_what_was_redrawn_is_told_once() -> None:
    of = country()
    of.put_plans({"t": PLANNED})
    redrawn = of.take_redrawn()
    assert {scope for scope, _ in redrawn} == {"vn.01.00001", "vn.01", "vn"}
    assert of.take_redrawn() == {}
    of.put_plans({"t": None})
    assert of.take_redrawn() == dict.fromkeys(redrawn)
    assert states(of)["vn", ""].operational is None


def test_a_recut_moves_leaves_days_arrivals_and_facts_to_the_new_tree() -> None:
    of = country()
    of.put({A: counts(overdue=1)})
    of.close(TODAY - timedelta(days=1), {A: counts(overdue=1)})
    of.put_arrivals({Sent(0, "vn.01.00001"): Arrived(1, 0, 0)})
    of.put_plans({"t": PLANNED})
    states(of)
    ended = replace(
        COUNTRY,
        units=(
            *(found for found in COUNTRY.units if found.code != "vn.01.00001"),
            unit("vn.01.00001", "commune", "vn.01", end=TODAY),
        ),
    )
    of.recut(ended, TODAY)
    found = states(of)
    assert ("vn.01.00001", "") not in found
    province = found["vn.01", ""]
    assert province.counts["overdue"] == province.windows.updates_today == 1
    assert province.yesterday is not None and province.yesterday["overdue"] == 1
    assert province.operational is not None and province.operational.whole == 10_000_000
    assert ("vn.01.00001", "") not in of.keys()
    assert of.take_redrawn()["vn.01.00001", ""] is None


worths = st.builds(lambda a, b: counts(overdue=a, in_time=b), st.integers(0, 30), st.integers(0, 3))
leaves = st.builds(Leaf, st.integers(0, 1), st.sampled_from(LEADS), st.sampled_from(["", "nq57"]))


@pytest.mark.parametrize("programme", ["", "nq57"])
@given(st.lists(st.tuples(leaves, worths), max_size=15))
def test_what_was_published_last_is_what_a_new_leader_publishes(
    programme: str, moves: list[tuple[Leaf, Counts]]
) -> None:
    followed, published = country(), dict[Key, KpiState]()
    published |= states(followed)
    for leaf, worth in moves:
        followed.put({leaf: worth})
        published |= states(followed)
    anew = country()
    anew.put(dict(moves))
    anew.touch_all()
    fresh = states(anew)
    assert {k: v for k, v in published.items() if k[1] == programme} == {
        k: v for k, v in fresh.items() if k[1] == programme
    }


def test_a_state_survives_its_json() -> None:
    of = country()
    of.put({B: counts(overdue=21)})
    for state in states(of).values():
        assert decode(encode(state)) == state


def of_days(**given: int) -> Counts:
    row = [0] * FLOW_WIDTH
    for name, number in given.items():
        row[FLOW[name]] = number
    return tuple(row)


def test_quality_is_pooled_over_the_units_below_and_of_bare_scopes_alone() -> None:
    """Q35, Q37, Q62: a parent is the sum of its children, whatever their number."""
    of = country()
    states(of)
    of.put({A: counts(slots=6, slots_on_time=5, slots_share=50_000, live_tasks=2, live_fresh=1)})
    of.put({B: counts(slots=4, slots_late=1, slots_share=10_000)})
    facts = Group("vn.01.00001", "", "", "")
    days = [(TODAY, of_days(checks=4, updates_form=2)), (TODAY - 89 * DAY, of_days(severity=2))]
    days += [(TODAY - 90 * DAY, of_days(checks=100)), (TODAY - 7 * DAY, of_days(held=1))]
    days += [(TODAY - 8 * DAY, of_days(held=2, records_other=2))]
    of.put_flows([((0, facts, day), day, row) for day, row in days])
    found = {scope: state.quality for (scope, each), state in states(of).items() if not each}
    commune = Quality(
        slots=6,
        on_time=5,
        share=50_000,
        checks=4,
        severity=2,
        records=4,
        faults=2,
        tasks=2,
        fresh=1,
    )
    assert found["vn.01.00001"] == found["vn.01"] == commune
    assert found["vn"] == replace(commune, slots=10, late=1, share=60_000)
    of.put({A: counts(slots=7)})
    assert states(of)["vn", "nq57"].quality is None


def test_what_is_held_is_orphaned_by_the_days_that_pass() -> None:
    of = country()
    held = of_days(held=1, records_other=1)
    of.put_flows([((0, Group("vn.02", "", "", ""), TODAY), TODAY, held)])
    assert states(of)["vn.02", ""].quality == Quality(records=1)
    of.begin_day(TODAY + 8 * DAY)
    assert states(of)["vn.02", ""].quality == Quality(records=1, faults=1)
