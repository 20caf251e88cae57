"""Rolling windows on a real PostgreSQL: what the fold writes of days, roll publishes (Q80–84)."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from psycopg import AsyncConnection

from schema.clock import day_end, day_start, local_day
from schema.close import label, shelf_of, unpack
from schema.database import Row, connect
from schema.queries import load
from schema.rolling import Rolling
from schema.settings import Settings
from schema.update import Corrected, DifficultyAnswered, DifficultyRaised, SlotNil, Update
from schema.wire import ClockTo, LogMessage
from stream.core.world import of_catalogue
from stream.fold.session import open_connection
from stream.fold.store import Folded, add_updates, keep, stage
from stream.roll import flows
from tests.builders import assigned, completed, new_id, progress, report, verified
from tests.integration import roll_rig as rig
from tests.integration.test_roll import COUNTRY, LONG_AGO
from tests.memory_log import MemoryLog

pytestmark = pytest.mark.storage

NOW = datetime.now(UTC)
TODAY = local_day(NOW)
COMMUNE, PROVINCE = "vn.01.00001", "vn.01"
TASK = f"{COMMUNE}.t1"


@pytest.fixture
def country(settings: Settings) -> Iterator[Settings]:
    """A country of a few units, in which nothing was assigned yet."""
    rig.build(settings)
    rig.load_catalogue(settings, COUNTRY, LONG_AGO)
    yield settings
    rig.tear_down(settings)


@pytest.fixture
def whole(settings: Settings) -> Iterator[Settings]:
    """The same of two partitions, so that days close."""
    rig.build(settings, partitions=2)
    rig.load_catalogue(settings, COUNTRY, LONG_AGO)
    yield settings
    rig.tear_down(settings)


class Fold:
    """The pure fold of two partitions, written by the fold's own statements."""

    def __init__(self, connection: AsyncConnection[Row]) -> None:
        self._connection = connection
        self._told = [0, 0]
        self._logs = [MemoryLog(of_catalogue(COUNTRY, 1)) for _ in range(2)]

    async def fold(self, *messages: LogMessage, partition: int = 0) -> None:
        """Fold messages as one transaction."""
        outcome = self._logs[partition].fold(messages)
        self._told[partition] += len(outcome.standings)
        outcome.overlay.outbox_next = self._told[partition]
        one = Folded(partition=partition, outcome=outcome)
        async with self._connection.transaction():
            await add_updates(self._connection, [one])
            staged = await stage(self._connection, [one])
            await keep(self._connection, [one], staged)
            await self._connection.execute(
                "update position set next_offset = %s, clock = %s where partition = %s",
                (one.stamp, outcome.overlay.clock, partition),
            )


@asynccontextmanager
async def folding(settings: Settings, day: date = TODAY) -> AsyncIterator[Fold]:
    """A fold that stands at the beginning of a day."""
    connection = await open_connection(settings, 1)
    await connection.set_autocommit(True)
    fold = Fold(connection)
    for partition in (0, 1):
        await fold.fold(ClockTo(to=day_start(day)), partition=partition)
    try:
        yield fold
    finally:
        await connection.close()


def ago(days: float, **fields: Any) -> dict[str, Any]:
    """Fields of an update that occurred so many days before now, a new one each time."""
    return {"id": new_id(), "occurred_at": NOW - timedelta(days=days), "subject": TASK, **fields}


def given(**fields: Any) -> Update:
    """The assignment, forty days ago, due in ten."""
    return assigned(
        TASK,
        occurred_at=NOW - timedelta(days=40),
        assigned_by=PROVINCE,
        start=TODAY - timedelta(days=40),
        due=TODAY + timedelta(days=10),
        **fields,
    )


def published(settings: Settings, scope: str, programme: str = "") -> Rolling:
    state = rig.state(settings, scope, programme)
    assert state is not None and state.rolling is not None
    return state.rolling


async def test_what_the_fold_writes_of_days_is_published_in_windows(country: Settings) -> None:
    async with folding(country) as fold, rig.leading(country) as leader:
        claim = completed(**ago(9))
        raised = DifficultyRaised(**ago(8.5), difficulty="d", type="legal")
        answered = DifficultyAnswered(**ago(2), difficulty="d")
        await fold.fold(
            report(given(), unit=PROVINCE),
            report(claim, raised, unit=COMMUNE, channel="connector"),
            report(verified(**ago(3, of=claim.id)), answered, unit=PROVINCE),
        )
        await rig.follow(leader)
        found = published(country, "vn")
        assert found.d7.now.completions == 0 and found.d7.before is None, "the log begins today"
        assert (found.d30.now.completions, found.d30.now.on_time) == (1, 1)
        assert (found.d30.now.raised, found.d7.now.answered) == (1, 1)
        assert (found.d7.now.reports, found.d30.now.reports, found.d90.now.reports) == (1, 2, 3)
        assert (found.d30.now.units, found.d30.now.communes) == (2, 1)
        assert found.d30.now.channels == (2, 2, 0, 0)
        lag = found.d7.now.answered_lag
        assert lag is not None and (lag.n, lag.low_s) == (1, 5 * 86_400)
        assert published(country, "vn", "nq57").d30.now.completions == 1

        gone = Corrected(**ago(0), supersedes=claim.id)
        await fold.fold(report(gone, unit=COMMUNE))
        await rig.follow(leader)
        assert published(country, "vn").d30.now.completions == 0, "taken back (D5)"
        assert published(country, PROVINCE).d30.now.on_time == 0


