"""Of a secret task nobody reads its title nor what was said of it, wherever one looks; the public
reads no number that would tell of it (Q38)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from schema.settings import Settings
from tests.integration.roll_process import Process as Roll
from tests.integration.test_bad_input import START, fates, posted, serving, update
from tests.integration.web_rig import PATIENCE_S, PAUSE_S, Web

SECRET, OPEN = "vn.15.t9101", "vn.15.t9102"
HIDDEN, SHOWN = "cẩm tú cầu", "hoa mẫu đơn"
"""Words that stand in everything that is said of the one task, and of the other."""
FORMS = ("", ".json", ".csv")


@pytest.fixture
async def site(settings: Settings, environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Web]:
    async with serving(settings, environ, tmp_path) as made:
        yield made


@pytest.fixture
async def rolled(site: Web, settings: Settings, environ: dict[str, str]) -> AsyncIterator[Web]:
    """The same with figures published."""
    roll = Roll(settings, **environ)
    try:
        await roll.start()
        yield site
    finally:
        await roll.kill_if_alive()


def said(task: str, words: str, secrecy: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the one who assigns says of a task, and what its lead does."""
    assigned = update(
        "task.assigned", task, days=-6, lead="vn.15", assigned_by="vn", programme="nq57",
        title=f"Nhiệm vụ {words}", secrecy=secrecy, start=START.isoformat(),
        due=(START + timedelta(days=2)).isoformat(),
    )  # fmt: skip
    claim = update("completed", task, days=-2)
    back = update("returned", task, days=-1, of=claim["id"], reason=f"thiếu {words}")
    asked = {"difficulty": f"{task}-k", "type": "data", "asked_of": "tw.bkhcn"}
    return [assigned, back], [
        update("progress", task, days=-4, progress=0.6),
        update("progress", task, days=-3, progress=0.4, reason=f"đếm lại {words}"),
        update("difficulty.raised", task, days=-3, text=f"chờ {words}", **asked),
        claim,
        update("progress", task, days=-0.5, progress=0.3),
    ]


async def test_no_page_twin_or_file_tells_what_a_secret_task_is(site: Web) -> None:
    for task, words, secrecy in ((SECRET, HIDDEN, "secret"), (OPEN, SHOWN, "none")):
        above, own = said(task, words, secrecy)
        await fates(site, await posted(site, "vn", *above))
        receipt = await posted(site, "vn.15", *own)
        await fates(site, receipt)
        assert HIDDEN not in (await site.http.get(receipt)).text
    texts = {address: (await site.http.get(address)).text for address in addresses()}
    assert [address for address, text in texts.items() if HIDDEN in text] == []
    seen = {address for address, text in texts.items() if SHOWN in text}
    assert seen >= {
        "/units/vn.15",
        "/units/vn.15.json",
        f"/tasks/{OPEN}",
        "/boards/vn.15/tasks",
        "/boards/vn.15/updates",
        "/boards/vn.15/difficulties",
    }
    assert SECRET in texts["/boards/vn.15/tasks.json"], "that it exists is no secret"


async def test_the_public_is_told_no_small_number_that_may_hold_a_secret_task(rolled: Web) -> None:
    above, own = said(SECRET, HIDDEN, "secret")
    await fates(
        rolled, await posted(rolled, "vn", *above, *others("vn.01", 6), *others("vn.38", 9))
    )
    await fates(rolled, await posted(rolled, "vn.15", *own))
    inside = await board(rolled, "vn", lambda twin: twin["planning"]["total"] == 16)
    assert inside["map"]["vn.15"]["total"] == 1, "whoever may read the internal board is told"

    twin = await board(rolled, "vn", lambda twin: twin["planning"]["total"] == 16, **PUBLIC)
    below = {code: row for code, row in twin["children"].items() if row["total"] != 0}
    withheld = {code for code, row in below.items() if row.get("total_state") == "withheld"}
    assert withheld == {"vn.01", "vn.15"}, "by itself it would be what is left of the whole"
    assert all(below[code]["overdue"] is None for code in withheld)
    assert (below["vn.38"]["total"], below["vn.38"]["overdue"]) == (9, 9)
    assert twin["planning"]["states"]["overdue"] == 16
    league = (await rolled.http.get("/ranking.json", **PUBLIC)).json()["rows"]
    assert {row["unit"] for row in league if row.get("due_state") == "withheld"} == withheld
    assert {row["unit"]: row["due"] for row in league}["vn.38"] == 9

    for address in addresses():
        answer = await rolled.http.get(address, **PUBLIC)
        public = address.startswith("/ranking") or answer.request.url.path.count("/") == 2
        assert HIDDEN not in answer.text and SECRET not in answer.text, address
        assert answer.status_code in (
            (200, 303) if public and "tasks" not in address else (403,)
        ), address


PUBLIC: dict[str, Any] = {"headers": {"Cookie": "nhip_role=public"}}


def others(lead: str, count: int) -> list[dict[str, Any]]:
    """Tasks nobody has said anything of since."""
    due = (START + timedelta(days=2)).isoformat()
    return [
        update(
            "task.assigned", f"{lead}.t92{n:02}", days=-6, lead=lead, assigned_by="vn",
            programme="nq57", title="Một nhiệm vụ", start=START.isoformat(), due=due,
        )
        for n in range(count)
    ]  # fmt: skip


async def board(
    site: Web, scope: str, seen: Callable[[dict[str, Any]], bool], **more: Any
) -> dict[str, Any]:
    """The twin of a board once it shows this."""
    async with asyncio.timeout(PATIENCE_S * 2):
        while True:
            answer = await site.http.get(f"/boards/{scope}.json", **more)
            twin: dict[str, Any] = answer.json()
            if seen(twin):
                return twin
            await asyncio.sleep(PAUSE_S)


def addresses() -> list[str]:
    """Every page that may tell of a task, as page, twin and file."""
    found = [f"/tasks/{task}{form}" for task in (SECRET, OPEN) for form in FORMS[:2]]
    found += [f"/report?unit=vn.15&task={task}" for task in (SECRET, OPEN)]
    found += [f"/alerts{form}" for form in FORMS[:2]] + [
        "/alerts?unit=vn.15",
        "/ranking?unit=vn.15",
    ]
    for scope in ("vn", "vn.15", "tw.bkhcn"):
        found += [f"/units/{scope}{form}" for form in FORMS[:2]]
        found += [
            f"/boards/{scope}/{name}{form}"
            for name in ("tasks", "updates", "turns", "difficulties", "why", "restated")
            for form in FORMS
        ]
        found += [f"/boards/{scope}{form}" for form in FORMS[:2]]
    return found
