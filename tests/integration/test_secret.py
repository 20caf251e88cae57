"""Of a secret task nobody reads its title nor what was said of it, wherever one looks (Q38)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from schema.settings import Settings
from tests.integration.test_bad_input import START, fates, posted, serving, update
from tests.integration.web_rig import Web

SECRET, OPEN = "vn.15.t9101", "vn.15.t9102"
HIDDEN, SHOWN = "cẩm tú cầu", "hoa mẫu đơn"
"""Words that stand in everything that is said of the one task, and of the other."""
FORMS = ("", ".json", ".csv")


@pytest.fixture
async def site(settings: Settings, environ: dict[str, str], tmp_path: Path) -> AsyncIterator[Web]:
    async with serving(settings, environ, tmp_path) as made:
        yield made


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
