"""The ledger's transaction, statement by statement (on a real engine: integration)."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from alerts.ledger import Arrival, Ledger, Moved
from alerts.rules import shipped
from schema.alert import Standing
from schema.clock import Clock
from schema.errors import NhipError
from schema.queries import load
from schema.states import State
from tests.alerts.builders import COMMUNE, HOOK, NOW, TASK, opened, overdue, standing
from tests.alerts.fakes import FakePool, ManualClock, as_pool

SQL = load("alerts")


def born() -> list[tuple[Any, ...]]:
    return [(8, Clock().now() - timedelta(days=30))]


def ledger(**answers: list[tuple[Any, ...]]) -> tuple[Ledger, FakePool]:
    """A ledger over a script: rows by the name of the statement."""
    given = {"born": born(), "lock_positions": [(0, 5)], **answers}
    pool = FakePool({getattr(SQL, name): rows for name, rows in given.items()})
    return Ledger(as_pool(pool), shipped(), ManualClock(hand=[NOW])), pool


def arrival(seen: Standing | None, offset: int = 5) -> Arrival:
    return Arrival(partition=0, offset=offset, published_at=NOW, standing=seen)


def written(pool: FakePool, name: str) -> list[dict[str, Any]]:
    """The records handed to a statement that takes JSON."""
    texts = [values[-1] for text, values in pool.asked if text == getattr(SQL, name)]
    return [row for text in texts for row in msgspec.json.decode(text)]


async def test_position_alert_event_and_delivery_go_together() -> None:
    book, pool = ledger(webhooks=[(COMMUNE, [HOOK])])
    await book.judge([arrival(standing())], {0: 5})
    assert (SQL.move_positions, ([0], [6])) in pool.asked
    assert (SQL.see, ([TASK], [1])) in pool.asked
    (alert,), (event,) = written(pool, "put_alerts"), written(pool, "add_events")
    assert (alert["rule"], alert["unit"], alert["chain"]["lead"]) == ("due_soon", COMMUNE, COMMUNE)
    assert (event["alert"], event["reason"]) == (alert["id"], "opened")
    channels = [row["channel"] for row in written(pool, "add_deliveries")]
    assert channels == ["inbox", "webhook"]


async def test_who_stands_elsewhere_judges_nothing() -> None:
    book, pool = ledger(lock_positions=[(0, 7)])
    with pytest.raises(Moved, match="expected the positions"):
        await book.judge([arrival(standing())], {0: 5, 1: 3})
    assert written(pool, "put_alerts") == []


async def test_a_message_that_is_no_standing_moves_the_position() -> None:
    book, pool = ledger()
    await book.judge([arrival(None)], {0: 5})
    assert (SQL.move_positions, ([0], [6])) in pool.asked
    assert written(pool, "put_alerts") == []


async def test_what_sql_knows_goes_on_and_its_waiting_deliveries_are_overtaken() -> None:
    before = opened()
    row = (msgspec.json.encode(before).decode(),)
    book, pool = ledger(newest_alerts=[row], seen=[(TASK, 1)])
    await book.judge([arrival(standing(State.DONE_ON_TIME, version=2))], {0: 5})
    (alert,) = written(pool, "put_alerts")
    assert (alert["id"], alert["state"], alert["reason"]) == (str(before.id), "resolved", "done")
    assert (SQL.overtake, (NOW, [before.id])) in pool.asked


async def test_alerts_whose_step_fell_due_climb() -> None:
    before = msgspec.structs.replace(opened(overdue(days=30)), step=1, next_step_at=NOW)
    book, pool = ledger(alerts_with_step_due=[(msgspec.json.encode(before).decode(),)])
    await book.climb()
    (alert,) = written(pool, "put_alerts")
    assert (alert["step"], alert["reason"]) == (3, "step")


async def test_positions_of_all_partitions_are_there_from_the_start() -> None:
    book, pool = ledger(positions=[(0, 5), (1, 0)])
    assert await book.positions() == {0: 5, 1: 0}
    assert (SQL.first_positions, (8,)) in pool.asked


async def test_a_system_that_is_not_set_up_is_named() -> None:
    book, _ = ledger(born=[])
    with pytest.raises(NhipError, match="python -m schema migrate"):
        await book.positions()