def listed_today(settings: Settings, scope: str, subject: str = "") -> list[tuple[Any, ...]]:
    """The updates behind the figure, of one subject or of any; as many as are counted."""
    given = {
        "begin": day_start(TODAY), "end": day_end(TODAY), "channel": "", "by_task": False,
        "leads": [unit.code for unit in COUNTRY.units if unit.code.startswith(scope)],
        "within": None, "field": "", "posts": [], "programme": "", "leaf": [], "subject": subject,
        "after_code": "", "after_at": None, "after_id": None, "most": 50,
    }  # fmt: skip
    with connect(settings, build=1) as connection:
        found = connection.execute(load("parts").updates, given).fetchall()
        row = connection.execute(load("parts").count_updates, given).fetchone()
    assert row is not None and row[0] == len(found)
    return found


def sent_today(settings: Settings, scope: str) -> tuple[int, int]:
    """How long the list of updates behind the figure is, and the figure."""
    state = rig.state(settings, scope)
    assert state is not None
    return len(listed_today(settings, scope)), state.windows.updates_today


async def test_a_backlog_received_hours_ago_is_in_the_same_roll_as_all_else_of_it(
    country: Settings,
) -> None:
    """Bins of the whole day grow long after they began: what waited in the log comes at once."""
    hours = (NOW - day_start(TODAY)) / 4
    async with folding(country) as fold, rig.leading(country) as leader:
        await fold.fold(report(given(), unit=PROVINCE, received_at=NOW))
        await rig.follow(leader)
        assert sent_today(country, "vn") == (1, 1)
        for n in range(1, 4):
            late = [
                report(progress(n / 9, **ago(1)), unit=COMMUNE, received_at=NOW - n * hours)
                for _ in range(n)
            ]
            await fold.fold(*late)
            await fold.fold(
                report(progress(0.5, **ago(1, subject=f"{COMMUNE}.t{n + 5}")), unit=COMMUNE,
                       received_at=day_start(TODAY)),
                partition=1,
            )  # fmt: skip
            await rig.follow(leader)
            state = rig.state(country, "vn")
            folded = rig.rows(country, "select partition, next_offset from position")
            assert state is not None and state.positions == dict(folded)
            for scope in ("vn", PROVINCE, COMMUNE):
                listed, counted = sent_today(country, scope)
                assert listed == counted > n
            assert state.windows.units_today == 2


async def test_a_nil_report_about_two_tasks_is_one_update_in_the_list_and_in_the_count(
    country: Settings,
) -> None:
    async with folding(country) as fold, rig.leading(country) as leader:
        other = f"{COMMUNE}.t2"
        both = SlotNil(**ago(0), subjects=[TASK, other], period="2026-06")
        await fold.fold(report(given(), both, unit=PROVINCE, received_at=NOW))
        await rig.follow(leader)
        assert rig.rows(country, "select count(*) from update") == [(3,)]
        assert sent_today(country, "vn") == (2, 2)
        for subject, kinds in ((TASK, ["slot.nil", "task.assigned"]), (other, ["slot.nil"])):
            found = listed_today(country, "vn", subject)
            assert sorted(row[2] for row in found) == kinds, "each subject has its own row of it"
            assert {row[3] for row in found} == {subject}


async def test_yesterdays_arrivals_told_today_are_yesterdays(country: Settings) -> None:
    async with folding(country) as fold, rig.leading(country) as leader:
        before = day_start(TODAY) - timedelta(seconds=1)
        await fold.fold(report(given(), unit=PROVINCE, received_at=before))
        await rig.follow(leader)
        assert sent_today(country, "vn") == (0, 0)


async def test_a_report_in_two_partitions_is_one_and_only_while_it_counts(
    country: Settings,
) -> None:
    async with folding(country) as fold, rig.leading(country) as leader:
        other = "vn.01.00002.t1"
        await fold.fold(report(given(), unit=PROVINCE))
        await fold.fold(
            report(
                assigned(other, occurred_at=NOW - timedelta(days=9), assigned_by=PROVINCE),
                unit=PROVINCE,
            ),
            partition=1,
        )
        both = {"unit": PROVINCE, "id": new_id()}
        first, second = progress(0.3, **ago(1)), progress(0.4, **ago(1, subject=other))
        await fold.fold(report(first, **both))
        await fold.fold(report(second, **both), partition=1)
        await rig.follow(leader)
        before = published(country, "vn").d7.now
        assert before.reports == 1 and before.channels == (0, 2, 0, 0)
        for partition, update in enumerate((first, second)):
            gone = Corrected(**ago(0, subject=update.subject), supersedes=update.id)
            await fold.fold(
                report(gone, unit=PROVINCE, id=both["id"], reported_at=NOW), partition=partition
            )
        await rig.follow(leader)
        after = published(country, "vn")
        assert after.today.now.reports == 1, "of the same id, today's correction is in force"
        assert after.d7.now.reports == 1


