"""Rows of readings and targets in force, and what is said of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from schema.queries import load
from stream.core.force import Force
from stream.fold.force import keep, reading_cells, target_cells
from stream.kpi.strategic.facts import Reading, Subject, Target
from tests.builders import COMMUNE, at, new_id
from tests.stream.fold.fakes import FakeConnection

SQL = load("strategic")
SUBJECT = Subject("C01", COMMUNE)
READING = Reading(
    period="2026-06", occurred_at=at(), known_at=at(1), update=new_id(1), value=Decimal("41.50"),
    marks=("conflict",),
)  # fmt: skip
TARGET = Target(
    on=date(2026, 12, 31), value=Decimal(90), version=2, update=new_id(2),
    trajectory=((date(2026, 9, 30), Decimal("60.5")),),
)  # fmt: skip


def test_numbers_keep_their_digits_and_what_is_not_told_is_null() -> None:
    cells = reading_cells(SUBJECT, READING)
    assert cells[:6] == ("C01", COMMUNE, "2026-06", "41.50", None, None)
    assert cells[-1] == "{conflict}"


def test_a_target_carries_its_path() -> None:
    assert target_cells(SUBJECT, TARGET)[-3:] == ("{2026-09-30}", "{60.5}", TARGET.update)


async def test_without_indicators_nothing_is_said() -> None:
    connection = FakeConnection()
    await keep(connection.real, [])
    assert connection.said == []


async def test_what_is_no_longer_in_force_goes_first_and_the_stamp_comes_last() -> None:
    connection = FakeConnection()
    force = Force(subject=SUBJECT, readings=(READING,), targets=(TARGET,))
    await keep(connection.real, [(3, 42, force)])
    assert connection.said == [
        SQL.forget_readings,
        SQL.keep_readings,
        SQL.forget_targets,
        SQL.keep_targets,
        SQL.keep_measured,
    ]
    assert connection.values[0]["periods"] == ["2026-06"]
    assert connection.values[-1] == (["C01"], [COMMUNE], [3], [42])


async def test_a_subject_with_nothing_left_is_emptied() -> None:
    connection = FakeConnection()
    await keep(connection.real, [(3, 42, Force(subject=SUBJECT))])
    assert connection.said == [SQL.forget_readings, SQL.forget_targets, SQL.keep_measured]
    assert connection.values[0]["periods"] == []
