"""Alerts on the real engines: the ledger's transaction, the outbox's table, the topic."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

from alerts.alert import Alert
from alerts.app import database
from alerts.hooks import SqlHooks
from alerts.ledger import Arrival, Ledger, Moved
from alerts.outbox import Outcome, SqlOutbox
from alerts.rules import RANK, shipped
from alerts.standings import Standings
from schema.alert import Standing
from schema.clock import local_day
from schema.database import AsyncPool, connect
from schema.errors import Contradiction
from schema.settings import Settings
from schema.states import Sign, State
from tests.alerts.builders import COMMUNE, NOW, OVERDUE, standing
from tests.alerts.fakes import ManualClock
from tests.alerts.outbox_contract import PROMISES, Promise
from tests.integration import alerts_rig as rig


@pytest.fixture(scope="module", autouse=True)
def system(settings: Settings) -> Iterator[None]:
    asyncio.run(rig.build(settings))
    yield
    asyncio.run(rig.tear_down(settings))


@pytest.fixture
async def pool(settings: Settings) -> AsyncIterator[AsyncPool]:
    async with database(settings) as connections:
        yield connections


class World:
    """A ledger, a clock set by hand, and a subject nobody else speaks of."""

    def __init__(self, settings: Settings, pool: AsyncPool) -> None:
        self.settings = settings
        self.clock = ManualClock(hand=[NOW])
        self.ledger = Ledger(pool, shipped(), self.clock)
        self.subject = f"{COMMUNE}.t{uuid4().int % 10**9}"
        self.partition = 0

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def standing(self, version: int, state: State, **given: object) -> Standing:
        """The subject stands so now, due tomorrow unless it is overdue since yesterday."""
        days = -1 if state in OVERDUE.states else 1
        due = local_day(self.now) + timedelta(days=days)
        return standing(
            state,
            **{"subject": self.subject, "version": version, "at": self.now, "due": due} | given,
        )

    async def judge(self, *standings: Standing) -> None:
        """The standings arrive."""
        at = await self.ledger.positions()
        arrivals = [
            Arrival(partition=0, offset=at[0] + n, published_at=one.at, standing=one)
            for n, one in enumerate(standings)
        ]
        await self.ledger.judge(arrivals, at)

    def alerts(self) -> list[tuple[object, ...]]:
        columns = "rule, state, reason, step"
        query = f"select {columns} from alert where subject = %s order by opened_at, rule"
        return rig.rows(self.settings, query, self.subject)

    def events(self) -> list[str]:
        query = (
            "select e.reason from alert_event e join alert a on a.id = e.alert "
            "where a.subject = %s order by n"
        )
        return [reason for (reason,) in rig.rows(self.settings, query, self.subject)]

    def deliveries(self) -> list[tuple[object, ...]]:
        query = (
            "select d.channel, d.target, d.payload ->> 'type', d.outcome from delivery d "
            "join alert a on a.id = d.alert where a.subject = %s order by d.created_at, d.channel"
        )
        return rig.rows(self.settings, query, self.subject)


@pytest.fixture
def world(settings: Settings, pool: AsyncPool) -> World:
    return World(settings, pool)


async def test_a_standing_is_judged_once_with_its_position(world: World) -> None:
    before = await world.ledger.positions()
    await world.judge(world.standing(1, State.DUE_SOON))
    assert world.alerts() == [("due_soon", "open", "opened", 3)]
    assert world.deliveries() == [("inbox", COMMUNE, "alert.opened", None)]
    after = await world.ledger.positions()
    assert after[0] == before[0] + 1


async def test_who_stands_elsewhere_writes_nothing(world: World) -> None:
    at = await world.ledger.positions()
    seen = world.standing(1, State.DUE_SOON)
    arrival = Arrival(partition=0, offset=at[0], published_at=seen.at, standing=seen)
    await world.ledger.judge([arrival], at)
    with pytest.raises(Moved, match="SQL stands at"):
        await world.ledger.judge([arrival], at)
    assert world.events() == ["opened"]


async def test_duplicates_and_old_versions_leave_no_trace(world: World) -> None:
    first, second = world.standing(1, State.DUE_SOON), world.standing(2, State.AWAITING)
    await world.judge(first, second)
    await world.judge(first, second)
    await world.judge(second)
    assert world.events() == ["opened", "claimed"]


async def test_an_alert_lives_through_sql(world: World) -> None:
    await world.judge(world.standing(1, State.DUE_SOON))
    await world.judge(world.standing(2, State.AWAITING))
    await world.judge(world.standing(3, State.DUE_SOON))
    await world.judge(world.standing(4, State.OVERDUE))
    await world.judge(world.standing(5, State.DONE_LATE))
    assert world.alerts() == [
        ("due_soon", "resolved", "overtaken", 3),
        ("overdue", "resolved", "done", 1),
    ]
    assert world.events() == ["opened", "claimed", "reopened", "overtaken", "opened", "done"]


async def test_after_seven_days_sql_holds_two_alerts(world: World) -> None:
    await world.judge(world.standing(1, State.DUE_SOON), world.standing(2, State.DONE_ON_TIME))
    world.clock.forward(timedelta(days=8))
    await world.judge(world.standing(3, State.DUE_SOON))
    assert [state for _, state, *_ in world.alerts()] == ["resolved", "open"]


async def test_what_was_not_sent_is_overtaken_by_the_end(world: World) -> None:
    await world.judge(world.standing(1, State.DUE_SOON))
    world.clock.forward(timedelta(seconds=1))
    await world.judge(world.standing(2, State.DONE_ON_TIME))
    assert [(kind, outcome) for *_, kind, outcome in world.deliveries()] == [
        ("alert.opened", "overtaken"),
        ("alert.resolved", None),
    ]


async def test_history_makes_alerts_and_tells_nobody(world: World) -> None:
    past = world.now - timedelta(days=40)
    await world.judge(world.standing(1, State.OVERDUE, at=past))
    assert [state for _, state, *_ in world.alerts()] == ["open"]
    assert world.deliveries() == []
    query = "select e.detail from alert_event e join alert a on a.id = alert where subject = %s"
    ((detail,),) = rig.rows(world.settings, query, world.subject)
    assert detail["muted"] == "history"


async def test_the_ladder_is_climbed_when_time_comes(world: World) -> None:
    await world.judge(world.standing(1, State.OVERDUE))
    world.clock.forward(timedelta(days=60))
    await world.ledger.climb()
    assert world.alerts() == [("overdue", "open", "step", 4)]
    assert not (await world.ledger.climb()).events


async def test_two_ledgers_climb_each_alert_once(world: World, pool: AsyncPool) -> None:
    await world.judge(world.standing(1, State.OVERDUE))
    world.clock.forward(timedelta(days=60))
    other = Ledger(pool, shipped(), world.clock)
    await asyncio.gather(*(ledger.climb() for ledger in (world.ledger, other) * 3))
    assert world.events() == ["opened", "step"]


async def test_webhooks_in_use_get_a_delivery(world: World, settings: Settings) -> None:
    lead = f"{COMMUNE}9"
    hook = rig.add_webhook(settings, lead, "https://example.vn/")
    await world.judge(world.standing(1, State.DUE_SOON, lead=lead))
    assert ("webhook", str(hook), "alert.opened", None) in world.deliveries()


async def test_the_table_of_webhooks(settings: Settings, pool: AsyncPool) -> None:
    hooks, id = SqlHooks(pool), rig.add_webhook(settings, COMMUNE, "https://example.vn/")
    found = await hooks.find(id)
    assert found is not None and (found.url, found.disabled) == ("https://example.vn/", False)
    await hooks.disable(id, settings.clock().now(), "answered 410")
    gone = await hooks.find(id)
    assert gone is not None and gone.disabled
    assert await hooks.find(uuid4()) is None


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_the_outbox_keeps_its_contract(
    promise: Promise, world: World, pool: AsyncPool, settings: Settings
) -> None:
    with connect(settings) as connection:
        connection.execute("delete from delivery")
    await world.judge(world.standing(1, State.DUE_SOON, at=world.now - timedelta(days=40)))
    ((alert,),) = rig.rows(settings, "select id from alert where subject = %s", world.subject)

    async def add(channel: str, target: str, at: datetime) -> UUID:
        id = uuid4()
        row = {"id": id, "alert": alert, "channel": channel, "target": target}
        rows = [row | {"payload": {"a": 1}, "created_at": at, "due_at": at}]
        with connect(settings) as connection:
            connection.execute(rig.SQL.add_deliveries, (msgspec.json.encode(rows).decode(),))
        return id

    await promise(SqlOutbox(pool), add)


async def test_how_a_delivery_ended_is_written_down(world: World, pool: AsyncPool) -> None:
    await world.judge(world.standing(1, State.DUE_SOON))
    outbox = SqlOutbox(pool)
    for parcel in await outbox.claim(world.now, limit=99, each=99, busy=()):
        await outbox.settle(parcel.id, Outcome.EXPIRED, world.now, "no answer")
    columns = "outcome, why, attempts"
    query = f"select {columns} from delivery d join alert a on a.id = alert where subject = %s"
    assert rig.rows(world.settings, query, world.subject) == [("expired", "no answer", 1)]


async def test_an_inbox_is_read_by_severity(world: World, settings: Settings) -> None:
    await world.judge(world.standing(1, State.OVERDUE))
    with connect(settings) as connection:
        given = {"unit": COMMUNE, "limit": 99}
        found = connection.execute(rig.SQL.inbox, given).fetchall()
        counts: dict[str, int] = dict(connection.execute(rig.SQL.inbox_counts, given).fetchall())
    alerts = [msgspec.json.decode(text, type=Alert) for (text,) in found]
    assert world.subject in {alert.subject for alert in alerts}
    assert sum(counts.values()) == len(alerts)
    ranks = [RANK.index(alert.severity) for alert in alerts]
    assert ranks == sorted(ranks, reverse=True)


async def test_the_topic_is_read_from_where_sql_stands(settings: Settings) -> None:
    clock = settings.clock()
    seen = [standing(version=n, at=clock.now()) for n in range(1, 6)]
    await rig.publish(settings, seen, partition=3)
    async with rig.producer(settings) as sender:
        await sender.send_and_wait(settings.names.standings, b"no standing", partition=3)
    async with Standings(settings, clock) as standings:
        await standings.seek({3: 2})
        arrivals: list[Arrival] = []
        while len(arrivals) < 4:
            arrivals += await standings.take()
        assert [one.offset for one in arrivals] == [2, 3, 4, 5]
        assert [one.standing for one in arrivals] == [*seen[2:], None]
        assert all(abs(one.published_at - clock.now()) < timedelta(seconds=30) for one in arrivals)
        assert standings.unreadable == 1
        assert await standings.ends([3]) == {3: 6}
        await standings.commit({3: 6})
        with pytest.raises(Contradiction, match="was the topic made anew"):
            await standings.seek({3: 7})


async def test_history_cannot_be_rewritten(world: World, settings: Settings) -> None:
    await world.judge(world.standing(1, State.DUE_SOON))
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        rig.rows(settings, "update alert_event set reason = 'never'")


async def test_an_early_warning_lives_through_sql(world: World) -> None:
    """On track, at risk, behind, eased, done: one open at a time, nothing told twice."""
    due = local_day(world.now) + timedelta(days=25)
    story = (Sign.ON_TRACK, Sign.AT_RISK, Sign.BEHIND, Sign.AT_RISK)
    for version, sign in enumerate(story, start=1):
        await world.judge(world.standing(version, State.IN_TIME, due=due, sign=sign, p_late=8_000))
        held = [(rule, step) for rule, state, _, step in world.alerts() if state == "open"]
        assert held == ([(sign.value, 1)] if sign is not Sign.ON_TRACK else [])
    await world.judge(world.standing(5, State.DONE_ON_TIME, due=due))
    assert world.events() == ["opened", "worsened", "opened", "reopened", "eased", "done"]
    query = "select facts ->> 'p_late' from alert where subject = %s and rule = 'behind'"
    assert rig.rows(world.settings, query, world.subject) == [("8000",)]
    assert [row for row in world.alerts() if row[1] != "resolved"] == []


async def test_a_warning_reaches_the_office_above_a_week_before(world: World) -> None:
    due = local_day(world.now) + timedelta(days=25)
    await world.judge(world.standing(1, State.IN_TIME, due=due, sign=Sign.BEHIND, p_late=9_000))
    world.clock.forward(timedelta(days=19))
    await world.ledger.climb()
    assert world.alerts() == [("behind", "open", "step", 3)]
    heard = {target for _, target, kind, _ in world.deliveries() if kind == "alert.step"}
    assert COMMUNE in heard and len(heard) == 2
