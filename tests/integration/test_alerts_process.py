"""``python -m alerts`` as it runs: killed, doubled, cut off from its engines, told to stop."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from alerts.app import database
from alerts.ledger import Arrival, Ledger
from alerts.rules import shipped
from schema.alert import Standing
from schema.clock import local_day
from schema.settings import Settings
from schema.states import State
from tests.alerts.builders import standing
from tests.alerts.sink import Sink, response
from tests.integration import alerts_rig as rig
from tests.integration.waiting import until

CLOSED = "127.0.0.1:9"
CUT = (
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' "
    "and objid = (hashtext(%s)::int8 & 4294967295)::oid"
)


@pytest.fixture(scope="module", autouse=True)
def system(settings: Settings) -> Iterator[None]:
    asyncio.run(rig.build(settings))
    yield
    asyncio.run(rig.tear_down(settings))


class Stage:
    """Processes and sinks that end with the test, and a unit nobody else speaks of."""

    def __init__(self, settings: Settings, environ: dict[str, str], stack: AsyncExitStack) -> None:
        self.settings, self._environ, self._stack = settings, environ, stack
        self.unit = f"vn.{uuid4().hex[:8]}"
        self.subject = f"{self.unit}.t1"

    async def process(self, **environ: str) -> rig.Process:
        """A process under way, not necessarily ready."""
        made = rig.Process(self.settings, self._environ | environ)
        await made.start()
        self._stack.push_async_callback(made.kill_if_alive)
        return made

    async def sink(self, unit: str | None = None) -> Sink:
        """A receiver of the unit's alerts."""
        made = await self._stack.enter_async_context(Sink())
        rig.add_webhook(self.settings, unit or self.unit, made.url)
        return made

    def overdue(self, version: int = 1, unit: str | None = None) -> Standing:
        """The unit's task, overdue since yesterday, as the fold says it now."""
        now, lead = self.settings.clock().now(), unit or self.unit
        return standing(
            State.OVERDUE,
            subject=f"{lead}.t1",
            lead=lead,
            version=version,
            at=now,
            due=local_day(now) - timedelta(days=1),
        )

    def done(self, version: int) -> Standing:
        """The unit's task, done late."""
        now = self.settings.clock().now()
        given = {"subject": self.subject, "lead": self.unit, "version": version, "at": now}
        return standing(State.DONE_LATE, **given)

    def outcomes(self, channel: str = "webhook") -> list[str | None]:
        """How the unit's deliveries ended."""
        query = (
            "select outcome from delivery d join alert a on a.id = d.alert "
            "where a.unit = %s and channel = %s order by d.created_at"
        )
        return [outcome for (outcome,) in rig.rows(self.settings, query, self.unit, channel)]

    def events(self) -> list[str]:
        """What happened to the unit's alerts."""
        query = (
            "select e.reason from alert_event e join alert a on a.id = e.alert "
            "where a.unit = %s order by n"
        )
        return [reason for (reason,) in rig.rows(self.settings, query, self.unit)]


@pytest.fixture
async def stage(settings: Settings, environ: dict[str, str]) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        yield Stage(settings, environ, stack)


async def came(sink: Sink, n: int) -> None:
    """Until the sink has received so many messages."""
    await until(lambda: len(sink.received) >= n, f"{n} messages, got {len(sink.received)}")


async def test_a_standing_becomes_a_warning_and_its_end_too(stage: Stage) -> None:
    sink, process = await stage.sink(), await stage.process()
    await process.ready()
    async with Redis.from_url(stage.settings.redis_url) as redis, redis.pubsub() as heard:
        await heard.subscribe(stage.settings.names.inbox_channel)
        await heard.get_message(timeout=5)
        await rig.publish(stage.settings, [stage.overdue()])
        await came(sink, 1)
        hint = await heard.get_message(ignore_subscribe_messages=True, timeout=5)
        assert json.loads(hint["data"])["to"] == stage.unit
    await rig.publish(stage.settings, [stage.done(2)])
    await came(sink, 2)
    types = [message.body["type"] for message in sink.received]
    assert types == ["alert.opened", "alert.resolved"]
    assert sink.received[0].body["data"]["text"]["vi"].startswith("Số hóa hồ sơ")
    await until(lambda: stage.outcomes() == ["sent", "sent"], "both written down")


async def test_killed_while_sending_it_sends_again_under_the_same_id(stage: Stage) -> None:
    sink = await stage.sink()
    sink.hang = True
    first = await stage.process()
    await rig.publish(stage.settings, [stage.overdue()])
    async with asyncio.timeout(30):
        await sink.came.wait()
    await first.end(signal.SIGKILL)
    sink.hang = False
    await stage.process()
    await came(sink, 2)
    assert len({message.id for message in sink.received}) == 1
    await until(lambda: stage.outcomes() == ["sent"], "one delivery, sent")
    assert stage.events() == ["opened"]


async def test_what_was_committed_and_never_sent_is_sent_by_the_next(stage: Stage) -> None:
    sink, settings = await stage.sink(), stage.settings
    async with database(settings) as pool:
        ledger, seen = Ledger(pool, shipped(), settings.clock()), stage.overdue()
        await rig.publish(settings, [seen], partition=5)
        at = await ledger.positions()
        arrival = Arrival(partition=5, offset=at[5], published_at=seen.at, standing=seen)
        await ledger.judge([arrival], at)
    assert stage.outcomes() == [None]
    await stage.process()
    await came(sink, 1)
    await until(lambda: stage.outcomes() == ["sent"], "the delivery, sent")
    assert (len(sink.received), stage.events()) == (1, ["opened"])


