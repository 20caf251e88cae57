"""The seal on a real PostgreSQL: what a leader keeps of a day, and that nobody can touch it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from redis import Redis

from schema.clock import day_end, local_day
from schema.flows import FLOW, FLOW_WIDTH
from schema.ranking import quarter, seal_of
from schema.settings import Settings
from schema.wire import LogMessage
from stream.core.task import pack
from tests.builders import assigned, completed, report, verified, world
from tests.integration import roll_rig as rig
from tests.memory_log import MemoryLog
from tests.stream.kpi.places import counts
from tests.stream.kpi.ranking.tasks import COUNTRY

TODAY = local_day(datetime.now(UTC))
DAY = TODAY - timedelta(days=1)
MIDNIGHT = day_end(DAY)
WORLD = world(("vn.01.00001",), beside={c: frozenset((c, "vn")) for c in ("vn", "vn.01", "vn.02")})


@pytest.fixture
def country(settings: Settings) -> Iterator[Settings]:
    """A migrated system with a few units in leagues."""
    rig.build(settings)
    rig.load_catalogue(settings, COUNTRY, TODAY)
    yield settings
    rig.tear_down(settings)
    with Redis.from_url(settings.redis_url) as redis:
        redis.delete(settings.names.kpi_stream)


class Tasks:
    """Folds reports in memory and puts the tasks and updates into SQL, as the fold would."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._log = MemoryLog(WORLD)

    def fold(self, *messages: LogMessage) -> None:
        """Fold, and have SQL hold what there is."""
        self._log.each(messages)
        with rig.StandIn(self._settings).connect() as connection, connection.transaction():
            connection.execute("delete from task; delete from update")
            for code, placed in self._log.partition.tasks.items():
                connection.execute(
                    "insert into task (code, partition, home, state, sign, standing_version,"
                    " updates, fold) values (%s, 0, '', %s, 'none', 1, 1, %s)",
                    (code, placed.state.value, pack(placed.task)),
                )
            for subject, judged in self._log.rows.values():
                entry = judged.entry
                connection.execute(
                    "insert into update values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, null,"
                    " %s, %s, %s, null, null, now())",
                    (entry.id, subject, judged.verdict.value, entry.report, entry.unit,
                     entry.actor, entry.source, entry.channel, entry.update.occurred_at,
                     entry.known_at, entry.received_at, entry.hash, entry.body.decode(),
                     judged.verdict.value),
                )  # fmt: skip


def given(code: str, due_in: int) -> LogMessage:
    """A task given a month ago."""
    begin = MIDNIGHT - timedelta(days=30)
    lead = code.rpartition(".t")[0]
    task = assigned(
        code, occurred_at=begin, assigned_by="vn", lead=lead,
        start=local_day(begin), due=DAY + timedelta(days=due_in),
    )  # fmt: skip
    return report(task, unit="vn")


def finished(code: str, at: datetime) -> list[LogMessage]:
    """Its completion and the verdict."""
    claim = completed(subject=code, occurred_at=at)
    verdict = verified(subject=code, of=claim.id, occurred_at=at + timedelta(seconds=9))
    return [report(claim, unit=code.rpartition(".t")[0]), report(verdict, unit="vn")]


def a_country() -> list[LogMessage]:
    """In vn.01 five done on time and one open that is due on the day; in vn.02 five overdue."""
    codes = [f"vn.01.t{n}" for n in range(1, 6)]
    late = [given(f"vn.02.t{n}", -3) for n in range(1, 6)]
    before = MIDNIGHT - timedelta(days=9)
    done = [message for code in codes for message in finished(code, before)]
    return [*(given(code, -5) for code in codes), *late, *done, given("vn.01.t9", 0)]


async def seal(settings: Settings) -> None:
    """Lead until the day is sealed."""
    rig.StandIn(settings).close(DAY)
    with rig.StandIn(settings).connect() as connection:
        connection.execute(
            "insert into process (role, instance, pid, at, ready, detail)"
            " values ('fold', 'test', 1, now() + interval '1 hour', true, '{\"lag\": 0}')"
            " on conflict (role, instance) do nothing"
        )
    async with rig.leading(settings) as leader, asyncio.timeout(30):
        while leader.sealer.last is None:
            await leader.cycle()
            await asyncio.sleep(0.02)


TABLE = "select rows, hash, method from ranking_snapshot where league = %s and day = %s"


