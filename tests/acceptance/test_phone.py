"""A phone in a real browser: what its first screen weighs, what it shows, what comes later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, Response

from tests.acceptance.stage import Stage, playing
from tests.acceptance.test_pages import figures, text, until

MOST = 100_000  # bytes of the first screen, packed as they travel
BOKEH = "bokeh.min.js"
NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with playing({}) as opened:
        yield opened


@pytest.fixture
def seen() -> list[Response]:
    """What the page asked for."""
    return []


@pytest.fixture
def phone(stage: Stage, browser: Browser, seen: list[Response]) -> Iterator[Page]:
    """The national board at 360×800, its snapshot shown."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.on("response", lambda response: seen.append(response))
    page.goto(stage.base + "/boards/vn", wait_until="networkidle")
    until(page, lambda: bool(stage.asked), "the page to connect")
    stage.snapshot(figures(**{"planning/states/awaiting": (777, "777", "")}))
    until(page, lambda: text(page, "planning/states/awaiting") == "777", "the snapshot")
    yield page
    page.close()


def test_the_first_screen_is_light_and_draws_nothing(phone: Page, seen: list[Response]) -> None:
    assert not any(BOKEH in one.url for one in seen)
    weights = {one.url: one.request.sizes()["responseBodySize"] for one in seen}
    assert sum(weights.values()) < MOST, sorted(weights.items(), key=lambda one: -one[1])


def test_charts_come_when_they_are_about_to_be_seen(phone: Page, seen: list[Response]) -> None:
    phone.locator('[data-chart="curve"]').scroll_into_view_if_needed()
    until(phone, lambda: any(BOKEH in one.url for one in seen), "BokehJS to be fetched")


def test_a_patch_of_charts_before_that_costs_a_snapshot_later(stage: Stage, phone: Page) -> None:
    event = {"kind": "ModelChanged", "model": {"id": "x"}, "attr": "end", "new": 1}
    stage.send({"t": "p", "s": 2, "ts": 0, "p": {"events": [event]}, "f": {}})
    phone.locator('[data-chart="curve"]').scroll_into_view_if_needed()
    until(phone, lambda: len(stage.asked) == 2, "the page to come anew")
    assert "e" not in stage.asked[1]


def test_who_must_act_is_on_the_first_screen(phone: Page) -> None:
    bar = phone.locator(".tabs").bounding_box()
    assert bar is not None and bar["y"] + bar["height"] == 800
    rows = phone.locator(".urge li:visible")
    assert rows.count() == 5
    box = rows.nth(3).bounding_box()
    assert box is not None and box["y"] + box["height"] <= bar["y"]
    button = phone.locator(".urge .act").first.bounding_box()
    assert button is not None and button["height"] >= 44 and button["width"] >= 80


def test_the_tabs_lead_to_the_four_pages(phone: Page) -> None:
    links = phone.locator(".tabs a")
    found = [links.nth(n).get_attribute("href") for n in range(links.count())]
    assert found == ["/boards/vn", "/alerts", "/report", "/ranking"]
    assert links.first.get_attribute("aria-current") == "page"


def test_a_desk_has_no_tabs(stage: Stage, page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(stage.base + "/boards/vn")
    assert page.locator(".tabs").is_hidden()
    assert page.locator(".counts").is_hidden()


def test_without_a_network_the_last_board_is_there_grey_and_with_its_time(
    stage: Stage, phone: Page
) -> None:
    taken_over(phone)
    phone.reload(wait_until="networkidle")
    phone.context.set_offline(True)
    phone.reload()
    assert phone.evaluate("document.documentElement.dataset.feed") == "lost"
    assert "Mất tín hiệu — số liệu dừng lúc 14:05 ngày 22/11/2026" in str(
        phone.locator("[data-lost-line]").text_content()
    )
    assert phone.locator("[data-banner]").is_visible()
    assert phone.locator(".urge li:visible").count() == 5
    phone.context.set_offline(False)


def test_a_list_is_not_kept_it_could_not_say_that_it_is_old(stage: Stage, phone: Page) -> None:
    taken_over(phone)
    phone.goto(stage.base + "/boards/vn/units", wait_until="networkidle")
    phone.context.set_offline(True)
    with pytest.raises(Error, match=NO_NETWORK):
        phone.reload()
    phone.context.set_offline(False)


def test_who_is_refused_a_board_keeps_none(stage: Stage, phone: Page) -> None:
    taken_over(phone)
    phone.reload(wait_until="networkidle")
    phone.context.add_cookies([{"name": "nhip_role", "value": "public", "url": stage.base}])
    answer = phone.goto(stage.base + "/boards/vn@nq57", wait_until="networkidle")
    assert answer is not None and answer.status == 403
    phone.context.set_offline(True)
    with pytest.raises(Error, match=NO_NETWORK):
        phone.goto(stage.base + "/boards/vn")
    phone.context.set_offline(False)


def taken_over(phone: Page) -> None:
    """Wait until the service worker sees what the page asks for."""
    ready = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
    until(phone, lambda: bool(phone.evaluate(ready)), "the service worker to take over")


def test_what_was_never_opened_is_not_there_without_a_network(phone: Page) -> None:
    phone.context.set_offline(True)
    with pytest.raises(Error, match=NO_NETWORK):
        phone.goto(phone.url.replace("/boards/vn", "/boards/vn.15"))
    phone.context.set_offline(False)