async def test_killed_at_random_moments_nothing_is_lost_or_told_twice(stage: Stage) -> None:
    sink = await stage.sink()
    versions = iter(range(1, 1_000))
    for _ in range(3):
        process = await stage.process()
        story = [stage.overdue(next(versions)), stage.done(next(versions))]
        await rig.publish(stage.settings, [*story, *story])
        await process.spoke()
        await process.end(signal.SIGKILL)
    last = await stage.process()
    await last.ready()
    await until(lambda: None not in stage.outcomes(), "an empty outbox")
    assert stage.events() == ["opened", "done", *["reopened", "done"] * 2]
    ended = [one for one in sink.received if one.body["type"] == "alert.resolved"]
    assert ended[-1].body["data"]["version"] == next(versions) - 1


async def test_a_failing_receiver_delays_no_other(stage: Stage) -> None:
    failing, slow, sound = await stage.sink(), await stage.sink(), await stage.sink()
    answers = iter([500, 503])
    failing.answer = lambda message: response(next(answers, 204))
    slow.hang = True
    process = await stage.process()
    await process.ready()
    began = time.monotonic()
    await rig.publish(stage.settings, [stage.overdue()])
    await came(sound, 1)
    assert time.monotonic() - began < 3
    await came(failing, 3)
    assert len({message.id for message in failing.received}) == 1
    await until(lambda: sorted(map(str, stage.outcomes())) == ["None", "sent", "sent"], "two sent")


async def test_a_receiver_that_is_gone_is_left_alone(stage: Stage) -> None:
    sink = await stage.sink()
    sink.answer = lambda message: response(410)
    process = await stage.process()
    await rig.publish(stage.settings, [stage.overdue()])
    await until(lambda: stage.outcomes() == ["gone"], "a delivery that found it gone")
    await process.ready()
    await rig.publish(stage.settings, [stage.done(2)])
    await until(lambda: stage.events() == ["opened", "done"], "the end")
    assert (stage.outcomes(), len(sink.received)) == (["gone"], 1)


async def test_two_processes_one_at_work_the_other_takes_over(stage: Stage) -> None:
    sink, first = await stage.sink(), await stage.process()
    await first.ready()
    second = await stage.process()
    await second.ready()
    duties = [process.heartbeat()["duty"] for process in (first, second)]
    assert duties == ["at work", "standing by"]
    await rig.publish(stage.settings, [stage.overdue()])
    await came(sink, 1)
    await first.end(signal.SIGKILL)
    await rig.publish(stage.settings, [stage.done(2)])
    await came(sink, 2)
    await until(lambda: second.heartbeat()["duty"] == "at work", "the other at work")
    assert stage.events() == ["opened", "done"]


async def test_one_that_stands_still_leads_no_longer(stage: Stage) -> None:
    sink, first = await stage.sink(), await stage.process()
    await first.ready()
    second = await stage.process()
    await second.ready()
    os.kill(first.pid, signal.SIGSTOP)
    try:
        await until(lambda: second.heartbeat()["duty"] == "at work", "the other at work", 40)
        await rig.publish(stage.settings, [stage.overdue()])
        await came(sink, 1)
    finally:
        os.kill(first.pid, signal.SIGCONT)
    await until(lambda: first.heartbeat()["duty"] == "standing by", "the first stands by")
    assert (stage.events(), len(sink.received)) == (["opened"], 1)


async def test_connections_cut_by_the_database_are_made_again(stage: Stage) -> None:
    sink, process = await stage.sink(), await stage.process()
    await process.ready()
    assert rig.rows(stage.settings, CUT, f"{stage.settings.names.sql}.alerts") == [(True,)]
    await rig.publish(stage.settings, [stage.overdue()])
    await came(sink, 1)
    await process.ready()


async def test_without_redis_webhooks_go_out_and_hints_wait(stage: Stage) -> None:
    sink, process = await stage.sink(), await stage.process(REDIS_URL=f"redis://{CLOSED}/0")
    await rig.publish(stage.settings, [stage.overdue()])
    await came(sink, 1)
    await until(lambda: "redis" in process.heartbeat().get("away", {}), "Redis named as away")
    assert not process.heartbeat()["ready"]
    assert stage.outcomes("inbox") == [None]
    await process.end(signal.SIGTERM)
    await stage.process()
    await until(lambda: stage.outcomes("inbox") == ["sent"], "the hint, sent")


async def test_without_kafka_it_waits_and_says_so(stage: Stage) -> None:
    process = await stage.process(KAFKA_BOOTSTRAP_SERVERS=CLOSED)
    await until(lambda: "kafka" in process.heartbeat().get("away", {}), "Kafka named as away")
    assert not process.heartbeat()["ready"]
    assert await process.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_stops_soon_and_takes_its_row_away(
    stage: Stage, number: signal.Signals
) -> None:
    sink = await stage.sink()
    sink.hang = True
    process = await stage.process()
    await rig.publish(stage.settings, [stage.overdue()])
    async with asyncio.timeout(30):
        await sink.came.wait()
    began = time.monotonic()
    assert await process.end(number) == 0
    assert time.monotonic() - began < 5
    assert process.heartbeat() == {}
