"""The mirror on a real broker: the same messages under the same offsets, and the fence."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schema.catalogue import empty
from schema.catalogue_store import load as load_catalogue
from schema.database import connect
from schema.errors import Contradiction
from schema.migrate import migrate
from schema.queries import load
from schema.settings import Settings
from schema.topics import make_topics
from stream.mirror.copyist import let_go
from stream.mirror.service import Mirror, agreed
from stream.promote import promote
from tests.integration.fold_rig import PARTITIONS, log, tear_down
from tests.integration.fold_traffic import Traffic
from tests.integration.waiting import until
from web.mirrored import MirrorGroup

Told = list[tuple[int, int, bytes | None, bytes | None, int]]


@pytest.fixture
async def sites(settings: Settings) -> AsyncIterator[tuple[Settings, Settings]]:
    """A first site and its standby, on one set of engines under two prefixes."""
    first = settings.model_copy(update={"prefix": f"a{secrets.token_hex(4)}_"})
    own = first.model_copy(
        update={
            "prefix": f"b{secrets.token_hex(4)}_",
            "first_kafka": first.kafka_bootstrap_servers,
            "first_database_url": first.database_url,
        }
    )
    for one in (first, own):
        migrate(one, lambda line: None)
        await make_topics(one)
    yield first, own
    for one in (first, own):
        await tear_down(one)


@asynccontextmanager
async def mirroring(own: Settings, first: Settings) -> AsyncIterator[asyncio.Task[None]]:
    """A mirror that runs for as long as the block lasts."""
    running = asyncio.create_task(Mirror(own, first).run())
    try:
        yield running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def told(settings: Settings) -> Told:
    """The whole log: partition, offset, key, value, time."""
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await consumer.start()
    try:
        places = [TopicPartition(settings.names.reports, n) for n in range(PARTITIONS)]
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        left = {at: end for at, end in (await consumer.end_offsets(places)).items() if end}
        found: Told = []
        while left:
            for at, records in (await consumer.getmany(timeout_ms=500)).items():
                found += [(at.partition, r.offset, r.key, r.value, r.timestamp) for r in records]
                if records[-1].offset + 1 >= left.get(at, 0):
                    left.pop(at, None)
        return sorted(found, key=lambda one: one[:2])
    finally:
        await consumer.stop()


async def mirrored(first: Settings, own: Settings) -> Told:
    """The standby's log, once it is as long as the first site's."""
    wanted = await told(first)
    async with asyncio.timeout(30):
        while len(found := await told(own)) < len(wanted):
            pass
    assert found == wanted
    return found


async def appended(settings: Settings) -> int:
    """The time (ms) that the log gives a message which says it is of 1970."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await producer.start()
    try:
        sent = await producer.send_and_wait(
            settings.names.reports, b"late", partition=0, timestamp_ms=1
        )
        return int(sent.timestamp)
    finally:
        await producer.stop()


async def test_offsets_keys_values_and_times_are_the_same(
    sites: tuple[Settings, Settings],
) -> None:
    first, own = sites
    traffic = Traffic(seed=41)
    await load_catalogue(first, empty())
    async with log(first) as written:
        await written.write_all([*traffic.messages(300), b"poison", None])
        async with mirroring(own, first):
            await mirrored(first, own)
        await written.write_all(traffic.messages(200))
        async with mirroring(own, first), mirroring(own, first):  # killed and started, and another
            await mirrored(first, own)
    with connect(own) as connection:
        versions = connection.execute("select version, hash from catalogue").fetchall()
    assert versions == [(1, empty().hash)]


