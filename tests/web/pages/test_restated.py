"""`/boards/{scope}/restated`: day, figure, old → new, when known, and because of what."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.stream.kpi.places import counts
from tests.web.pages.test_board import bare_digits
from tests.web.pages_rig import client

KNOWN = datetime(2026, 11, 20, 3, tzinfo=UTC)
CAUSE = "01980000-0000-7000-8000-000000000001"
ANSWERS: dict[str, Any] = {
    "restatements": [
        (
            date(2026, 11, 12), 2, KNOWN, list(counts(done_on_time=5, awaiting=1)),
            list(counts(done_on_time=4, awaiting=2)), [CAUSE], 7,
        ),
        (date(2026, 11, 3), 3, KNOWN, list(counts(overdue=1)), None, [], 0),
    ],
    "causes": [
        (CAUSE, "verified", "vn.15.t0001", "Số hóa hồ sơ", "none", "vn.15", KNOWN, KNOWN),
    ],
}  # fmt: skip


def test_the_twin_tells_old_and_new_and_the_updates_behind() -> None:
    twin = client(ANSWERS).get("/boards/vn/restated.json").json()
    first, second = twin["restatements"]
    assert (first["day"], first["version"], first["known_from"]) == (
        "2026-11-12", 2, "2026-11-20T03:00:00+00:00",
    )  # fmt: skip
    assert first["moved"] == {"done_on_time": [4, 5], "awaiting": [2, 1]}
    (cause,) = first["causes"]
    assert (cause["update"], cause["kind"], cause["href"]) == (
        CAUSE, "verified", "/tasks/vn.15.t0001",
    )  # fmt: skip
    assert (first["caused"], first["more"]) == (7, 6)
    assert second["moved"] == {"overdue": [0, 1]} and second["causes"] == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_leads_to_the_day_and_to_the_tasks(lang: str) -> None:
    page = client(ANSWERS).get(f"/boards/vn/restated?lang={lang}").text
    assert "/boards/vn?as_of=2026-11-12&amp;restated=1" in page
    assert "/tasks/vn.15.t0001" in page and "Số hóa hồ sơ" in page
    assert bare_digits(page) == []


def test_a_secret_task_is_named_by_its_code_alone() -> None:
    row = ANSWERS["causes"][0]
    hidden = {**ANSWERS, "causes": [(*row[:4], "secret", *row[5:])]}
    page = client(hidden).get("/boards/vn/restated").text
    assert "Số hóa hồ sơ" not in page and "vn.15.t0001" in page


def test_where_nothing_was_restated_it_says_so() -> None:
    assert client({}).get("/boards/vn/restated.json").json()["restatements"] == []
    assert client({}).get("/boards/vn/restated").status_code == 200


def test_addresses_that_make_no_sense() -> None:
    assert client({}).get("/boards/xx/restated.json").status_code == 404
    assert client({}).get("/boards/vn/restated.json?day=soon").status_code == 400
