"""The dispatcher: at least once, patient, and nobody waits for a slow neighbour."""

import asyncio
from datetime import timedelta

import psycopg

from alerts.bell import Bell
from alerts.channels import Refused, Retry
from alerts.dispatch import EACH, PATIENCE, Dispatcher
from alerts.outbox import LEASE, Outcome
from tests.alerts.builders import NOW
from tests.alerts.fakes import ManualClock, MemoryOutbox, RecordingChannel


class World:
    """A dispatcher between an outbox and two channels."""

    def __init__(self) -> None:
        self.clock = ManualClock(hand=[NOW])
        self.outbox, self.bell = MemoryOutbox(), Bell()
        self.inbox, self.webhook = RecordingChannel(), RecordingChannel()
        channels = {"inbox": self.inbox, "webhook": self.webhook}
        self.dispatcher = Dispatcher(self.outbox, channels, self.clock, self.bell)

    async def go(self) -> None:
        """Send everything that is due now."""
        while await self.dispatcher.take():
            await self.dispatcher.idle()


async def test_what_waits_is_sent_and_settled() -> None:
    world = World()
    id = await world.outbox.add("inbox", "vn.15", NOW)
    await world.go()
    assert [parcel.id for parcel in world.inbox.sent] == [id]
    assert world.outbox.rows[id].outcome is Outcome.SENT


async def test_what_fails_is_sent_again_under_the_same_id() -> None:
    world = World()
    world.webhook.answer = lambda parcel: Retry("answered 500")
    id = await world.outbox.add("webhook", "hook", NOW)
    await world.go()
    assert world.outbox.rows[id].why == "answered 500"
    world.clock.forward(timedelta(minutes=1))
    await world.go()
    assert {parcel.id for parcel in world.webhook.sent} == {id}
    assert [parcel.attempts for parcel in world.webhook.sent][:2] == [1, 2]


async def test_a_receiver_may_ask_for_time() -> None:
    world = World()
    world.webhook.answer = lambda parcel: Retry("answered 429", timedelta(minutes=30))
    id = await world.outbox.add("webhook", "hook", NOW)
    await world.go()
    assert world.outbox.rows[id].due_at == NOW + timedelta(minutes=30)


async def test_after_a_day_it_is_given_up_by_name() -> None:
    world = World()
    world.webhook.answer = lambda parcel: Retry("no answer")
    id = await world.outbox.add("webhook", "hook", NOW)
    world.clock.forward(PATIENCE + timedelta(seconds=1))
    await world.go()
    row = world.outbox.rows[id]
    assert (row.outcome, row.why) == (Outcome.EXPIRED, "no answer")


async def test_who_is_gone_is_not_tried_again() -> None:
    world = World()
    world.webhook.answer = lambda parcel: Refused(Outcome.GONE, "answered 410")
    id = await world.outbox.add("webhook", "hook", NOW)
    await world.go()
    assert world.outbox.rows[id].outcome is Outcome.GONE
    assert len(world.webhook.sent) == 1


async def test_a_slow_receiver_delays_nobody() -> None:
    world = World()
    world.webhook.open.clear()
    for _ in range(3 * EACH):
        await world.outbox.add("webhook", "slow", NOW)
    fast = await world.outbox.add("inbox", "vn.15", NOW)
    await world.dispatcher.take()
    for _ in range(EACH):
        await world.webhook.begun.acquire()
    await world.inbox.begun.acquire()
    assert len(world.webhook.sent) == EACH
    assert world.inbox.sent[0].id == fast
    assert await world.dispatcher.take() == 0  # the slow one has its share
    world.webhook.open.set()
    await world.dispatcher.idle()
    await world.go()
    assert len(world.webhook.sent) == 3 * EACH


async def test_one_channel_that_breaks_stops_no_other() -> None:
    world = World()
    broken = await world.outbox.add("webhook", "hook", NOW)
    sound = await world.outbox.add("inbox", "vn.15", NOW)

    def fail(parcel: object) -> Retry:
        raise RuntimeError("a fault of ours")

    world.webhook.answer = fail
    await world.go()
    assert world.outbox.rows[sound].outcome is Outcome.SENT
    assert world.outbox.rows[broken].why == "RuntimeError('a fault of ours')"


async def test_an_unknown_channel_waits_for_a_version_that_knows_it() -> None:
    world = World()
    id = await world.outbox.add("pigeon", "vn.15", NOW)
    await world.go()
    row = world.outbox.rows[id]
    assert (row.outcome, row.why) == (None, "no channel is called pigeon")


async def test_what_could_not_be_written_down_is_sent_again() -> None:
    world = World()
    id = await world.outbox.add("inbox", "vn.15", NOW)
    world.outbox.fail = psycopg.OperationalError("away")
    await world.go()
    world.outbox.fail = None
    world.clock.forward(LEASE)
    await world.go()
    assert [parcel.id for parcel in world.inbox.sent] == [id, id]
    assert world.outbox.rows[id].outcome is Outcome.SENT


async def test_it_runs_when_the_bell_rings_and_drops_what_is_under_way_when_told() -> None:
    world = World()
    world.webhook.open.clear()
    running = asyncio.ensure_future(world.dispatcher.run())
    id = await world.outbox.add("webhook", "hook", NOW)
    world.bell.ring()
    await world.webhook.begun.acquire()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert world.outbox.rows[id].outcome is None
    assert world.outbox.rows[id].due_at == NOW + LEASE
