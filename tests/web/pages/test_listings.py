"""Updates, changes of standing, difficulties and readings: page, twin, sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.web.pages.test_board import bare_digits
from tests.web.pages_rig import Rows, client
from web.pages.listings import FORMS
from web.pages.tasks import MOST

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ID = "0198f0c2-0000-7000-8000-000000000001"
UPDATE: tuple[Any, ...] = (
    AT, ID, "progress", "vn.15.t0001", "Phủ sóng 5G cho 90% dân số", "none", "vn.15", "form", "web",
    AT, AT, "accepted", None, ["conflict"], "r1", 3, 1201,
)  # fmt: skip
ROWS: dict[str, Rows] = {
    "updates": [UPDATE],
    "count_updates": [(42, 7)],
    "turns": [
        (AT, "vn.15.t0001", 4, "Phủ sóng 5G", "none", "vn.15", "due_soon", "overdue", "on_track",
         "overdue", "clock", None)
    ],
    "count_turns": [(9, 3)],
    "difficulties": [
        (date(2026, 11, 2), "vn.15.t0001", "d1", "Phủ sóng 5G", "none", "vn.15", "legal", "Thiếu",
         "tw.btc", date(2026, 11, 9))
    ],
    "count_difficulties": [(31, 28)],
    "readings": [
        ("C01", "vn.15", "2026-10", Decimal("56.7"), None, None, None, None, AT, AT, [], AT,
         "vn.15", "form", "web", "accepted", ID, "r1", 3, 1201)
    ],
    "count_readings": [(12, 2)],
}  # fmt: skip
NAMES = ("updates", "turns", "difficulties", "readings")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_each_list_says_how_many_there_are(name: str, lang: str) -> None:
    text = client(ROWS).get(f"/boards/vn.15/{name}?lang={lang}").text
    assert 'data-figure="count"' in text and "Tỉnh Lào Cai" in text
    assert bare_digits(text) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_twin_holds_the_rows(name: str) -> None:
    twin = client(ROWS).get(f"/boards/vn.15/{name}.json").json()
    assert (twin["count"], twin["of"]) == ROWS[f"count_{name}"][0]
    assert twin["shown"] == len(twin[name]) == 1
    assert ("from" in twin) == (name in ("updates", "turns"))


def test_readings_lead_on_to_why_their_index_moved() -> None:
    text = client(ROWS).get("/boards/vn.15/readings").text
    assert 'href="/boards/vn.15/why?figure=strategic/index"' in text
    text = client(ROWS).get("/boards/vn.15/readings?indicator=C01").text
    assert 'href="/boards/vn.15/why?figure=strategic/indicators/C01"' in text
    assert "/why?" not in client(ROWS).get("/boards/vn.15/updates").text


@pytest.mark.parametrize("name", NAMES)
def test_the_sheet_has_a_head(name: str) -> None:
    lines = client(ROWS).get(f"/boards/vn.15/{name}.csv").text.splitlines()
    assert len(lines) == 2 and "," in lines[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_full_page_goes_on_and_its_key_is_understood(name: str) -> None:
    full = ROWS | {name: ROWS[name] * MOST[".json"]}
    browser = client(full)
    following = browser.get(f"/boards/vn/{name}.json").json()["next"]
    assert following and browser.get(following).status_code == 200


def test_what_cannot_be_understood_is_refused() -> None:
    assert client().get("/boards/vn/updates?from=yesterday").status_code == 400
    assert client().get("/boards/vn/turns.json?after=x").status_code == 400
    assert client().get("/boards/vn.99/readings").status_code == 404
    assert client().get("/boards/vn/updates?unit=vn.99").status_code == 404


def test_there_is_a_form_for_people_machines_and_spreadsheets() -> None:
    assert set(FORMS) == {"", ".json", ".csv"}
