"""The public's pages in a real browser: nothing overflows, is cut, or is out of reach (Q38)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.acceptance.legible import illegible
from tests.acceptance.stage import Stage, playing
from tests.acceptance.test_pages import AXE
from tests.web.pages.test_public import SECRET
from tests.web.pages.test_public_site import COUNTS

PATHS = (
    "/boards/vn?theme=dark",
    "/boards/vn.15?theme=light&lang=en",
    "/boards/vn.15?theme=dark",
    "/ranking?theme=light",
    "/method?theme=dark&lang=en",
    "/alerts?theme=light",
    "/find?q=sa",
)
"""Both themes, both languages, with stars and without, and a page that is internal."""
SIZES = ((360, 800), (1366, 768), (3840, 2160))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with playing({"counts": COUNTS} | SECRET) as opened:
        yield opened


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}")
def test_the_public_can_read_everything(
    stage: Stage, browser: Browser, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_cookies([{"name": "nhip_role", "value": "public", "url": stage.base}])
    page, found = context.new_page(), []
    for path in PATHS:
        page.goto(stage.base + path)
        assert page.evaluate("getComputedStyle(document.querySelector('main')).display") == "grid"
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            found.append((path, "wide"))
        found += [(path, told) for told in illegible(page, 0)]
        page.evaluate(AXE)
        violations = page.evaluate("axe.run()")["violations"]
        found += [(path, f"{each['id']} {each['nodes'][0]['html'][:80]}") for each in violations]
    context.close()
    assert stage.asked == [], "nothing opens a socket"
    assert found == []
