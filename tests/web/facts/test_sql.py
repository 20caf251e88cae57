"""Rows of one pipeline become one reading; the band is read once an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine

from schema.clock import Clock
from schema.kpi import encode
from tests.web.fakes import FakePool, state
from web.facts.directory import unknown
from web.facts.pulse import BINS
from web.facts.sql import BAND_KEPT, Tables, columns

NOW = datetime(2026, 11, 22, 7, 3, tzinfo=UTC)
KNOWN = unknown(date(2026, 11, 22))
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "t.state = 'overdue'": [
        ("t1", "Title", "vn", date(2026, 11, 13), 1000, date(2026, 11, 1), None, None, None, "none")
    ],
    "t.sign = 'behind' and": [],
    "from standing_history": [],
    "difficulty.raised": [(NOW, "difficulty.raised", "t1", "Title", "vn", "none")],
    "group by t.due": [(date(2026, 11, 23), 7, 2, 1, 3)],
    "group by d.type": [("legal", "vn", 3, date(2026, 11, 1))],
    "cross join lateral": [("vn.15", 7)],
    "where a.bin >= '": [],
    "min(bin) from arrival": [(NOW - timedelta(days=90),)],
    "group by a.bin": [],
    "from plan_curve": [(date(2026, 11, 2), date(2026, 11, 27), 25, False, [0, 100])],
    "as passed": [(chance, date(2026, 12, 1), 500, 50, 1, 0) for chance in (10, 50, 90)],
    "from kpi_day": [(date(2026, 11, 20), 40, 4)],
    "group by s.top": [("vn.15", [3, 1])],
}


def tables(rows: dict[str, list[tuple[Any, ...]]]) -> tuple[Tables, FakePool]:
    pool = FakePool(rows)
    return Tables(pool.as_pool(), Clock()), pool


async def test_a_reading_of_everything_around() -> None:
    found, _ = tables(ROWS)
    with time_machine.travel(NOW, tick=False):
        around = await found.around("vn", "", KNOWN)
    assert [line.task for line in around.urge] == ["t1"]
    assert [event.kind for event in around.notable] == ["difficulty_raised"]
    assert [day.on_course for day in around.wave[:3]] == [0, 4, 0]
    assert [day.working for day in around.wave[:2]] == [False, True]
    tomorrow = around.wave[1]
    assert (tomorrow.at_risk, tomorrow.behind, tomorrow.untold) == (2, 1, 3)
    assert (around.bottlenecks[0].units_waiting, around.bottlenecks[0].oldest_days) == (3, 21)
    assert around.overdue_before == {"vn.15": 7}
    assert [(top, sum(counts)) for top, counts in around.tops] == [("vn.15", 4)]
    assert len(around.pulse) == BINS
    assert around.curve is not None and around.curve.earned[-1].earned == 40
    assert around.curve.fan is not None and around.curve.fan.tasks == 1


async def test_the_band_is_read_once_an_hour() -> None:
    found, pool = tables(ROWS)

    def read() -> int:
        return sum("isodow" in text for text, _ in pool.executed)

    with time_machine.travel(NOW, tick=False) as travel:
        await found.around("vn", "", KNOWN)
        await found.around("vn", "", KNOWN)
        assert read() == 1
        travel.shift(BAND_KEPT + timedelta(minutes=1))
        await found.around("vn", "", KNOWN)
    assert read() == 2


async def test_states_are_decoded() -> None:
    found, pool = tables({"from kpi_now": [(encode(state("vn.15")).decode(),)]})
    (known,) = await found.states([("vn.15", ""), ("vn", "nq57")])
    assert known.scope == "vn.15"
    assert pool.executed[0][1] == (["vn.15", "vn"], ["", "nq57"])


def test_columns() -> None:
    assert columns([]) == ([], [])
