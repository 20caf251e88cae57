"""How tasks stood on two past days, on a real PostgreSQL: what a wave and a plan moved by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schema.clock import local_day
from schema.database import connect
from schema.queries import load
from schema.settings import Settings
from tests.builders import new_id
from tests.integration import roll_rig as rig

pytestmark = pytest.mark.storage

NOW = datetime.now(UTC)
DUE = local_day(NOW) + timedelta(days=10)
DAY = timedelta(days=1)
BEGIN, END = NOW - 20 * DAY, NOW - 10 * DAY


@pytest.fixture(scope="module")
def country(settings: Settings) -> Iterator[Settings]:
    """Tasks of two leads; each is due today as it was assigned."""
    rig.build(settings)
    start, codes = DUE - 40 * DAY, ("vn.01.t1", "vn.01.t2", "vn.01.t3", "vn.02.t1")
    tasks = [
        rig.Task(code=code, lead=code.rpartition(".")[0], start=start, due_0=DUE, due=DUE)
        for code in codes
    ]
    rig.StandIn(settings).put(*tasks)
    yield settings
    rig.tear_down(settings)


def revise(settings: Settings, task: str, due: date, received: datetime, said: datetime) -> None:
    """A due date is approved; `said` is when, `received` when it was told."""
    with connect(settings, build=1) as connection:
        connection.execute(
            "insert into update (id, subject, kind, report, unit, actor, source, channel,"
            " occurred_at, known_at, received_at, hash, body, verdict, judged_at)"
            " values (%s, %s, 'task.revised', %s, 'vn', 'a', 's', 'form', %s, %s, %s, '',"
            " json_build_object('decision', 'approved', 'new_due', %s::date), 'accepted', now())",
            (new_id(), task, new_id(), said, received, received, due),
        )


def turn(settings: Settings, task: str, version: int, at: datetime, was: str, now: str) -> None:
    """The standing of a task changes."""
    with connect(settings, build=1) as connection:
        connection.execute(
            "insert into standing_history (subject, version, at, partition, state_from, state_to,"
            " sign_from, sign_to, reason, cause) values (%s, %s, %s, 0, %s, %s, 'on_track',"
            " 'on_track', '?', %s)",
            (task, version, at, was, now, new_id()),
        )


def stood(settings: Settings, lead: str) -> dict[str, tuple[Any, ...]]:
    """By task: states and due dates at both ends, and whether a report moved it."""
    given = {
        "begin": BEGIN, "end": END, "leads": [lead], "field": "", "posts": [], "programme": "",
    }  # fmt: skip
    with connect(settings, build=1) as connection:
        found = connection.execute(load("why").stood, given).fetchall()
    return {row[0]: (row[11], row[13], row[15], row[16], row[17]) for row in found}


def test_a_due_date_is_that_of_the_day_though_it_was_moved_back_since(country: Settings) -> None:
    for due, days in ((DUE + 20 * DAY, 25), (DUE + 30 * DAY, 15), (DUE, 5)):
        at = NOW - days * DAY
        revise(country, "vn.01.t1", due, at, at)
    begin, end = DUE + 20 * DAY, DUE + 30 * DAY
    assert stood(country, "vn.01")["vn.01.t1"] == ("in_time", "in_time", begin, end, False)


def test_of_what_was_told_by_then_the_last_in_the_order_of_updates_was_in_force(
    country: Settings,
) -> None:
    """What comes late was decided before: it moves nothing."""
    revise(country, "vn.01.t2", DUE + 7 * DAY, NOW - 26 * DAY, NOW - 26 * DAY)
    revise(country, "vn.01.t2", DUE + 3 * DAY, NOW - 25 * DAY, NOW - 30 * DAY)
    revise(country, "vn.01.t2", DUE, NOW - 5 * DAY, NOW - 5 * DAY)
    found = stood(country, "vn.01")["vn.01.t2"]
    assert found[2:4] == (DUE + 7 * DAY, DUE + 7 * DAY)


def test_states_are_told_by_the_first_turn_after_an_instant_of_this_scope_alone(
    country: Settings,
) -> None:
    for task in ("vn.01.t3", "vn.02.t1"):
        turn(country, task, 2, NOW - 15 * DAY, "not_started", "due_soon")
        turn(country, task, 3, NOW - 5 * DAY, "due_soon", "in_time")
    assert stood(country, "vn.01")["vn.01.t3"] == ("not_started", "due_soon", DUE, DUE, True)
    assert set(stood(country, "vn.02")) == {"vn.02.t1"}
