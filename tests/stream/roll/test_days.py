from __future__ import annotations

from datetime import date, timedelta
from typing import cast

import pytest

from schema.clock import day_end, day_start
from schema.workdays import state_offices
from stream.kpi.country import Country
from stream.kpi.leaf import Leaf
from stream.kpi.replay import Replay
from stream.roll.days import MOST_DAYS, Days, take_up
from stream.roll.drawing import Drawing
from stream.roll.read import Connection
from stream.roll.recorder import Recorder
from stream.roll.restates import Restates
from stream.roll.shelving import Shelving
from tests.stream.kpi.places import COUNTRY, TODAY, ago, counts
from tests.stream.roll.twin import Twin, stand_in

A, B = Leaf(0, "vn.01", ""), Leaf(1, "tw.a", "")
NOW = day_start(TODAY) + timedelta(hours=9)


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    return stand_in(monkeypatch)


def closing(twin: Twin) -> tuple[Days, Country]:
    country, connection = Country(COUNTRY, TODAY, state_offices()), cast(Connection, twin)
    shelving = Shelving(connection, country, Drawing(connection, country))
    return Days(
        connection, country, Recorder(10, {}), Restates(connection, country, 10), shelving
    ), country


async def test_nothing_closes_before_every_partition_has_begun(twin: Twin) -> None:
    days, _ = closing(twin)
    twin.leaf_days[ago(3)] = {A: counts(overdue=1)}
    assert not await days.close(twin.now, NOW)
    assert (twin.day_rows, twin.now.day) == ([], None)


async def test_a_day_is_over_at_the_next_midnight(twin: Twin) -> None:
    days, _ = closing(twin)
    twin.leaf_days[ago(2)] = {A: counts(overdue=1)}
    twin.known_from = day_end(ago(2)) + timedelta(minutes=3)
    twin.move(clock=day_end(ago(2)) - timedelta(seconds=1))
    await days.close(twin.now, NOW)
    assert twin.day_rows == []
    twin.move(clock=day_end(ago(2)))
    await days.close(twin.now, NOW)
    assert {(day, known) for day, known, _ in twin.day_rows} == {(ago(2), twin.known_from)}
    assert dict(row for _, _, row in twin.day_rows)["vn", ""] == counts(overdue=1)


async def test_days_without_change_are_closed_without_rows(twin: Twin) -> None:
    days, country = closing(twin)
    twin.move(clock=day_start(TODAY))
    assert not await days.close(twin.now, NOW)
    assert (twin.now.day, twin.day_rows, country.closes.day) == (ago(1), [], ago(1))


async def test_a_transaction_closes_only_so_many(twin: Twin) -> None:
    days, _ = closing(twin)
    twin.leaf_days[ago(MOST_DAYS + 1)] = {A: counts(overdue=1)}
    twin.move(clock=day_start(TODAY))
    assert await days.close(twin.now, NOW)
    assert twin.now.day == ago(2)
    assert not await days.close(twin.now, NOW)
    assert twin.now.day == ago(1)


async def test_history_begins_with_a_close_of_two_days_ago(twin: Twin) -> None:
    days, _ = closing(twin)
    twin.leaf_days[ago(9)] = {A: counts(overdue=1), B: counts(in_time=1)}
    twin.move(clock=day_start(TODAY))
    await days.close(twin.now, NOW)
    assert {at for at, _, _, _ in twin.history_rows} == {day_end(ago(2))}
    assert {key for _, _, key, _ in twin.history_rows} == {
        ("vn", ""), ("vn.01", ""), ("tw", ""), ("tw.a", ""),
    }  # fmt: skip


async def test_what_does_not_move_is_said_again_at_every_close_also_after_a_pause(
    twin: Twin,
) -> None:
    """Each day has its turn of scopes: of a day passed over they would wait for sixty days."""
    days, _ = closing(twin)
    twin.leaf_days[ago(5)] = {A: counts(overdue=1)}
    twin.move(clock=day_start(TODAY))
    await days.close(twin.now, NOW)
    assert twin.carried == [ago(n) for n in range(5, 0, -1)]


async def test_a_replay_ends_with_the_last_day_that_is_over(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it holds of the past is not kept for the next one, which knows more."""
    made: list[date] = []
    replay = Country.replay

    def counted(self: Country, day: date, daily_from: date) -> Replay:
        made.append(day)
        return replay(self, day, daily_from)

    monkeypatch.setattr(Country, "replay", counted)
    days, _ = closing(twin)
    twin.leaf_days[ago(MOST_DAYS + 1)] = {A: counts(overdue=1)}
    twin.move(clock=day_start(TODAY), slowest=day_start(TODAY))
    while await days.close(twin.now, NOW):
        pass
    assert made == [ago(MOST_DAYS + 1)], "several transactions, one replay"
    later = TODAY + timedelta(days=2)
    twin.move(clock=day_start(later), slowest=day_start(later))
    await days.close(twin.now, NOW + timedelta(days=2))
    assert made == [ago(MOST_DAYS + 1), TODAY]


async def test_the_next_leader_takes_up_where_the_days_ended(twin: Twin) -> None:
    twin.leaf_days = {ago(9): {A: counts(overdue=1)}, ago(3): {A: counts(done_late=1)}}
    twin.move(clock=day_start(TODAY))
    days, first = closing(twin)
    await days.close(twin.now, NOW)
    _, second = closing(twin)
    await take_up(cast(Connection, twin), second, twin.now)
    for key in (("vn", ""), ("vn.01", "")):
        assert second.closes.yesterday(key) == first.closes.yesterday(key) == counts(done_late=1)
        assert second.closes.week_ago(key) == first.closes.week_ago(key) == counts(overdue=1)
    assert second.closes.due == TODAY


async def test_there_is_nothing_to_take_up_in_a_new_country(twin: Twin) -> None:
    _, country = closing(twin)
    await take_up(cast(Connection, twin), country, twin.now)
    assert country.closes.day is None