async def test_a_producer_that_is_let_go_leaves_nobody_who_sends(settings: Settings) -> None:
    """What is relied on inside aiokafka."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await let_go(producer)
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await producer.start()
    sending = producer._sender.sender_task
    assert not sending.done()
    await asyncio.wait_for(let_go(producer), 5)
    assert sending.done()


async def test_what_is_confirmed_is_committed_at_the_first_site(
    sites: tuple[Settings, Settings],
) -> None:
    first, own = sites
    async with log(first) as written:
        await written.write_all(Traffic(seed=42).messages(100))
        async with mirroring(own, first):
            await mirrored(first, own)
            second = MirrorGroup(first)  # as the door asks
            try:
                async with asyncio.timeout(10):
                    while not written.ends.items() <= (await second.ends()).items():
                        pass
            finally:
                await second.close()


async def test_the_fence_holds_after_a_promotion(sites: tuple[Settings, Settings]) -> None:
    first, own = sites
    async with log(first) as written:
        await written.write_all(Traffic(seed=43).messages(50))
        async with mirroring(own, first) as running:
            before = await mirrored(first, own)
            with pytest.raises(Contradiction, match="answers"):
                await promote(own, although_it_answers=False)
            said = await promote(own, although_it_answers=True)
            assert "this is the first site now" in said
            await asyncio.wait_for(running, 10)  # it ended by itself
        await written.write_all(Traffic(seed=44).messages(50))
        async with mirroring(own, first) as again:
            await asyncio.wait_for(again, 10)
    assert await told(own) == before, "the old site pushed on"
    with pytest.raises(Contradiction, match="got the first site"):
        await promote(own, although_it_answers=True)
    assert await appended(own) > before[-1][4], "the log has its own time again"


async def test_a_log_that_is_no_mirror_is_refused(sites: tuple[Settings, Settings]) -> None:
    first, own = sites
    async with log(first) as written, log(own) as other:
        await other.write(b"somebody else's", 0)
        await written.write(b"ours", 0)
        with pytest.raises(Contradiction, match="another at the first site"):
            await agreed(first, own)
        await other.write(b"and more", 0)
        with pytest.raises(Contradiction, match="this log ends at 2, the first site's at 1"):
            async with mirroring(own, first) as running:
                await asyncio.wait_for(running, 20)


def waiting(settings: Settings) -> list[str]:
    """Deliveries that a dispatcher would take."""
    given = {"now": settings.clock().now(), "busy": [], "each": 9, "limit": 9}
    with connect(settings) as connection:
        rows = connection.execute(load("alerts").claim, given | {"until": given["now"]}).fetchall()
    return sorted(str(row[1]) for row in rows)


ALERT = b"""
insert into alert
    (id, rule, subject, unit, severity, state, opened_at, changed_at, standing_version, facts)
values (%s, 'overdue', 't', 'vn', 'warning', 'open', now(), now(), 1, '{}')
"""
DELIVERY = b"""
insert into delivery
    (alert, id, channel, target, payload, created_at, due_at, done_at, outcome)
values (%s, %s, %s, 'x', '{}', now() - %s::interval, now() - interval '1 s', %s, %s)
"""
OPEN = b"select id::text from delivery where done_at is null and channel = 'webhook' order by id"
SETTLED = b"select id::text from delivery where outcome = 'elsewhere' order by id"
JUDGED = b"""
insert into process (role, instance, pid, at, ready, detail) values
    ('fold', 'a', 1, clock_timestamp() + interval '1 min', true, '{"lag": 0, "unsent_s": 0.0}'),
    ('alerts', 'b', 2, clock_timestamp() + interval '1 min', true, '{"lag": 0, "duty": "at work"}')
"""
ID = "00000000-0000-0000-0000-000000000001"
SENT, WAITS, OLD, NEW = (f"10000000-0000-0000-0000-00000000000{n}" for n in range(4))


async def test_a_promoted_site_sends_what_the_first_one_had_not(
    sites: tuple[Settings, Settings],
) -> None:
    first, own = sites
    for one in sites:
        with connect(one) as connection:
            connection.execute(ALERT, (ID,))
    now = own.clock().now()
    with connect(first) as connection:
        connection.execute(DELIVERY, (ID, SENT, "webhook", "1 s", now, "sent"))
        connection.execute(DELIVERY, (ID, WAITS, "webhook", "1 hour", None, None))
    with connect(own) as connection:
        for identity, age in ((SENT, "1 s"), (WAITS, "1 hour"), (OLD, "1 hour"), (NEW, "1 s")):
            connection.execute(DELIVERY, (ID, identity, "webhook", age, None, None))
        connection.execute(DELIVERY, (ID, "2" + SENT[1:], "inbox", "1 s", None, None))

    def settled() -> list[str]:
        with connect(own) as connection:
            return [str(row[0]) for row in connection.execute(SETTLED).fetchall()]

    async with mirroring(own, first):
        await until(lambda: settled() == [SENT], "what the first site sent to be settled", 15)
        with connect(first) as connection:  # its fold and alerts are there, and have judged all
            connection.execute(JUDGED)
        await until(lambda: settled() == [SENT, OLD], "what it never made to be settled", 15)
    assert waiting(own) == ["inbox"], "a standby tells its own pages alone"
    await promote(own, although_it_answers=True)
    assert waiting(own) == ["inbox", "webhook", "webhook"]
    with connect(own) as connection:
        assert connection.execute(OPEN).fetchall() == [(WAITS,), (NEW,)]


SEALED = b"insert into ranking_snapshot values (%s, '2026-06-30', 1, '[]', 'h', '2026-07-01')"
LEAGUES = b"select league from ranking_snapshot order by league"


async def test_what_was_cut_off_among_the_tables_of_a_day_comes_with_the_next_copying(
    sites: tuple[Settings, Settings],
) -> None:
    first, own = sites
    for one, leagues in ((first, "abc"), (own, "b")):
        with connect(one) as connection:
            for league in leagues:
                connection.execute(SEALED, (league,))

    def sealed() -> list[str]:
        with connect(own) as connection:
            return [str(row[0]) for row in connection.execute(LEAGUES).fetchall()]

    async with mirroring(own, first):
        await until(lambda: sealed() == ["a", "b", "c"], "all tables of the day", 15)
