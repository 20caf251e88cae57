"""The web on real engines: reports in, receipts out, boards live, and what it does without each."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from redis.asyncio import Redis
from websockets.exceptions import ConnectionClosed

from deploy.places import REPO
from schema.catalogue_file import load
from schema.catalogue_store import store
from schema.clock import local_day
from schema.database import connect, connect_async
from schema.demo_key import ensure
from schema.settings import Settings
from schema.wire import decode_log
from tests.integration.alerts_rig import build, tear_down
from tests.integration.web_rig import (
    PATIENCE_S,
    Roll,
    frame,
    line_to,
    report,
    shows,
    taking_reports,
    web,
)

CATALOGUE = REPO / "schema" / "data" / "resolution57.yaml"
OVERDUE = "planning/states/overdue"
RIGHT_AGAIN_S = 10.0  # seconds after which a board is right without Redis


@pytest.fixture(scope="module", autouse=True)
def system(settings: Settings) -> Iterator[None]:
    """Tables, topics, the shipped catalogue and the demo key."""
    asyncio.run(_begin(settings))
    ensure(settings)
    yield
    asyncio.run(tear_down(settings))


async def _begin(settings: Settings) -> None:
    await build(settings)
    async with await connect_async(settings) as connection:
        await store(connection, load(CATALOGUE), local_day(settings.clock().now()))


async def messages(settings: Settings, parts: list[dict[str, int]]) -> list[Any]:
    """What stands in the log at these places."""
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka_bootstrap_servers)
    await consumer.start()
    try:
        found = []
        for part in parts:
            place = TopicPartition(settings.names.reports, part["partition"])
            consumer.assign([place])
            consumer.seek(place, part["offset"])
            record = await asyncio.wait_for(consumer.getone(), PATIENCE_S)
            found.append(decode_log(record.value))
        return found
    finally:
        await consumer.stop()


async def test_what_is_confirmed_stands_in_the_log(
    settings: Settings, environ: dict[str, str]
) -> None:
    async with web(settings, environ) as site:
        await taking_reports(site)
        sent = report()
        sent["updates"] += report(subject="tw.bca.t0001")["updates"]
        answer = await site.post([sent, report("tw.bca", "tw.bca.t0002")])
        assert answer.status_code == 202
        first, second = answer.json()["reports"]
        assert (first["id"], len(first["parts"]), len(second["parts"])) == (sent["id"], 2, 1)
        held = await messages(settings, first["parts"])
    assert [message.updates[0].subject for message in held] == ["vn.15.t0001", "tw.bca.t0001"]
    assert {message.received_at for message in held} == {
        datetime.fromisoformat(answer.json()["received_at"])
    }


async def test_bad_input_is_4xx_and_nothing_is_sent(
    settings: Settings, environ: dict[str, str]
) -> None:
    bodies = {
        "not JSON": (b"{", 422),
        "10 MB": (b" " * 10_000_000, 413),
        "null byte": (json.dumps(report(actor="a\0")).encode(), 422),
        "NaN": (json.dumps(report()).replace("0.5", "NaN").encode(), 422),
        "unknown unit": (report("vn.77"), 422),
        "the same id twice": ([report(id=str(uuid4()))] * 2, 422),
        "deep": (b"[" * 100_000, 422),
    }
    async with web(settings, environ) as site:
        await taking_reports(site)
        for name, (body, status) in bodies.items():
            answer = await site.post(body)
            assert answer.status_code == status, (name, answer.text)
            assert status == 413 or answer.json()["faults"], name
        assert (await site.post(report(), Authorization="Bearer none")).status_code == 401
        assert (await site.post(report())).status_code == 202, "it goes on"


def fold(settings: Settings, sent: dict[str, Any], part: dict[str, int], verdict: str) -> None:
    """What the fold writes for a report of one update."""
    update = sent["updates"][0]
    with connect(settings, build=1) as connection, connection.transaction():
        now = datetime.now(UTC)
        connection.execute(
            "insert into report values (%s, 0, %s, %s, 'vn.15', 'a', 'connector', 's', null, %s,"
            " %s, %s)",
            (sent["id"], part["partition"], part["offset"], now, now, [update["id"]]),
        )
        connection.execute(
            "insert into update (id, subject, kind, report, unit, actor, source, channel,"
            " occurred_at, known_at, received_at, hash, body, verdict, reason, marks, judged_at)"
            " values (%s, %s, 'progress', %s, 'vn.15', 'a', 's', 'connector', %s, %s, %s, '', '{}',"
            " %s, 'why', '{fall_without_reason}', %s)",
            (update["id"], update["subject"], sent["id"], now, now, now, verdict, now),
        )
        connection.execute(
            "update position set next_offset = greatest(next_offset, %s) where partition = %s",
            (part["offset"] + 1, part["partition"]),
        )


async def test_a_receipt_follows_the_fold(settings: Settings, environ: dict[str, str]) -> None:
    async with web(settings, environ) as site:
        await taking_reports(site)
        sent = report()
        (accepted,) = (await site.post(sent)).json()["reports"]
        receipt = (await site.http.get(accepted["receipt"])).json()
        assert (receipt["state"], receipt["updates"]) == ("queued", [])
        fold(settings, sent, accepted["parts"][0], "held")
        receipt = (await site.http.get(accepted["receipt"])).json()
        assert receipt["state"] == "settled"
        (fate,) = receipt["updates"]
        assert (fate["state"], fate["reason"]) == ("held", "why")
        assert fate["marks"] == ["fall_without_reason"]
        unknown = await site.http.get(f"/api/receipts/{uuid4()}")
        assert unknown.status_code == 404


async def test_a_dead_letter_is_told(settings: Settings, environ: dict[str, str]) -> None:
    async with web(settings, environ) as site:
        await taking_reports(site)
        (accepted,) = (await site.post(report())).json()["reports"]
        (part,) = accepted["parts"]
        with connect(settings, build=1) as connection:
            connection.execute(
                "insert into dead_letter (partition, log_offset, path, reason)"
                " values (%s, %s, '$.unit', 'expected a unit')",
                (part["partition"], part["offset"]),
            )
            connection.execute(
                "update position set next_offset = greatest(next_offset, %s) where partition = %s",
                (part["offset"] + 1, part["partition"]),
            )
        receipt = (await site.http.get(accepted["receipt"])).json()
        assert receipt["parts"][0]["state"] == "dead_letter"
        assert receipt["parts"][0]["reason"] == "$.unit: expected a unit"


async def test_a_board_hears_redis_at_once_and_sql_soon(
    settings: Settings, environ: dict[str, str]
) -> None:
    roll = Roll(settings)
    await roll.publish(overdue=1)
    async with web(settings, environ) as site, site.live("board=vn&lang=vi") as client:
        snapshot = await frame(client, "s")
        assert snapshot["f"][OVERDUE][:2] == [1, "1"]
        await roll.publish(overdue=2)
        await shows(client, OVERDUE, 2, within=3.0)
        await roll.publish(overdue=3, redis=False)
        await shows(client, OVERDUE, 3, within=RIGHT_AGAIN_S)
        twin = (await site.http.get("/boards/vn.json")).json()
        assert twin["planning"]["states"]["overdue"] == 3


async def test_without_redis_every_board_is_right_within_ten_seconds(
    settings: Settings, environ: dict[str, str]
) -> None:
    roll = Roll(settings)
    roll.version = 100
    async with line_to(settings.redis_url) as line:
        redis = {"REDIS_URL": line.url(settings.redis_url)}
        async with web(settings, environ, **redis) as site, site.live("board=vn") as client:
            await frame(client, "s")
            await roll.publish(overdue=11)
            await shows(client, OVERDUE, 11, within=RIGHT_AGAIN_S)
            line.cut()
            await roll.publish(overdue=12)
            await shows(client, OVERDUE, 12, within=RIGHT_AGAIN_S)
            line.mend()
            await roll.publish(overdue=13)
            await shows(client, OVERDUE, 13, within=RIGHT_AGAIN_S)
            async with Redis.from_url(settings.redis_url) as there:
                await there.delete(settings.names.kpi_stream)
            await roll.publish(overdue=14)
            await shows(client, OVERDUE, 14, within=RIGHT_AGAIN_S)


async def test_without_a_database_boards_go_on_and_the_rest_says_so(
    settings: Settings, environ: dict[str, str]
) -> None:
    roll = Roll(settings)
    roll.version = 200
    await roll.publish(overdue=1)
    async with line_to(settings.database_url) as line:
        given = {"DATABASE_URL": line.url(settings.database_url)}
        async with web(settings, environ, **given) as site, site.live("board=vn") as client:
            await taking_reports(site)
            await frame(client, "s")
            await roll.publish(overdue=5)  # seen: the feed follows, nothing is read anew
            await shows(client, OVERDUE, 5, within=RIGHT_AGAIN_S)
            line.cut()
            await roll.publish(sql=False, overdue=21)
            await shows(client, OVERDUE, 21, within=RIGHT_AGAIN_S)
            assert (await site.http.get("/healthz")).status_code == 200
            assert (await site.http.get("/readyz")).status_code == 503
            answer = await site.http.get(f"/api/receipts/{uuid4()}")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
            line.mend()
            assert (await site.until(f"/api/receipts/{uuid4()}", 404)).status_code == 404


async def test_without_kafka_nothing_is_promised(
    settings: Settings, environ: dict[str, str]
) -> None:
    async with web(settings, environ, KAFKA_BOOTSTRAP_SERVERS="127.0.0.1:1") as site:
        answer = await site.post(report())
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert (await site.http.get("/boards/vn.json")).status_code == 200


async def test_a_killed_process_costs_a_viewer_one_snapshot(
    settings: Settings, environ: dict[str, str]
) -> None:
    roll = Roll(settings)
    roll.version = 300
    await roll.publish(overdue=31)
    async with web(settings, environ) as first:
        async with first.live("board=vn") as client:
            before = await frame(client, "s")
            first.process.send_signal(signal.SIGKILL)
            with pytest.raises((ConnectionClosed, OSError)):
                while True:
                    await client.recv()
    async with web(settings, environ) as second:
        query = f"board=vn&e={before['e']}&s={before['s']}"
        async with second.live(query) as client:
            after = await frame(client, "s")
    build_before, build_after = (each["e"].split(".")[0] for each in (before, after))
    assert build_before == build_after and before["e"] != after["e"]
    assert before["d"] == after["d"], "model ids are the same in every process"
    assert after["f"][OVERDUE][0] == 31


async def test_an_inbox_is_live(settings: Settings, environ: dict[str, str]) -> None:
    identity = str(uuid4())
    async with web(settings, environ) as site, site.live("inbox=vn") as client:
        assert (await frame(client, "s"))["i"] == []
        with connect(settings) as connection:
            connection.execute(
                "insert into alert (id, rule, subject, unit, severity, state, opened_at,"
                " changed_at, standing_version, facts, audience) values (%s, 'overdue',"
                " 'vn.15.t0001', 'vn.15', 'critical', 'open', now(), now(), 1, '{}', '{vn.15}')",
                (identity,),
            )
        async with Redis.from_url(settings.redis_url) as there:
            await there.publish(settings.names.inbox_channel, b'{"to": "vn.15"}')
        came = await frame(client, "p", within=3.0)
        assert [alert["id"] for alert in came["i"]["put"]] == [identity]
        with connect(settings) as connection:
            connection.execute("update alert set state = 'resolved' where id = %s", (identity,))
        gone = await frame(client, "p", within=RIGHT_AGAIN_S)
        assert gone["i"]["gone"] == [identity]


async def test_production_has_no_keyless_page_and_no_role(
    settings: Settings, environ: dict[str, str]
) -> None:
    page = {"Sec-Fetch-Site": "same-origin"}
    form = json.dumps(report(channel="form")).encode()
    async with web(settings, environ) as demo:
        await taking_reports(demo)
        answer = await demo.http.post("/api/reports", content=form, headers=page)
        assert answer.status_code == 202
    async with web(settings, environ, NHIP_PROFILE="prod") as prod:
        answer = await prod.http.post("/api/reports", content=form, headers=page)
        assert answer.status_code == 401
        answer = await prod.http.post("/viewer", data={"as": "office"}, headers=page)
        assert answer.status_code == 404