def test_an_account_is_told_of_the_days_that_came_and_went_alone(country: Settings) -> None:
    """Days in both windows are one row of each unit without a day; others in neither are none."""
    queries, window = load("why"), timedelta(days=6)
    end, begin = TODAY, TODAY - timedelta(days=2)
    reach = {"leads": None, "field": "", "posts": [], "programme": "", "nums": [1], "dens": [2]}
    span = {"begins": begin - window, "begin": begin, "ends": end - window, "end": end}
    with connect(country, build=1) as connection:
        for n in range(12):
            connection.execute(
                "insert into flow_day values (0, %s, '', '', '', %s, %s, 0, %s)",
                (COMMUNE, TODAY - timedelta(days=n), [1, 10 + n], TODAY),
            )
            connection.execute(
                "insert into reported values (%s, 0, %s, %s, 1, %s)",
                (new_id(), COMMUNE, TODAY - timedelta(days=n), TODAY),
            )
        flows = connection.execute(queries.flows, reach | span).fetchall()
        reports = connection.execute(queries.reports, reach | span).fetchall()
    alone = [TODAY - timedelta(days=n) for n in (0, 1, 7, 8)]
    both = sum(range(12, 17))
    assert sorted(row[2:] for row in flows if row[1] is None) == [(5, both)]
    assert {row[1]: row[3] for row in flows if row[1]} == {
        day: 10 + (TODAY - day).days for day in alone
    }
    assert {row[1]: row[2] for row in reports} == dict.fromkeys(alone, 1) | {None: 5}


@pytest.mark.parametrize(("live", "many"), [(True, flows.MANY), (False, flows.MANY), (True, 0)])
async def test_a_report_resent_on_a_later_day_counts_once_live_and_replayed(
    whole: Settings, live: bool, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent in parts a day apart under one id: it counts on the first day that is in force.

    So it does when all reports are counted at once, not those of `many` days at most.
    """
    monkeypatch.setattr(flows, "MANY", many)
    yesterday, part = TODAY - timedelta(days=1), {"unit": COMMUNE, "id": new_id()}
    early, later = (day_start(yesterday) + timedelta(days=n, hours=1) for n in (-2, 0))
    first, second = (progress(n, **ago(n * 10, occurred_at=early)) for n in (0.3, 0.4))
    async with folding(whole, yesterday) as fold, AsyncExitStack() as stack:
        if live:
            leader = await stack.enter_async_context(rig.leading(whole))
        await fold.fold(report(given(), unit=PROVINCE, received_at=later))
        for update, received in ((first, early), (second, later)):
            await fold.fold(report(update, **part, reported_at=early, received_at=received))
            if live:
                await rig.follow(leader)
        for partition in (0, 1):
            await fold.fold(ClockTo(to=day_start(TODAY)), partition=partition)
        if not live:
            leader = await stack.enter_async_context(rig.leading(whole))
        await rig.follow(leader)
        kept = kept_on(whole, yesterday)
        assert (kept.d7.now.reports, kept.today.now.reports) == (1 + 1, 1), "assigned, reported"
        assert published(whole, "vn").d7.now.reports == 2

        gone = Corrected(**ago(0), supersedes=first.id)
        await fold.fold(report(gone, unit=COMMUNE))
        await rig.follow(leader)
        found = published(whole, "vn")
        assert found.d7.now.reports == 3, "it counts on the day of its second part from now on"
        assert found.today.before is not None and found.today.before.reports == 2


def kept_on(settings: Settings, day: date) -> Rolling:
    """The windows of the nation that stand on their shelf at the close of a day."""
    found = rig.rows(
        settings, "select body from kpi_shelf where shelf = %s and day = %s", shelf_of("vn"), day
    )
    tiers = unpack(found[0][0])[label("vn", "")]
    assert tiers.rolling is not None
    return tiers.rolling


def test_of_flows_a_midnight_reads_what_was_told_on_its_day_alone(country: Settings) -> None:
    """Rows of a day stand among those of all days once rows that grew have left room."""
    with connect(country, build=1) as connection:
        for n in (1, 0):
            connection.execute(
                "insert into flow_day select n % 8, 'u' || n / 30, '', '', '', %(day)s, '{1}', 0,"
                " %(day)s::date - n % 30 from generate_series(0, 14999) n"
                " on conflict (partition, day, unit, programme, field, in_charge, known_on)"
                " do update set stamp = 1".replace(" % ", " %% "),
                {"day": TODAY - timedelta(days=n)},
            )
        connection.execute("analyze flow_day")
        explain = b"explain (analyze, format json) " + load("roll").flows_known.encode()
        yesterday = TODAY - timedelta(days=1)
        row = connection.execute(explain, (yesterday, TODAY, flows.since(TODAY))).fetchone()
    assert row is not None
    thrown = re.findall(r'"Rows Removed by [^"]*": (\d+)', json.dumps(row[0]))
    assert sum(map(int, thrown)) == 0, row[0]
