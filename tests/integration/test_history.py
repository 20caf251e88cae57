"""Histories of thirteen months on both kinds of database: same answers, no full scan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from schema.clock import day_end
from schema.database import connect
from schema.queries import load
from schema.settings import Settings
from tests.integration import history_rig as rig
from tests.integration.history_rig import DAYS, FIRST, HISTORIES, LAST, SCOPES, local
from tests.integration.roll_rig import build, rows, tear_down

pytestmark = pytest.mark.storage

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALL: dict[str, Any] = {
    "unit": "s0", "scope": "s1", "field": "", "posts": [], "programme": "", "most": 100,
    "leads": None, "within": None, "leaf": [], "after_code": "", "after_at": None,
    "after_version": 0, "channel": "", "by_task": False, "after_id": None, "subject": "",
}  # fmt: skip
"""What most statements are given: nothing narrowed."""
QUERIES: dict[tuple[str, str], dict[str, Any]] = {
    ("past", "kept"): {},
    ("past", "days"): {
        "scopes": ["s1", "s2", "s39"], "programmes": ["", "", ""],
        "days": [local(3), local(200), local(399)], "known": None,
    },
    ("past", "instants"): {
        "scopes": [f"s{n}" for n in range(SCOPES)], "programmes": [""] * SCOPES,
        "at": LAST - 10 * DAY - HOUR,
    },
    ("past", "restatements"): {"scope": "s1", "programme": "", "day": None, "most": 20},
    ("history", "closes"): {
        "scope": "s1", "programme": "", "days": [local(n) for n in range(1, 60, 7)],
        "known": [None] * 9,
    },
    ("history", "within"): {
        "scope": "s1", "programme": "", "instants": [LAST - n * HOUR for n in range(0, 168, 4)],
    },
    ("web", "overdue_before"): {
        "children": [f"s{n}" for n in range(SCOPES)], "programme": "", "overdue": 2,
        "day_ago": LAST - DAY,
    },
    ("web", "turns"): ALL | {"hour_ago": LAST - HOUR, "most_notable": 10},
    ("web", "difficulties"): ALL | {"hour_ago": LAST - HOUR, "most_notable": 10},
    ("web", "arrivals"): ALL | {"first_bin": LAST - DAY},
    ("web", "first_arrival"): {},
    ("web", "earned"): ALL | {"by_weight": 1, "alike": 2},
    ("pages", "task_turns"): {"task": "t7", "most": 100},
    ("parts", "turns"): ALL | {"begin": LAST - DAY, "end": LAST},
    ("parts", "count_turns"): ALL | {"begin": LAST - 40 * DAY, "end": LAST - 39 * DAY},
    ("parts", "count_updates"): ALL | {"begin": LAST - 40 * DAY, "end": LAST - 39 * DAY},
    ("why", "turned"): ALL | {"begin": LAST - 7 * DAY, "end": LAST},
    ("why", "published_on"): {"scope": "s1", "programme": "", "day": local(30)},
    ("roll", "recorded"): {},
}  # fmt: skip
"""What boards and pages ask of histories, and roll at its start."""
THROWN = 2_000
"""Rows a statement may read for nothing, of 48,000 and more."""
HALF = 15
"""Chunks of 30 days in thirteen months, at most."""


@pytest.fixture(scope="module")
def system(settings: Settings) -> Iterator[Settings]:
    """A system with its histories."""
    build(settings)
    rig.fill(settings)
    yield settings
    tear_down(settings)


@pytest.mark.parametrize(("room", "name"), QUERIES)
def test_no_history_is_read_whole(system: Settings, room: str, name: str) -> None:
    scans = {
        table: scan
        for table, scan in rig.scanned(system, room, name, QUERIES[room, name]).items()
        if table.partition("/")[0] in HISTORIES
    }
    assert scans, "expected a question of histories"
    assert not [table for table, scan in scans.items() if "Seq Scan" in scan.kinds], scans
    assert sum(scan.thrown for scan in scans.values()) <= THROWN, scans


def test_a_question_of_the_last_hour_opens_the_newest_chunk_alone(
    system: Settings, request: pytest.FixtureRequest
) -> None:
    scans = rig.scanned(system, "web", "turns", QUERIES["web", "turns"])
    histories = [table for table in scans if table.startswith("standing_history")]
    if request.node.callspec.params["database"] == "postgresql":
        assert histories == ["standing_history"]
    else:
        assert histories == [f"standing_history/{_chunks(system, 'standing_history')}"]


def test_histories_are_cut_by_thirty_days_of_log_time(
    system: Settings, request: pytest.FixtureRequest
) -> None:
    if request.node.callspec.params["database"] == "postgresql":
        assert not rows(system, "select 1 from pg_extension where extname = 'timescaledb'")
        return
    cut = rows(
        system,
        "select hypertable_name, column_name, time_interval"
        " from timescaledb_information.dimensions"
        " where hypertable_schema = current_schema() order by 1",
    )
    thirty = timedelta(days=30)
    assert cut == [("kpi_history", "at", thirty), ("standing_history", "at", thirty)]
    assert DAYS // 30 <= _chunks(system, "kpi_history") <= HALF


def test_an_instant_is_answered_by_the_newest_row_before_it(system: Settings) -> None:
    given = QUERIES["past", "instants"]
    found = {row[0]: row[2] for row in rig.answer(system, "past", "instants", given)}
    newest = (given["at"] - FIRST) // timedelta(hours=8)
    assert found["s1"] == [newest, 1, newest]
    assert found[f"s{SCOPES - 1}"] == [0, SCOPES - 1, 0], "it moved on the first day alone"
    assert len(found) == SCOPES


def test_closes_are_told_as_known_then_and_as_known_now(system: Settings) -> None:
    day = local(5)
    assert (day - FIRST.date()).days % 5 == 0, "a day that was restated"
    given = {"scope": "s1", "programme": "", "days": [day] * 3}
    known = [FIRST + (day - FIRST.date()), LAST, None]
    found = rig.answer(system, "history", "closes", given | {"known": known})
    n = (day - FIRST.date()).days
    assert [row[1] for row in found] == [[n, 1, 1], [n, 1, 2], [n, 1, 2]]


def test_within_a_day_the_newest_of_what_was_published_and_closed_counts(system: Settings) -> None:
    still = f"s{SCOPES - 1}"
    day = local(2)
    close, n = day_end(day), (day - FIRST.date()).days
    asked = {"scope": still, "programme": "", "instants": [close - HOUR, close, close + HOUR]}
    found = rig.answer(system, "history", "within", asked)
    assert [row[1] for row in found] == [[m, SCOPES - 1, 1] for m in (n - 1, n, n)]
    moving = asked | {"scope": "s1", "instants": [FIRST + 100 * DAY + 2 * HOUR]}
    assert rig.answer(system, "history", "within", moving)[0][1] == [300, 1, 300]


def test_what_does_not_move_is_said_again_so_that_old_values_can_go(system: Settings) -> None:
    """Thirty closes later every scope has a new row; the answer for any instant is the same."""
    asked = QUERIES["past", "instants"] | {"at": LAST + 31 * DAY}
    before = sorted(map(repr, rig.answer(system, "past", "instants", asked)))
    query = "select count(*) from kpi_history where scope = %s"
    still = f"s{SCOPES - 1}"
    with connect(system, build=1) as connection, connection.transaction(force_rollback=True):
        carry = str(load("roll").carry_history).encode()
        for turn in range(30):
            connection.execute(carry, {"at": LAST + turn * DAY, "turn": turn})
        assert connection.execute(query.encode(), (still,)).fetchall() == [(2,)]
        connection.execute("delete from kpi_history where at < %s", (LAST - 30 * DAY,))
        said = connection.execute(str(load("past").instants).encode(), asked).fetchall()
        assert sorted(map(repr, said)) == before
        assert len(said) == SCOPES


def test_the_same_answers_as_on_plain_postgresql(
    system: Settings, reference: dict[tuple[str, str], list[Any]]
) -> None:
    for (room, name), given in QUERIES.items():
        found = sorted(map(repr, rig.answer(system, room, name, given)))
        assert found == reference[room, name], f"{room}/{name}"
    assert sum(bool(rows) for rows in reference.values()) == len(QUERIES)


@pytest.fixture(scope="session")
def reference(
    services: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], list[Any]]:
    """What plain PostgreSQL answers."""
    plain = Settings.model_validate(
        {
            "DATABASE_URL": services["DATABASE_URL"],
            "prefix": f"{tmp_path_factory.mktemp('r').name}_",
        }
    )
    build(plain)
    try:
        rig.fill(plain)
        return {
            (room, name): sorted(map(repr, rig.answer(plain, room, name, given)))
            for (room, name), given in QUERIES.items()
        }
    finally:
        tear_down(plain)


def _chunks(system: Settings, table: str) -> int:
    query = (
        "select count(*) from timescaledb_information.chunks"
        " where hypertable_schema = current_schema() and hypertable_name = %s"
    )
    return int(rows(system, query, table)[0][0])
