"""Bad input, end to end: posted, folded, told in the receipt and on the page of who sent it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from deploy.places import REPO
from schema import catalogue_store
from schema.catalogue_file import load
from schema.clock import local_day
from schema.demo_key import ensure
from schema.settings import Settings
from tests.integration.alerts_rig import build
from tests.integration.fold_rig import Process, tear_down
from tests.integration.web_rig import PATIENCE_S, PAUSE_S, Web, taking_reports, web

CATALOGUE = REPO / "schema" / "data" / "resolution57.yaml"
TASK, UNKNOWN = "vn.15.t9001", "vn.15.t9002"
NOW = datetime.now(UTC)
START = local_day(NOW) - timedelta(days=5)


def update(kind: str, subject: str = TASK, days: float = 0, **fields: Any) -> dict[str, Any]:
    """An update that occurred some days from a minute ago."""
    occurred = NOW - timedelta(minutes=1) + timedelta(days=days)
    return {
        "id": str(uuid4()),
        "kind": kind,
        "subject": subject,
        "occurred_at": occurred.isoformat(),
        **fields,
    }


ASSIGNED = update(
    "task.assigned", days=-8, lead="vn.15", assigned_by="vn", programme="nq57",
    title="Phủ sóng 5G", start=START.isoformat(), due=(START + timedelta(days=60)).isoformat(),
)  # fmt: skip
SAID = update("progress", days=-2, progress=0.6)
FALL = update("progress", days=-1, progress=0.4)
EARLY = update("completed", days=-6)
TO_NOBODY = update("progress", UNKNOWN, progress=0.5)
NOT_THEIRS = update("completed")


async def posted(site: Web, unit: str, *updates: dict[str, Any]) -> str:
    """A report is sent; the address of its receipt."""
    body = {
        "v": 1, "id": str(uuid4()), "unit": unit, "actor": "officer-1", "channel": "connector",
        "source": "test", "reported_at": NOW.isoformat(), "updates": list(updates),
    }  # fmt: skip
    answer = await site.post(body)
    assert answer.status_code == 202, answer.text
    receipt: str = answer.json()["reports"][0]["receipt"]
    return receipt


async def fates(site: Web, receipt: str) -> dict[str, dict[str, Any]]:
    """What became of each update, once all parts are folded."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            told = (await site.http.get(receipt)).json()
            if told["state"] == "settled":
                return {one["id"]: one for one in told["updates"]}
            await asyncio.sleep(PAUSE_S)


@asynccontextmanager
async def serving(
    settings: Settings, environ: dict[str, str], tmp_path: Path
) -> AsyncIterator[Web]:
    """A web and a fold on tables of their own, with the shipped catalogue in force."""
    await build(settings)
    ensure(settings)
    await catalogue_store.load(settings, load(CATALOGUE))
    fold = Process(settings, tmp_path / "fold.log", **environ)
    await fold.start()
    try:
        await fold.until_ready(settings)
        async with web(settings, environ) as made:
            await taking_reports(made)
            yield made
    finally:
        await fold.stop()
        await tear_down(settings)


@pytest.fixture
async def site(settings: Settings, environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Web]:
    async with serving(settings, environ, tmp_path) as made:
        yield made


async def test_what_is_wrong_is_told_where_it_belongs(site: Web) -> None:
    await fates(site, await posted(site, "vn", ASSIGNED))
    own = await fates(site, await posted(site, "vn.15", SAID, FALL, EARLY, TO_NOBODY))
    others = await fates(site, await posted(site, "vn.38", NOT_THEIRS))

    assert own[SAID["id"]]["state"] == "accepted" and not own[SAID["id"]].get("marks")
    fall, early = own[FALL["id"]], own[EARLY["id"]]
    assert (fall["state"], fall["marks"]) == ("accepted", ["fall_without_reason"])
    assert (early["state"], early["marks"]) == ("accepted", ["before_start"])
    unknown, foreign = own[TO_NOBODY["id"]], others[NOT_THEIRS["id"]]
    assert unknown["state"] == "held" and foreign["state"] == "rejected"
    waits = "the task is not known yet; this waits for its assignment"
    authority = "only the lead vn.15 or a unit above it may say this, not vn.38"
    assert (unknown["reason"], foreign["reason"]) == (waits, authority)

    desk, other = await page(site, "vn.15"), await page(site, "vn.38")
    for said in (
        "chờ nội dung liên quan · chưa có nhiệm vụ này",
        "đã ghi nhận · tiến độ giảm nhưng chưa nêu lý do",
        "đã ghi nhận · ngày hoàn thành trước ngày bắt đầu",
    ):
        assert said in desk
    assert "không ghi nhận" in other and "không phải vn.38" in other
    assert "không phải vn.38" not in desk and "chưa có nhiệm vụ này" not in other
    doubts = (await site.http.get("/units/vn.15.json")).json()["sent"][0]["doubts"]
    told = {one["update"]: (one["verdict"], one["reason"]) for one in doubts}
    assert told[TO_NOBODY["id"]] == ("held", waits)
    assert SAID["id"] not in told


async def test_what_waits_for_an_indicator_is_judged_by_the_catalogue_that_brings_it(
    site: Web, settings: Settings
) -> None:
    said = update(
        "indicator.reading", "Z01", days=-1, unit="vn.15", period=f"{NOW.year}", value=42.5
    )
    receipt = await posted(site, "vn.15", said)
    waiting = (await fates(site, receipt))[said["id"]]
    assert waiting["state"] == "held" and "no indicator Z01 is known yet" in waiting["reason"]

    shipped = load(CATALOGUE)
    new = msgspec.structs.replace(shipped.indicators[0], code="Z01")
    brought = msgspec.structs.replace(shipped, indicators=(*shipped.indicators, new))
    await catalogue_store.load(settings, brought)
    told = await released(site, receipt, said["id"])
    assert told["state"] == "accepted" and not told.get("reason")


async def released(site: Web, receipt: str, identity: str) -> dict[str, Any]:
    """What becomes of an update that is held."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            told = (await fates(site, receipt))[identity]
            if told["state"] != "held":
                return told
            await asyncio.sleep(PAUSE_S)


async def page(site: Web, unit: str) -> str:
    """What a unit's page shows; phrases for scripts stand before it."""
    answer = await site.http.get(f"/units/{unit}")
    assert answer.status_code == 200
    return answer.text.partition("<main")[2]
