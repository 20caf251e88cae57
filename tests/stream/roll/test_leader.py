from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from msgspec.structs import replace
from psycopg import AsyncConnection

from schema.canary import Canary
from schema.clock import day_start, local_day
from schema.close import label, shelf_of, unpack
from schema.database import Row
from schema.earned.plan import Plan
from schema.settings import Settings
from stream.kpi.dated import Fact
from stream.kpi.leaf import Group, Leaf
from stream.kpi.operational.plans import Planned
from stream.kpi.strategic.facts import Subject
from stream.kpi.windows import Arrived, Sent
from stream.roll import leader as module
from stream.roll.carrier import Carrier
from stream.roll.leader import Leader, Superseded
from stream.roll.wake import Bell
from tests.stream.kpi.places import COUNTRY, counts, unit
from tests.stream.kpi.strategic.say import reading, target
from tests.stream.kpi.strategic.test_tier import NATION
from tests.stream.roll.twin import Silent, Twin, stand_in

A = Leaf(0, "vn.01.00001", "nq57")
TODAY = local_day(datetime.now(UTC))
KNOWN = (
    (reading(5, TODAY - timedelta(days=9)), reading(9, TODAY)),
    (target(20, TODAY + timedelta(days=9)),),
)

WIDER = replace(COUNTRY, units=(*COUNTRY.units, unit("vn.03", "province", "vn")))


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    return stand_in(monkeypatch)


def make(twin: Twin, carrier: Silent | None = None) -> Leader:
    connection = cast("AsyncConnection[Row]", twin)
    return Leader(connection, 1, Settings(), cast(Carrier, carrier or Silent()))


async def begun(twin: Twin, carrier: Silent | None = None) -> Leader:
    """A leader that has published everything once."""
    leader = make(twin, carrier)
    await leader.begin()
    await leader.cycle()
    return leader


async def test_it_publishes_everything_once(twin: Twin) -> None:
    carrier = Silent()
    leader = await begun(twin, carrier)
    assert len(twin.states_now) == 12
    assert carrier.sent == [(1, 12)]
    assert (leader.published.kpi_version, leader.published.states) == (1, 12)


async def test_a_moved_leaf_is_one_version(twin: Twin) -> None:
    carrier = Silent()
    leader = await begun(twin, carrier)
    twin.put(A, counts(overdue=2))
    await leader.cycle()
    assert carrier.sent[1:] == [(2, 6)]
    state = twin.states_now["vn.01", "nq57"]
    assert (state.kpi_version, state.counts["overdue"]) == (2, 2)
    assert state.positions == {0: 1, 1: 0}


async def test_a_reading_moves_the_index_of_its_scopes(twin: Twin) -> None:
    twin.country = NATION
    carrier = Silent()
    leader = await begun(twin, carrier)
    twin.put_indicator(Subject("C02", "vn.01"), KNOWN)
    await leader.cycle()
    told = twin.states_now["vn.01", ""].strategic
    assert told is not None and [one.code for one in told.furthest] == ["C02"]
    assert twin.lines["vn", "C02"].now.rolled
    assert twin.states_now["tw.a", ""].strategic is None


async def test_what_arrived_hours_ago_and_comes_now_is_counted_with_the_positions_it_came_by(
    twin: Twin,
) -> None:
    twin.arrive(Sent(0, "vn.01"), TODAY, Arrived(2, 0, 9))
    leader = await begun(twin)
    assert twin.states_now["vn", ""].windows.updates_today == 2
    for updates in (98, 99):
        twin.arrive(Sent(0, "vn.01"), TODAY, Arrived(updates, 0, 9))
        await leader.cycle()
        told = twin.states_now["vn", ""]
        assert (told.positions, told.windows.updates_today) == (twin.now.positions, updates)
    assert twin.states_now["vn.01", ""].windows.units_today == 1


async def test_nothing_moved_is_no_version(twin: Twin) -> None:
    carrier = Silent()
    leader = await begun(twin, carrier)
    await leader.cycle()
    assert carrier.sent == [(1, 12)]
    assert twin.now.kpi_version == 1


