"""Rows of readings, targets and colours, and what is written of indicators."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from schema.clock import day_start
from stream.kpi.strategic.band import Band, Seal
from stream.kpi.strategic.board import Line
from stream.kpi.strategic.facts import Reading, Subject, Target
from stream.kpi.strategic.indicator import judge
from stream.kpi.strategic.record import record
from stream.roll import indicators
from stream.roll.indicators import Connection
from tests.stream.kpi.strategic.say import TODAY, held, indicator, parts, target
from tests.stream.roll.test_read import Answers

NOON = day_start(TODAY) + timedelta(hours=12)
NOW = record(
    indicator(),
    judge(indicator(), held(parts(42, 100), goal=target(90), base=26), (), TODAY),
    Seal(band=Band.AMBER, waits=Band.GREEN),
    held(),
)


def answering(*answers: list[tuple[Any, ...]]) -> tuple[Answers, Connection]:
    answers_ = Answers(*answers)
    return answers_, cast(Connection, answers_)


async def test_all_that_is_in_force_of_what_moved() -> None:
    reading: tuple[Any, ...] = (
        "C01",
        "vn",
        "2026-06",
        NOON,
        NOON,
        "u",
        0,
        Decimal(42),
        None,
        None,
        None,
        None,
        [],
    )
    aim = ("C01", "vn", TODAY, Decimal(90), 1, "step", [date(2025, 9, 1)], [Decimal(50)], "t")
    _, connection = answering([("C01", "vn"), ("C02", "vn")], [reading], [aim])
    found = await indicators.moved(connection, {0: -1})
    assert found[Subject("C02", "vn")] == ((), ())
    assert found[Subject("C01", "vn")] == (
        (
            Reading(
                period="2026-06", occurred_at=NOON, known_at=NOON, update="u", value=Decimal(42)
            ),
        ),
        (
            Target(
                on=TODAY, value=Decimal(90), version=1, shape="step", update="t",
                trajectory=((date(2025, 9, 1), Decimal(50)),),
            ),
        ),
    )  # fmt: skip


async def test_when_nothing_moved_nothing_more_is_asked() -> None:
    asked, connection = answering([])
    assert await indicators.moved(connection, {0: 7}) == {}
    assert asked.given == [([0], [7])]


async def test_colours_of_the_last_close_alone() -> None:
    old = TODAY - timedelta(days=1)
    rows = [("vn", "C01", "amber", "green", TODAY), ("vn", "C02", "red", None, old)]
    _, connection = answering(rows)
    assert await indicators.colours(connection) == (
        {("vn", "C01"): Seal(band=Band.AMBER, waits=Band.GREEN)},
        TODAY,
    )
    _, nothing = answering([])
    assert await indicators.colours(nothing) == ({}, None)


async def test_a_line_is_written_with_its_colours() -> None:
    asked, connection = answering()
    line = Line("vn", "C01", NOW, Seal(band=Band.AMBER, waits=Band.GREEN))
    await indicators.keep(connection, [line], TODAY, 7, NOON)
    await indicators.keep(connection, [], TODAY, 7, NOON)
    [given] = asked.given
    assert (given["bands"], given["waits"], given["sealed"]) == (["amber"], ["green"], TODAY)


async def test_what_is_asked_of_nobody_goes() -> None:
    asked, connection = answering()
    await indicators.forget(connection, {("vn", "C02"), ("vn", "C01")})
    assert asked.given == [(["vn", "vn"], ["C01", "C02"])]
