"""The tables of a day: leagues, bands, seals; the same whoever makes them, in whatever order."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from schema.quality import Quality
from schema.ranking import seal_of, table
from schema.score import FEW_DUE, NOTHING_DUE, Parameters
from stream.core.task import TaskState
from stream.kpi.ranking.interval import Due, replicates
from stream.kpi.ranking.seal import Book, Sealed, seal
from tests.stream.kpi.ranking.tasks import CALENDAR, COUNTRY, TODAY, held, june, task

STATES = [
    *(task(f"vn.01.t{n}", 10, done=9 if n < 7 else 12) for n in range(8)),
    task("vn.01.00001.t1", 19),
    task("vn.01.00001.t2", 30),
    *(task(f"vn.02.t{n}", 10, done=9) for n in range(6)),
    task("vn.03.t1", 10, done=9),
]
Q2, Q3 = date(2026, 4, 1), date(2026, 7, 1)


def sealed(
    states: list[TaskState] = STATES,
    day: date = TODAY,
    volumes: dict[date, dict[str, int]] | None = None,
) -> Sealed:
    book = Book(states=states, catalogue=COUNTRY, day=day, volumes=volumes or {})
    return seal(book, CALENDAR)


def test_a_table_for_each_league() -> None:
    communes, provinces = sealed().snapshots
    assert (communes.league, provinces.league) == ("communes.vn.01", "provinces")
    assert [(row["unit"], row["rank"], row["reason"]) for row in provinces.rows] == [
        ("vn.02", 1, None),
        ("vn.01", 2, None),
        ("vn.03", None, FEW_DUE),
    ]
    assert [row["reason"] for row in communes.rows] == [FEW_DUE]


def test_data_quality_of_the_close_is_in_the_score() -> None:
    """Half of what is checked, asked for, recorded and heard of: DQ is one half."""
    half = Quality(slots=8, on_time=4, share=40_000, checks=4, severity=4, records=2, faults=1)
    held = {"vn.01": msgspec.structs.replace(half, tasks=2, fresh=1)}
    book = Book(states=STATES, catalogue=COUNTRY, day=TODAY, volumes={}, quality=held)
    (_, provinces) = seal(book, CALENDAR).snapshots
    (_, without) = sealed().snapshots
    assert {row["unit"]: row["parts"]["dq"] for row in provinces.rows} == {
        "vn.01": 0.5, "vn.02": None, "vn.03": None
    }  # fmt: skip
    assert provinces.rows[1]["score"] < without.rows[1]["score"]


def test_tasks_of_communes_count_to_their_province() -> None:
    """Q35: 7 of 8 of its own, and one overdue below it; what is not due yet does not count."""
    (_, provinces) = sealed().snapshots
    assert (provinces.rows[1]["on_time"], provinces.rows[1]["due"]) == (7, 9)
    assert provinces.rows[1]["league_mean"] == 14 / 16


def test_every_ranked_row_has_its_interval() -> None:
    (_, provinces) = sealed().snapshots
    for row in provinces.rows[:2]:
        assert row["score_low"] <= row["score"] <= row["score_high"]
        assert row["rank_low"] <= row["rank"] <= row["rank_high"]
    bounds = ("score_low", "score_high", "rank_low", "rank_high")
    assert [provinces.rows[2][name] for name in bounds] == [None] * 4


@pytest.mark.parametrize("weights", [(500, 2_000), (0, 0), (None, None)])
def test_an_interval_is_that_of_the_tasks_due(weights: tuple[int | None, int | None]) -> None:
    """Seven due, two of them late; weights that are all nothing are equal, and count as one."""
    light, heavy = weights
    states = [
        *(task(f"vn.01.t{n}", 10, done=9, weight=light) for n in range(5)),
        task("vn.01.t5", 10, done=12, weight=heavy),  # 2 working days
        task("vn.01.t6", 19, weight=heavy),  # 3 until today
        task("vn.01.t7", 29, weight=heavy),
    ]
    (_, provinces) = sealed(states).snapshots
    dues = [Due(1, light or 1, 0)] * 5 + [Due(0, heavy or 1, days) for days in (2, 3)]
    (ranked, *_) = table([held("vn.01", *states).entrant(0)], Parameters())
    scores = sorted(replicates(ranked, dues, 5 / 7, TODAY, Parameters()).tolist())
    row = provinces.rows[0]
    assert (row["score_low"], row["score_high"]) == (scores[25] / 10_000, scores[475] / 10_000)
    assert (row["rank_low"], row["rank_high"]) == (1, 1)


def test_units_of_every_band_have_their_intervals_among_their_own() -> None:
    """Two small ones are close, the large one is alone in its band."""
    more = [task(f"vn.03.t{n}", 10, done=9 if n < 6 else 12) for n in range(2, 8)]
    fixed = {Q2: {"vn.01": 90, "vn.02": 6, "vn.03": 6}}
    close = [task("vn.02.t8", 10, done=12)]
    (_, provinces) = sealed([*STATES, *more, *close], volumes=fixed).snapshots
    assert {row["unit"]: (row["rank_low"], row["rank_high"]) for row in provinces.rows} == {
        "vn.01": (1, 1), "vn.02": (1, 2), "vn.03": (1, 2),
    }  # fmt: skip
    assert all(row["score_low"] <= row["score"] <= row["score_high"] for row in provinces.rows)


def test_the_hash_is_that_of_the_rows() -> None:
    found = sealed()
    assert [found.day, *(each.day for each in found.snapshots)] == [TODAY] * 3
    for each in found.snapshots:
        assert each.hash == seal_of(each.league, TODAY, 1, each.rows)


def test_the_order_of_the_tasks_is_of_no_account() -> None:
    assert sealed(STATES[::-1]) == sealed()


def test_a_quarter_is_fixed_once_from_the_day_before_it() -> None:
    """Q77: what is fixed stays; on its eve the next one is fixed from what is known then."""
    assert set(sealed().volumes) == {Q2}
    eve = sealed(day=june(30), volumes={Q2: {"vn.01": 90}})
    assert set(eve.volumes) == {Q3} and eve.volumes[Q3]["vn.01"] == 10
    (_, provinces) = eve.snapshots
    bands = {row["unit"]: (row["band"], row["volume"]) for row in provinces.rows}
    assert bands["vn.01"] == (80, 90) and bands["vn.02"] == (5, 0)


def test_an_empty_country() -> None:
    found = sealed([])
    assert [row["reason"] for each in found.snapshots for row in each.rows] == [NOTHING_DUE] * 4
    assert found.lifts == {}


def test_ranked_units_are_told_what_would_lift_them_tomorrow() -> None:
    more = [*STATES, task("vn.02.t8", 25), task("vn.02.t9", 24)]
    found = sealed(more).lifts
    assert set(found) == {"vn.01", "vn.02"}
    assert found["vn.02"][0].task == "vn.02.t8", "the other one is late by then"


def test_parameters_are_the_catalogue_s() -> None:
    method = msgspec.structs.replace(COUNTRY.method, version=2, parameters={"few_tasks": 7.0})
    stricter = msgspec.structs.replace(COUNTRY, method=method)
    book = Book(states=STATES, catalogue=stricter, day=TODAY, volumes={})
    (_, provinces) = seal(book, CALENDAR).snapshots
    assert provinces.method == 2
    assert [row["unit"] for row in provinces.rows if row["rank"]] == ["vn.01"]
