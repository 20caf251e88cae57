"""On no page does a percentage stand without what it is a share of (screens.md §3)."""

from __future__ import annotations

import pytest

from tests.web.pages import test_listings, test_tasks, test_unit
from tests.web.pages_rig import client
from tests.web.percentages import lone_percentages

PAGES = (
    *("/boards/vn", "/boards/vn.15", "/boards/vn@nq57", "/programmes", "/ranking", "/method"),
    *("/units/vn.15", "/tasks/vn.15.t0001", "/alerts", "/report", "/find?q=a"),
    *(f"/boards/vn/{name}" for name in ("updates", "turns", "difficulties", "readings")),
    *("/boards/vn/tasks?figure=planning/on_time_rate", "/boards/vn/tasks"),
)
ROWS = {**test_unit.DESK, **test_unit.FILE, **test_tasks.ROWS, **test_listings.ROWS}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_percentage_stands_alone(path: str, lang: str) -> None:
    answer = client(ROWS).get(f"{path}{'&' if '?' in path else '?'}lang={lang}")
    assert answer.status_code == 200
    assert lone_percentages(answer.text) == []


def test_the_tile_of_a_unit_says_of_how_many_its_rate_is() -> None:
    text = client().get("/boards/vn").text
    assert 'data-figure="map/vn.15/on_time_rate"' in text and 'data-figure="map/vn.15/due"' in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p><span data-figure="a">8,1%</span></p>', ["a"]),
        ('<p><span data-figure="a">8,1%</span> <span data-figure="b">1.287</span></p>', []),
        ('<p><span data-figure="a">8,1%</span> số đã đến hạn</p>', []),
        ('<p><span data-figure="a">8.1%</span> of those due</p>', []),
        ('<div><p><span data-figure="a">8,1%</span></p></div><p>của 12</p>', ["a"]),
        ('<p><span data-figure="a">8,1%</span> <span data-figure="b">9,0%</span></p>', ["a", "b"]),
        ('<p><span data-figure="a">12</span></p>', []),
    ],
)
def test_the_guard_catches_one(text: str, found: list[str]) -> None:
    assert lone_percentages(text) == found
