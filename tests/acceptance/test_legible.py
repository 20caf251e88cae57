"""No text is cut without a sign that it goes on, and none is too small, on any page or screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.acceptance.legible import illegible
from tests.acceptance.stage import Stage, playing
from tests.acceptance.test_pages import PATHS
from tests.web.pages.test_unit import DESK, FILE

SIZES = ((360, 800), (1366, 768), (1920, 1080), (3840, 2160))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with playing(DESK | FILE) as opened:
        yield opened


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_all_text_can_be_read(
    stage: Stage, browser: Browser, size: tuple[int, int], lang: str
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    found = {}
    walls = () if size[0] < size[1] else ("/wall/nation",)  # a wall is no phone
    for path in (*PATHS, "/boards/vn/units", *walls):
        joint = "&" if "?" in path else "?"
        page.goto(f"{stage.base}{path}{joint}lang={lang}")
        if told := illegible(page, size[0] if path.startswith("/boards/vn?") else 0):
            found[path] = told
    page.close()
    assert found == {}


def test_the_search_finds_what_it_should(stage: Stage, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(stage.base + "/method")
    assert illegible(page, 1366) == []
    page.evaluate(
        "Object.assign(document.querySelector('h1').style, {width: '30px', overflow: 'hidden',"
        " whiteSpace: 'nowrap', fontSize: '11px'})"
    )
    found = illegible(page, 1366)
    assert [one.split(":")[0].split(" ")[0] for one in found] == ["cut", "11"]
    page.close()