async def test_a_canary_that_came_through_is_told_with_the_root_alone(twin: Twin) -> None:
    leader = await begun(twin)
    sent = datetime.now(UTC)
    twin.move(positions={0: 5, 1: 0}, canaries={0: sent})
    await leader.cycle()
    assert twin.states_now["vn", ""].canary == Canary({0: sent})
    assert twin.states_now["tw", ""].canary is None


async def test_positions_alone_move_the_root(twin: Twin) -> None:
    leader = await begun(twin)
    twin.move(positions={0: 5, 1: 0})
    await leader.cycle()
    assert twin.states_now["vn", ""].positions == {0: 5, 1: 0}
    assert twin.states_now["tw", ""].positions == {0: 0, 1: 0}


async def test_when_idle_the_root_is_told_again(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier = Silent()
    leader = await begun(twin, carrier)
    monkeypatch.setattr(module, "IDLE_S", 0.0)
    await leader.cycle()
    assert carrier.sent[1:] == [(2, 1)]


async def test_redated_facts_are_read_again(twin: Twin) -> None:
    leader = await begun(twin)
    due = TODAY + timedelta(days=4)
    twin.facts["vn.02"] = {Group("vn.02", "", "", ""): {Fact("open", due): 1}}
    twin.queue = {"vn.02"}
    await leader.cycle()
    assert twin.states_now["vn.02", ""].next_due == due


async def test_a_plan_is_drawn_and_published(twin: Twin) -> None:
    leader = await begun(twin)
    assert twin.states_now["vn", ""].operational is None
    start, due = TODAY - timedelta(days=30), TODAY + timedelta(days=30)
    twin.plan("t", Planned(Group("vn.02", "", "", ""), Plan(start, due, 1000)))
    await leader.cycle()
    schedule = twin.states_now["vn.02", ""].operational
    assert schedule is not None and (schedule.start, schedule.finish) == (start, due)
    assert twin.curves_now.keys() == {("vn.02", ""), ("vn", "")}


async def test_days_are_closed_before_anything_is_published(twin: Twin) -> None:
    leader = await begun(twin)
    twin.put(A, counts(overdue=1))
    for n in range(20, 0, -1):
        twin.leaf_days[TODAY - timedelta(days=n)] = {}
    twin.leaf_days[TODAY - timedelta(days=20)] = {A: counts(overdue=1)}
    twin.move(clock=day_start(TODAY))
    assert await leader.cycle(), "more days than one transaction takes"
    assert twin.now.kpi_version == 1
    assert not await leader.cycle()
    state = twin.states_now["vn", ""]
    assert (twin.now.kpi_version, twin.now.day) == (2, TODAY - timedelta(days=1))
    assert state.yesterday is not None and state.yesterday["overdue"] == 1


async def test_while_the_past_goes_by_only_days_are_closed(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await begun(twin)
    twin.put(A, counts(overdue=1))
    twin.leaf_days[TODAY - timedelta(days=9)] = {A: counts(overdue=1)}
    reached = day_start(TODAY - timedelta(days=8))
    twin.move(clock=reached, slowest=reached)
    await leader.cycle()
    assert (twin.now.day, twin.now.kpi_version) == (TODAY - timedelta(days=9), 1)
    monkeypatch.setattr(module, "REPLAY_S", 0.0)
    await leader.cycle()
    assert twin.states_now["vn", ""].counts["overdue"] == 1, "it stands still: so it is published"


async def test_when_the_log_has_reached_now_everything_is_published(twin: Twin) -> None:
    leader = await begun(twin)
    twin.put(A, counts(overdue=1))
    twin.leaf_days[TODAY - timedelta(days=9)] = {A: counts(overdue=1)}
    for past in (8, 0):
        reached = day_start(TODAY - timedelta(days=past))
        twin.move(clock=reached, slowest=reached)
        await leader.cycle()
    assert twin.now.kpi_version == 2
    assert twin.states_now["vn", ""].counts["overdue"] == 1


async def test_a_replay_of_the_past_is_no_history(twin: Twin) -> None:
    leader = await begun(twin)
    twin.put(A, counts(overdue=1))
    twin.move(slowest=day_start(TODAY) - timedelta(days=5))
    await leader.cycle()
    assert twin.history_rows == []
    twin.move(slowest=day_start(TODAY))
    await leader.cycle()
    assert {key: now for _, _, key, now in twin.history_rows}["vn", ""] == counts(overdue=1)


async def test_another_catalogue_takes_ended_scopes_away(twin: Twin) -> None:
    leader = await begun(twin)
    units = tuple(unit for unit in COUNTRY.units if unit.code != "tw.b")
    twin.country = replace(COUNTRY, units=units)
    twin.move(catalogue=2)
    await leader.cycle()
    assert ("tw.b", "") not in twin.states_now
    assert len(twin.states_now) == 11


async def test_a_replay_under_way_goes_on_under_the_tree_of_a_new_catalogue(twin: Twin) -> None:
    leader = await begun(twin)
    twin.leaf_days[TODAY - timedelta(days=9)] = {A: counts(overdue=1)}
    for past, catalogue in ((8, COUNTRY), (7, WIDER)):
        reached = day_start(TODAY - timedelta(days=past))
        twin.country = catalogue
        twin.move(clock=reached, slowest=reached, catalogue=len(catalogue.units))
        await leader.cycle()
    day = TODAY - timedelta(days=8)
    (body,) = [row[3] for row in twin.shelf_rows if row[:2] == (shelf_of("vn.03"), day)]
    assert unpack(body)[label("vn.03", "")].quality is not None


async def test_states_of_scopes_that_ended_before_it_led_are_taken_away(twin: Twin) -> None:
    await begun(twin)
    twin.states_now["gone", ""] = twin.states_now["vn", ""]
    await begun(twin)
    assert ("gone", "") not in twin.states_now


@pytest.mark.parametrize(
    ("ground", "why"),
    [({"build": 2}, "build 1"), ({"positions": {0: 0, 1: 0}}, "only grow")],
)
async def test_another_truth_ends_it(twin: Twin, ground: dict[str, object], why: str) -> None:
    twin.put(A, counts(overdue=2))
    leader = await begun(twin)
    twin.move(**ground)
    with pytest.raises(Superseded, match=why):
        await leader.cycle()


async def test_it_follows_the_bell(twin: Twin) -> None:
    carrier, bell = Silent(), Bell()
    leader = make(twin, carrier)
    leading = asyncio.create_task(leader.lead(bell))
    await settled(lambda: len(carrier.sent) == 1)
    twin.put(A, counts(overdue=2))
    bell.ring()
    await settled(lambda: len(carrier.sent) == 2)
    assert leader.lag_s < 1
    leading.cancel()
    await asyncio.wait([leading])


async def settled(true: Callable[[], bool]) -> None:
    """Let the leader run until something holds."""
    async with asyncio.timeout(5):
        while True:
            if true():
                return
            await asyncio.sleep(0)


async def test_flows_of_a_day_are_published_in_every_window(twin: Twin) -> None:
    leader = await begun(twin)
    done = (2, 1)
    twin.put_flow((0, Group("vn.01.00001", "nq57", "", ""), TODAY), TODAY - timedelta(days=3), done)
    twin.put_flow((1, Group("vn.01.00001", "", "", ""), TODAY), TODAY, (), reports=1)
    await leader.cycle()
    found = twin.states_now["vn.01", ""].rolling
    of_programme = twin.states_now["vn.01", "nq57"].rolling
    assert found is not None and of_programme is not None
    assert (found.today.now.completions, found.d7.now.completions) == (0, 2)
    assert (found.today.now.reports, found.d7.now.communes) == (1, 1)
    assert of_programme.d7.now.on_time == 1


async def test_the_first_clocks_of_a_new_country_close_yesterday_and_windows_end_today(
    twin: Twin,
) -> None:
    """Before them the country stands on today already: the close must not take it back a day."""
    leader = await begun(twin)
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    await leader.cycle()
    assert twin.now.day == TODAY - timedelta(days=1)
    group = Group("vn.01.00001", "", "", "")
    twin.put_flow((0, group, TODAY), TODAY - timedelta(days=3), (2, 1))
    twin.put_flow((0, group, TODAY), TODAY, (1, 1), reports=1)
    await leader.cycle()
    found = twin.states_now["vn", ""].rolling
    assert found is not None
    assert (found.today.now.completions, found.d7.now.completions) == (1, 3)
    assert (found.today.now.reports, found.d7.now.units) == (1, 1)
