from __future__ import annotations

from typing import Any

import psycopg
import pytest

from schema.clock import day_start
from schema.queries import load
from schema.update import DifficultyRaised
from schema.wire import ClockTo, Evaluate
from stream.core.outcome import Outcome
from stream.fold.arrays import array
from stream.fold.store import Folded, add_updates, keep, stage
from tests.builders import TASK, assigned, at, completed, new_id, on, progress, world
from tests.memory_log import MemoryLog
from tests.stream.fold.fakes import FakeConnection, letter, reported

SQL = load("fold")


def folded(*messages: object, **fields: object) -> Folded:
    """What folding an assignment and these messages leaves."""
    log = MemoryLog(world())
    outcome = log.fold([reported(assigned(), unit="vn.15"), *messages])  # type: ignore[list-item]
    outcome.overlay.outbox_next = len(outcome.standings)
    return Folded(partition=3, outcome=outcome, **fields)  # type: ignore[arg-type]


async def test_updates_go_straight_into_their_table() -> None:
    connection = FakeConnection()
    await add_updates(connection.real, [folded(reported(progress(0.2)))])
    assert connection.said == [SQL.copy_updates]
    assert len(connection.copies[SQL.copy_updates].rows) == 2


async def test_a_replaced_update_is_taken_out_first() -> None:
    one = folded()
    one.outcome.replaced = [one.outcome.updates.pop()]
    connection = FakeConnection()
    await add_updates(connection.real, [one])
    assert connection.said == [SQL.forget_updates, SQL.copy_updates]


async def test_an_id_that_is_there_already_is_the_callers_business() -> None:
    connection = FakeConnection({SQL.copy_updates: psycopg.errors.UniqueViolation()})
    with pytest.raises(psycopg.errors.UniqueViolation):
        await add_updates(connection.real, [folded()])


async def written(*folded: Folded) -> FakeConnection:
    """What is said and copied after the updates."""
    connection = FakeConnection()
    staged = await stage(connection.real, folded)
    await keep(connection.real, folded, staged)
    return connection


def given(connection: FakeConnection, statement: str) -> tuple[Any, ...]:
    """The values said with a statement."""
    values: tuple[Any, ...] = connection.values[connection.said.index(statement)]
    return values


async def test_every_table_of_an_outcome_is_written_once() -> None:
    connection = await written(folded(reported(progress(0.2))))
    names = [name for name in SQL if getattr(SQL, name) in connection.said]
    assert sorted(names) == [
        *("add_arrivals", "add_flows", "add_history", "add_outbox"),
        *("add_reported", "add_reports", "copy_flows"),
        *("copy_partials", "copy_tasks", "keep_partials", "keep_tasks"),
    ]
    assert len(connection.said) == len(names)
    assert all(copy.rows for copy in connection.copies.values())


async def test_what_is_copied_is_copied_before_anything_is_said() -> None:
    connection = await written(folded(reported(progress(0.2))))
    copied = [connection.said.index(statement) for statement in connection.copies]
    assert copied == list(range(len(copied))), "a COPY inside a pipeline would be refused"


async def test_a_table_nothing_happened_to_is_left_alone() -> None:
    connection = await written(Folded(partition=0, outcome=_nothing()))
    assert connection.said == []


async def test_a_midnight_closes_days() -> None:
    connection = await written(folded(ClockTo(to=day_start(on(1)))))
    assert len(connection.copies[SQL.copy_days].rows) == 1
    assert SQL.keep_days in connection.said


async def test_the_outbox_is_numbered_on_from_the_partition() -> None:
    one = folded()
    one.outcome.overlay.outbox_next = 41
    connection = await written(one)
    assert given(connection, SQL.add_outbox)[1] == array("int8", [40])


async def test_difficulties_of_a_task_are_written_anew() -> None:
    raised = DifficultyRaised(
        id=new_id(), subject=TASK, occurred_at=at(1), difficulty="d1", type="legal"
    )
    connection = await written(folded(reported(raised)))
    said = connection.said
    assert said.index(SQL.forget_difficulties) < said.index(SQL.add_difficulties)
    assert given(connection, SQL.forget_difficulties) == ([TASK],)


async def test_forecasts_are_written_and_those_in_force_no_more_are_gone() -> None:
    midnight, day = ClockTo(to=day_start(on(3))), Evaluate(day=on(3), tasks=[TASK])
    connection = await written(folded(midnight, day))
    codes, partitions, days, *_, lasts = given(connection, SQL.keep_outlooks)
    assert (codes, partitions) == (array("text", [TASK]), array("int4", [3]))
    assert (days, lasts) == (array("date", [on(3)]), array("date", [None]))
    claimed = reported(completed(3), received_at=at(3))
    connection = await written(folded(midnight, day, claimed))
    assert given(connection, SQL.forget_outlooks) == ([TASK],)
    assert SQL.keep_outlooks not in connection.said


async def test_dead_letters_lie_beside_what_was_folded() -> None:
    connection = await written(folded(letters=(letter(3, 9),)))
    assert given(connection, SQL.bury) == (3, 9, "$", "expected a message", False, b"?")


def _nothing() -> Outcome:
    return MemoryLog(world()).fold([])