async def test_a_day_is_sealed_as_it_stood(country: Settings) -> None:
    Tasks(country).fold(*a_country())
    await seal(country)
    ((rows, seal_, method),) = rig.rows(country, TABLE, "provinces", DAY)
    assert [(row["unit"], row["rank"]) for row in rows] == [
        ("vn.01", 1), ("vn.02", 2), ("vn.03", None)
    ]  # fmt: skip
    assert (rows[0]["on_time"], rows[0]["due"]) == (5, 5)
    assert rows[1]["score_low"] <= rows[1]["score"] <= rows[1]["score_high"]
    assert seal_ == seal_of("provinces", DAY, method, rows), "what SQL gives back has this hash"


async def test_what_came_after_the_instant_is_not_in_it(country: Settings) -> None:
    """A completion of the day that came at 00:04 is; one at 00:06, and one of the next day, not."""
    tasks = Tasks(country)
    evening = MIDNIGHT - timedelta(hours=2)

    def late(code: str, came: int) -> list[LogMessage]:
        claim = completed(subject=code, occurred_at=evening)
        verdict = verified(subject=code, of=claim.id, occurred_at=evening)
        at = {"reported_at": evening, "received_at": MIDNIGHT + timedelta(minutes=came)}
        return [report(claim, unit="vn.01", **at), report(verdict, unit="vn", **at)]

    tasks.fold(
        *a_country(), given("vn.01.t10", 0), given("vn.01.t11", 0),
        *late("vn.01.t9", 4), *late("vn.01.t10", 6),
        *finished("vn.01.t11", MIDNIGHT + timedelta(minutes=1)),
    )  # fmt: skip
    await seal(country)
    ((rows, _, _),) = rig.rows(country, TABLE, "provinces", DAY)
    assert (rows[0]["unit"], rows[0]["on_time"], rows[0]["due"]) == ("vn.01", 6, 6)


async def test_a_sealed_table_cannot_be_changed(country: Settings) -> None:
    Tasks(country).fold(*a_country())
    await seal(country)
    for statement in (
        "update ranking_snapshot set hash = ''",
        "delete from ranking_snapshot",
        "truncate ranking_snapshot",
        "update ranking_volume set tasks = 0",
    ):
        with (
            rig.StandIn(country).connect() as connection,
            pytest.raises(psycopg.errors.RaiseException, match="it is sealed"),
        ):
            connection.execute(statement.encode())


async def test_a_table_is_never_made_again(country: Settings) -> None:
    tasks = Tasks(country)
    tasks.fold(*a_country())
    await seal(country)
    before = rig.rows(country, TABLE, "provinces", DAY)
    tasks.fold(*(given(f"vn.03.t{n}", -2) for n in range(9)))
    await seal(country)
    assert rig.rows(country, TABLE, "provinces", DAY) == before


async def test_volumes_are_fixed_and_lifts_are_kept(country: Settings) -> None:
    Tasks(country).fold(*a_country(), given("vn.01.t12", 5))
    await seal(country)
    quarters = rig.rows(country, "select distinct quarter from ranking_volume order by quarter")
    assert (quarter(DAY),) in quarters
    query = "select unit, place, day, task, gain > 0 from ranking_lift order by unit, place"
    assert ("vn.01", 1, TODAY, "vn.01.t12", True) in rig.rows(country, query)


async def test_data_quality_is_that_of_the_close(country: Settings) -> None:
    """Also of the first day there is: from slots at the close and what was told by then (Q62)."""
    Tasks(country).fold(*a_country())
    slots = counts(slots=8, slots_on_time=4, slots_share=40_000)
    noticed = [0] * FLOW_WIDTH
    for name, number in {"checks": 4, "severity": 4, "updates_form": 2, "faults": 1}.items():
        noticed[FLOW[name]] = number
    later = [number if n == FLOW["faults"] else 0 for n, number in enumerate(noticed)]
    with rig.StandIn(country).connect() as connection:
        connection.execute(
            "insert into partial_day values (0, 'vn.01', '', '', '', '', '', %s, 1, %s, %s, 1)",
            (DAY, MIDNIGHT, list(slots)),
        )
        for known_on, row in ((DAY, noticed), (TODAY, later)):
            connection.execute(
                "insert into flow_day values (0, 'vn.01', '', '', '', %s, %s, 1, %s)",
                (DAY, row, known_on),
            )
    await seal(country)
    ((rows, _, _),) = rig.rows(country, TABLE, "provinces", DAY)
    assert [row["parts"]["dq"] for row in rows] == [0.5, None, None]
